import { readFileSync } from 'node:fs';

/** What Linux says of a process. */
interface ProcessStatus {
  /** 'R', 'S', 'Z', … */
  readonly state: string;
  /** In the system's units. */
  readonly started: string;
}

/**
 * When a process started, in the system's units; null if the system does not report it. It distinguishes a process from a
 * later one with the same id.
 */
export function startOf(pid: number): string | null {
  return statusOf(pid)?.started ?? null;
}

/**
 * Whether the process with this id and start is running on this machine. One that has ended is not, even while nobody has
 * asked how: in a container without an init process, that is for ever.
 */
export function isRunning(pid: number, started: string | null): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, and belongs to another user.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const status = statusOf(pid);
  if (status !== null && 'ZX'.includes(status.state)) return false;
  return (status?.started ?? null) === started;
}

/** Null where the system does not report it. */
function statusOf(pid: number): ProcessStatus | null {
  try {
    // Fields 3 and 22 of proc_pid_stat(5). The second field, in brackets, may contain spaces.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return { state: fields[0], started: fields[19] };
  } catch {
    return null;
  }
}
