import { readFileSync } from 'node:fs';

/**
 * When a process started, in the system's units; null if the system does not report it. It distinguishes a process from a
 * later one with the same id.
 */
export function startOf(pid: number): string | null {
  try {
    // Field 22 of proc_pid_stat(5). The second field, in brackets, may contain spaces.
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')[19];
  } catch {
    return null;
  }
}

/** Whether the process with this id and start is running on this machine. */
export function isRunning(pid: number, started: string | null): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, and belongs to another user.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return startOf(pid) === started;
}
