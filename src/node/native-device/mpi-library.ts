import koffi, { type KoffiFunc } from 'koffi';
import { Fault } from '../../fault.ts';
import { type Launched, LIBRARY_VARIABLE } from '../mpi/launcher.ts';
import { loadNativeLibrary } from './native-library.ts';

/** No MPI library of this machine fits the launcher; the message says which were tried, and what to do. */
export class MpiFault extends Fault {
  override readonly code: string = 'mpi';
}

/** A function that can also run in one of koffi's threads. */
type Asynchronous<Call extends (...values: never[]) => unknown> = Call & Pick<KoffiFunc<Call>, 'async'>;

/** The functions of native/src/mpi.cpp for a process that has joined its job. */
export interface MpiLibrary {
  /** What the MPI library says of itself. */
  readonly version: string;
  readonly rank: number;
  readonly size: number;
  readonly sum: Asynchronous<(values: Float32Array, count: number, bfloat16: number) => void>;
  readonly gather: Asynchronous<(data: Uint8Array, bytes: number, sizes: BigInt64Array) => number>;
  gathered(out: Uint8Array): void;
  silent(seconds: number): number;
  readonly close: Asynchronous<() => void>;
  abort(code: number): void;
}

/** Joins the job of the launcher. Throws MpiFault, and NativeLibraryFault without the compiled library. */
export function joinJob({ launcher, size, libraries }: Launched): MpiLibrary {
  if (libraries.length === 0) {
    throw new MpiFault(
      `${launcher} started this program as one of ${size} processes that cannot find each other: give it --mpi=pmix for Open MPI, ` +
        'or --mpi=pmi2 for MPICH (srun --mpi=list shows what it has).',
    );
  }
  const native = koffi.load(loadNativeLibrary().path);
  const open = native.func('const char *tpdne_mpi_open(const char *library, int32_t size)');
  const problems: string[] = [];
  for (const library of libraries) {
    const problem = open(library, size) as string | null;
    if (problem === null) return bind(native);
    problems.push(`${library}: ${problem}`);
  }
  throw new MpiFault(
    `${launcher} started this program as one of ${size} ranks, but no MPI library could be opened (${problems.join('; ')}). ` +
      `Install the one that belongs to the launcher (Debian: apt install openmpi-bin, or mpich), or name it with ${LIBRARY_VARIABLE}.`,
  );
}

function bind(native: ReturnType<typeof koffi.load>): MpiLibrary {
  return {
    version: versionIn(native.func('const char *tpdne_mpi_version(void)')() as string),
    rank: native.func('int32_t tpdne_mpi_rank(void)')() as number,
    size: native.func('int32_t tpdne_mpi_size(void)')() as number,
    sum: native.func('void tpdne_mpi_sum(_Inout_ void *values, int64_t count, int32_t bfloat16)') as MpiLibrary['sum'],
    gather: native.func(
      'int64_t tpdne_mpi_gather(const void *data, int64_t bytes, _Inout_ void *sizes)',
    ) as MpiLibrary['gather'],
    gathered: native.func('void tpdne_mpi_gathered(void *out)'),
    silent: native.func('int32_t tpdne_mpi_silent(double seconds)'),
    close: native.func('void tpdne_mpi_close(void)') as MpiLibrary['close'],
    abort: native.func('void tpdne_mpi_abort(int32_t code)'),
  };
}

/** The name and number in what a library says of itself: 'Open MPI v4.1.4, package: …', 'MPICH Version:      4.0.2\n…'. */
export function versionIn(text: string): string {
  return text
    .split(/[\n,]/)[0]
    .replace(/ Version:\s+/, ' ')
    .trim();
}
