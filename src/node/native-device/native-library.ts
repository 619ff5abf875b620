import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import koffi, { type KoffiFunc } from 'koffi';
import { DeviceFault } from '../../engine/device/backend.ts';
import { operationSignatures } from './command-buffer.ts';

/** There is no compiled library on this machine; the message says why and what to do. */
export class NativeLibraryFault extends DeviceFault {}

/** The functions of native/include/tpdne.h. Addresses are numbers: no machine has memory above 2^53. */
export interface NativeLibrary {
  readonly path: string;
  instructionSets(): string;
  physicalCores(): number;
  hasBfloat16(instructionSet: string | null): number;
  create(threads: number, instructionSet: string | null, bfloat16: number): number;
  destroy(device: number): void;
  describe(device: number): string;
  allocate(bytes: number): number;
  free(address: number, bytes: number): void;
  copyIn(to: number, from: ArrayBufferView, bytes: number): void;
  readonly copyOut: KoffiFunc<(to: ArrayBufferView, from: number, bytes: number) => void>;
  readonly submit: KoffiFunc<(device: number, commands: Uint8Array, count: number) => number>;
  error(device: number): string;
  measure(device: number, limits: Float64Array): void;
}

let loaded: NativeLibrary | undefined;

/** Loads the library that scripts/build-native.mjs compiled, once. Throws NativeLibraryFault when there is none. */
export function loadNativeLibrary(): NativeLibrary {
  loaded ??= bind(findNativeLibrary(join(packageFolder(), 'native', 'build')));
  return loaded;
}

/** The library that `folder`/current.json names. Throws NativeLibraryFault with the reason why there is none. */
export function findNativeLibrary(folder: string): string {
  let current: { library?: string; problem?: string };
  try {
    current = JSON.parse(readFileSync(join(folder, 'current.json'), 'utf8'));
  } catch (cause) {
    throw new NativeLibraryFault(
      'The CPU device is not compiled; compile it with: npm rebuild this-post-does-not-exist (in a clone: npm run build).',
      { cause },
    );
  }
  if (!current.library) throw new NativeLibraryFault(current.problem ?? `${folder} names no library.`);
  return join(folder, current.library);
}

/** The folder that holds package.json: the sources and the bundle lie at different depths in it. */
function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (folder !== dirname(folder)) {
    try {
      readFileSync(join(folder, 'native', 'include', 'tpdne.h'));
      return folder;
    } catch {
      folder = dirname(folder);
    }
  }
  throw new NativeLibraryFault('The folder native/ is missing from the package; install the package again.');
}

function bind(path: string): NativeLibrary {
  let library: ReturnType<typeof koffi.load>;
  try {
    library = koffi.load(path);
  } catch (cause) {
    throw new NativeLibraryFault(`The compiled CPU device ${path} cannot be loaded: ${(cause as Error).message}.`, {
      cause,
    });
  }
  checkSignatures(library.func('const char *tpdne_operation(int64_t index)') as (index: number) => string | null);
  return {
    path,
    instructionSets: library.func('const char *tpdne_instruction_sets(void)'),
    physicalCores: library.func('int32_t tpdne_physical_cores(void)'),
    hasBfloat16: library.func('int32_t tpdne_has_bfloat16(const char *instruction_set)'),
    create: library.func('uint64_t tpdne_create(int32_t threads, const char *instruction_set, int32_t bfloat16)'),
    destroy: library.func('void tpdne_destroy(uint64_t device)'),
    describe: library.func('const char *tpdne_describe(uint64_t device)'),
    allocate: library.func('uint64_t tpdne_allocate(uint64_t bytes)'),
    free: library.func('void tpdne_free(uint64_t memory, uint64_t bytes)'),
    copyIn: library.func('void tpdne_copy(uint64_t to, const void *from, uint64_t bytes)'),
    copyOut: library.func('void tpdne_copy(void *to, uint64_t from, uint64_t bytes)') as NativeLibrary['copyOut'],
    submit: library.func(
      'int32_t tpdne_submit(uint64_t device, const void *commands, int64_t count)',
    ) as NativeLibrary['submit'],
    error: library.func('const char *tpdne_error(uint64_t device)'),
    measure: library.func('void tpdne_measure(uint64_t device, void *limits)'),
  };
}

/** A library compiled from other sources would read the commands wrongly: better to stop here. */
function checkSignatures(signatureAt: (index: number) => string | null): void {
  const expected = [...operationSignatures, null];
  expected.forEach((signature, index) => {
    const found = signatureAt(index);
    if (found !== signature) {
      throw new NativeLibraryFault(
        `The compiled CPU device is of another version: operation ${index} is "${found}", expected "${signature}". ` +
          'Compile it again: node scripts/build-native.mjs',
      );
    }
  });
}
