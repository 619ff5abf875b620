import { describe, expect, test } from 'vitest';
import { launchedRanks } from '../../../src/node/mpi/launcher.ts';
import { launcherWords } from '../../../src/node/mpi/start-on-hosts.ts';

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
