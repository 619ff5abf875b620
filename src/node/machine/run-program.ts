import { type ChildProcess, spawn, spawnSync } from 'node:child_process';

/** How a program ended. */
export interface ProgramEnd {
  /** Null if a signal ended it. */
  readonly code: number | null;
  /** The end of what it wrote to standard output and standard error. */
  readonly output: string;
}

/** A program that is running, with all the processes that it starts. */
export interface RunningProgram {
  /** Rejects with the system's error if the program could not be started, such as ENOENT. */
  readonly ended: Promise<ProgramEnd>;
  /** Ends it and its processes at once. */
  kill(): void;
}

export interface ProgramOptions {
  /** The current folder of the program. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** More than any message that a person would read. */
const LONGEST_OUTPUT = 2 ** 16;

/** Starts a program without a terminal and without input. It is ended when this process exits. */
export function startProgram(
  command: string,
  words: readonly string[],
  { folder, environment }: ProgramOptions,
): RunningProgram {
  // A group of its own on POSIX, so that a script that wraps the program cannot outlive it.
  const detached = process.platform !== 'win32';
  const child = spawn(command, words, {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    detached,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-LONGEST_OUTPUT);
    });
  }
  const kill = () => killAll(child);
  process.once('exit', kill);
  const ended = new Promise<ProgramEnd>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  }).finally(() => process.removeListener('exit', kill));
  return { ended, kill };
}

function killAll({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // It has ended already.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
