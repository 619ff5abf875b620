import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository, where the README's commands are run. */
export const root = fileURLToPath(new URL('../../', import.meta.url));
export const built = join(root, 'dist/cli.js');

export interface Ending {
  /** Null if a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Journey {
  readonly cwd?: string;
  /** The content of standard input. */
  readonly input?: string;
  /** Called once it has started. */
  readonly onStart?: (child: ChildProcess) => void;
  /** Called with all of standard output so far, whenever it grows. */
  readonly onOutput?: (stdout: string, child: ChildProcess) => void;
  readonly env?: Readonly<Record<string, string>>;
  /** Default: the program built from these sources. */
  readonly program?: string;
}

/** Runs the built command as an installed one. */
export function tpdne(
  argv: readonly string[],
  { cwd = root, input = '', onStart, onOutput, env = {}, program = built }: Journey = {},
): Promise<Ending> {
  const child = spawn(process.execPath, [program, ...argv], { cwd, env: { ...process.env, ...env } });
  onStart?.(child);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    onOutput?.(stdout, child);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode, signal) => resolve({ exitCode, signal, stdout, stderr }));
  });
}
