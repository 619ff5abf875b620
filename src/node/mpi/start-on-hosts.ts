import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Fault } from '../../fault.ts';
import { STOP_SIGNAL } from './launcher.ts';

/** The launcher of an MPI library on this machine. */
export interface Launcher {
  /** 'mpirun' or 'mpiexec' */
  readonly program: string;
  /** For people: 'mpirun (Open MPI) 4.1.4'. */
  readonly version: string;
  readonly kind: 'open-mpi' | 'hydra';
}

/** This machine has no launcher, or it could not be started. */
export class LauncherFault extends Fault {
  override readonly code: string = 'launcher';
}

/** The first launcher that there is; null if there is none. Never throws. */
export async function findLauncher(): Promise<Launcher | null> {
  for (const program of ['mpirun', 'mpiexec']) {
    const text = await outputOf(program, ['--version']);
    const openMpi = /\(Open MPI\) ([\d.]+\w*)|\(OpenRTE\) ([\d.]+\w*)|\(Open MPI\)/.exec(text);
    if (openMpi !== null) {
      return { program, version: `${program} (Open MPI) ${openMpi[1] ?? openMpi[2] ?? ''}`.trim(), kind: 'open-mpi' };
    }
    const [, hydra] = /HYDRA[\s\S]*?Version:\s*(\S+)/.exec(text) ?? [];
    if (hydra !== undefined) return { program, version: `${program} (MPICH) ${hydra}`, kind: 'hydra' };
  }
  return null;
}

/**
 * Starts this program once for each host, a name of which may occur more than once, with the same words, and waits for its
 * end: resolves with the exit code. This machine should be the first of them: rank 0 saves where it runs. Throws LauncherFault.
 */
export async function startOnHosts(hosts: readonly string[], words: readonly string[]): Promise<number> {
  const launcher = await findLauncher();
  if (launcher === null) {
    throw new LauncherFault(
      '--hosts needs mpirun, which is not on this machine: install Open MPI or MPICH on all of them (Debian: apt install openmpi-bin; ' +
        'macOS: brew install open-mpi).',
    );
  }
  // In a session of its own, so that Ctrl-C in a terminal does not reach it: this process says what to do.
  const child = spawn(launcher.program, [...launcherWords(launcher, hosts), ...words], {
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  const stop = () => child.kill(STOP_SIGNAL);
  const end = () => child.kill('SIGTERM');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  // The second Ctrl-C exits at once.
  process.once('exit', end);
  try {
    const [code] = await once(child, 'exit');
    return (code as number | null) ?? 1;
  } catch (cause) {
    throw new LauncherFault(`${launcher.program} could not be started: ${(cause as Error).message}.`, { cause });
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
    process.off('exit', end);
  }
}

/** How a launcher is told where, and not to bind a rank to a core: each has threads of its own. */
export function launcherWords({ kind }: Launcher, hosts: readonly string[]): string[] {
  const count = String(hosts.length);
  if (kind === 'hydra') return ['-np', count, '-hosts', hosts.join(','), '-bind-to', 'none'];
  const slots = [...new Set(hosts)].map((host) => `${host}:${hosts.filter((other) => other === host).length}`);
  return ['-np', count, '-H', slots.join(','), '--bind-to', 'none', '-x', 'PATH'];
}

/** What a program writes; empty if it cannot be started. */
function outputOf(program: string, words: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, words, { timeout: 5000 }, (_, output) => resolve(output ?? ''));
  });
}
