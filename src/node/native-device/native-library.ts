import koffi, { type KoffiFunc } from 'koffi';
import { DeviceFault } from '../../engine/device/backend.ts';
import { commandLayout, operationSignatures } from '../../engine/device/compiled/command-buffer.ts';
import { findNativeLibrary } from './find-native-library.ts';

/** The compiled library is missing or does not fit; the message says why and what to do. */
export class NativeLibraryFault extends DeviceFault {
  override readonly code: string = 'native-library';
}

/** A function that can also run in one of koffi's threads. */
type Asynchronous<Call extends (...values: never[]) => unknown> = Call & Pick<KoffiFunc<Call>, 'async'>;

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
  readonly copyOut: Asynchronous<(to: ArrayBufferView, from: number, bytes: number) => void>;
  readonly submit: Asynchronous<(device: number, commands: Uint8Array, count: number) => number>;
  error(device: number): string;
  measure(device: number, limits: Float64Array): void;
}

let loaded: NativeLibrary | undefined;

/** Loads the library that was compiled here or installed for this platform; later calls return the same one. Throws NativeLibraryFault. */
export function loadNativeLibrary(): NativeLibrary {
  if (!loaded) {
    const found = findNativeLibrary();
    if ('missing' in found) throw new NativeLibraryFault(found.missing);
    loaded = bind(found.path);
  }
  return loaded;
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
  checkLayout(library);
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

function checkLayout(library: ReturnType<typeof koffi.load>): void {
  let layout = 'unknown';
  try {
    layout = library.func('const char *tpdne_command_layout(void)')() as string;
  } catch {
    // Libraries of versions before this function have smaller commands.
  }
  if (layout === commandLayout) return;
  throw new NativeLibraryFault(
    `The compiled CPU device is of another version: its commands have room for ${layout}, expected ${commandLayout}. ` +
      'Compile it again (npm run compile), or install the package again.',
  );
}

/** Throws NativeLibraryFault for a library from other sources, which would misread the commands. */
function checkSignatures(signatureAt: (index: number) => string | null): void {
  const expected = [...operationSignatures, null];
  expected.forEach((signature, index) => {
    const found = signatureAt(index);
    if (found !== signature) {
      throw new NativeLibraryFault(
        `The compiled CPU device is of another version: operation ${index} is "${found}", expected "${signature}". ` +
          'Compile it again (npm run compile), or install the package again.',
      );
    }
  });
}
