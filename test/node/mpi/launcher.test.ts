import { describe, expect, test } from 'vitest';
import { launchedRanks } from '../../../src/node/mpi/launcher.ts';
import { launcherWords } from '../../../src/node/mpi/start-on-hosts.ts';
import { joinJob, versionIn } from '../../../src/node/native-device/mpi-library.ts';

describe('the environment of a launcher', () => {
  test.each([
    ['mpirun of Open MPI', { OMPI_COMM_WORLD_RANK: '3', OMPI_COMM_WORLD_SIZE: '4' }, 3, 4, 'libmpi.so.40'],
    ['mpiexec of MPICH', { PMI_RANK: '0', PMI_SIZE: '2' }, 0, 2, 'libmpi_abi.so.0'],
    ['a launcher with PMIx', { PMIX_RANK: '1', SLURM_STEP_NUM_TASKS: '2', SLURM_NTASKS: '8' }, 1, 2, 'libmpi.so.40'],
    ['a launcher with PMIx', { PMIX_RANK: '1', SLURM_NTASKS: '8' }, 1, 8, 'libmpi.so.40'],
    // Open MPI 5 sets its own variables and PMIx's.
    [
      'mpirun of Open MPI',
      { PMIX_RANK: '1', OMPI_COMM_WORLD_RANK: '1', OMPI_COMM_WORLD_SIZE: '2' },
      1,
      2,
      'libmpi.so.40',
    ],
  ])('%s: %o', (launcher, environment, rank, size, library) => {
    expect(launchedRanks(environment)).toMatchObject({ launcher, rank, size });
    expect(launchedRanks(environment)!.libraries[0]).toBe(library);
  });

  test.each([
    [{}],
    [{ SLURM_NTASKS: '4' }],
    // The script of sbatch, and a shell in an allocation.
    [{ SLURM_NTASKS: '4', SLURM_PROCID: '0' }],
    [{ SLURM_STEP_NUM_TASKS: '1', SLURM_PROCID: '0' }],
    [{ PMIX_RANK: '0' }],
    [{ OMPI_COMM_WORLD_RANK: '0', OMPI_COMM_WORLD_SIZE: '1' }],
    [{ PMI_RANK: '0', PMI_SIZE: '1' }],
  ])('of one process alone: %o', (environment) => {
    expect(launchedRanks(environment)).toBeNull();
  });

  test('TPDNE_MPI names the library, and no other is tried', () => {
    const environment = { PMI_RANK: '0', PMI_SIZE: '2', TPDNE_MPI: '/opt/lib/libmpi.so' };
    expect(launchedRanks(environment)!.libraries).toEqual(['/opt/lib/libmpi.so']);
  });
});

test('srun without PMI: no library can find the others, and what to give is said', () => {
  const launched = launchedRanks({ SLURM_PROCID: '1', SLURM_STEP_NUM_TASKS: '2' })!;
  expect(launched).toMatchObject({ launcher: 'srun', rank: 1, size: 2, libraries: [] });
  expect(() => joinJob(launched)).toThrow('give it --mpi=pmix for Open MPI, or --mpi=pmi2 for MPICH');
  const pmix = { SLURM_PROCID: '1', SLURM_STEP_NUM_TASKS: '2', PMIX_RANK: '1' };
  expect(launchedRanks(pmix)!.launcher).toBe('a launcher with PMIx');
});

test.each([
  ['Open MPI v4.1.4, package: Debian OpenMPI, ident: 4.1.4', 'Open MPI v4.1.4'],
  ['MPICH Version:      4.0.2\nMPICH Release date: x', 'MPICH 4.0.2'],
  ['MPICH Version:\t4.0.2\n', 'MPICH 4.0.2'],
  ['Intel(R) MPI Library 2021.18.1 for Linux* OS\n', 'Intel(R) MPI Library 2021.18.1 for Linux* OS'],
])('what a library says of itself: %j', (text, version) => {
  expect(versionIn(text)).toBe(version);
});

describe('the words for a launcher', () => {
  test('Open MPI: a host that occurs twice gets two ranks', () => {
    const words = launcherWords({ program: 'mpirun', version: '', kind: 'open-mpi' }, ['a', 'b', 'a']).join(' ');
    expect(words).toBe('-np 3 -H a:2,b:1 --bind-to none -x PATH');
  });

  test('MPICH', () => {
    const words = launcherWords({ program: 'mpiexec', version: '', kind: 'hydra' }, ['a', 'b']).join(' ');
    expect(words).toBe('-np 2 -hosts a,b -bind-to none');
  });
});
