import type { Environment } from '../../project/machine.ts';

/** The variable with the name or path of the MPI library to use. */
export const LIBRARY_VARIABLE = 'TPDNE_MPI';

/** The job that a launcher started this process for. */
export interface Launched {
  /** For people: 'mpirun of Open MPI'. */
  readonly launcher: string;
  /** The number of this process, from 0, and how many there are. */
  readonly rank: number;
  readonly size: number;
  /**
   * The MPI libraries that fit the launcher, the best first: names that the system knows, or a path. None for a launcher that does
   * not tell the processes how to find each other.
   */
  readonly libraries: readonly string[];
}

/** The standard's own interface: chapter 20 of MPI 5.0. Its number was not settled when the first libraries came. */
const STANDARD = ['libmpi_abi.so.0', 'libmpi_abi.so.1', 'libmpi_abi.0.dylib'];
const OPEN_MPI = ['libmpi.so.40', 'libmpi.so.80', 'libmpi.40.dylib'];
const MPICH = ['libmpi.so.12', 'libmpich.so.12', 'libmpi.12.dylib', 'libpmpi.12.dylib'];

/** How launchers tell a process its place: Open MPI's, then Hydra's (MPICH, Intel) and Slurm's PMI, then PMIx. */
const LAUNCHERS = [
  {
    launcher: 'mpirun of Open MPI',
    rank: 'OMPI_COMM_WORLD_RANK',
    size: ['OMPI_COMM_WORLD_SIZE'],
    libraries: [...OPEN_MPI, ...STANDARD],
  },
  {
    launcher: 'mpiexec of MPICH',
    rank: 'PMI_RANK',
    size: ['PMI_SIZE'],
    libraries: [...STANDARD, ...MPICH, ...OPEN_MPI],
  },
  {
    launcher: 'a launcher with PMIx',
    rank: 'PMIX_RANK',
    size: ['SLURM_STEP_NUM_TASKS', 'SLURM_NTASKS'],
    libraries: [...OPEN_MPI, ...STANDARD, ...MPICH],
  },
  // Without PMI no library can find the other processes, and each of them would train by itself.
  { launcher: 'srun', rank: 'SLURM_PROCID', size: ['SLURM_STEP_NUM_TASKS'], libraries: [] },
] as const;

/**
 * Launchers pass this signal on to all ranks, which then finish their step and save. After Ctrl-C and SIGTERM Open MPI gives
 * them a second, and not more before it tells them.
 */
export const STOP_SIGNAL = 'SIGUSR2';

/** Null if no launcher started this process, or only this one. */
export function launchedRanks(environment: Environment): Launched | null {
  for (const { launcher, rank, size, libraries } of LAUNCHERS) {
    const [own, count] = [
      environment[rank],
      size.map((name) => environment[name]).find((value) => value !== undefined),
    ];
    if (own === undefined || count === undefined) continue;
    if (Number(count) === 1) return null;
    const given = environment[LIBRARY_VARIABLE];
    return { launcher, rank: Number(own), size: Number(count), libraries: given ? [given] : libraries };
  }
  return null;
}
