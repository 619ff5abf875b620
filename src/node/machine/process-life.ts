import { readFileSync } from 'node:fs';

/** When a process started, in a form of the system's own; null where that cannot be told. It tells it from a later one with its number. */
export function startOf(pid: number): string | null {
  try {
    // Field 22 of proc_pid_stat(5); the second one, in brackets, may hold spaces.
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')[19];
  } catch {
    return null;
  }
}

/** Whether a process of this number, which started then, is running on this machine. */
export function isRunning(pid: number, started: string | null): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return startOf(pid) === started;
}
