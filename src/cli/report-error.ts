import { CommanderError } from 'commander';
import { Fault } from '../fault.ts';
import { ConfigFault } from '../pipeline/config/config-fault.ts';
import { SettingFault } from '../pipeline/settings/settings-table.ts';
import type { Surroundings } from './command.ts';

/** 0 success, 1 a fault, 2 an invalid command line or config file, 130 interrupted before there was anything to keep. */
export type ExitCode = 0 | 1 | 2 | 130;

/** The command line is invalid. `command` is the name of the command, or empty. */
export class UsageFault extends Fault {
  override readonly code: string = 'usage';

  readonly command: string;

  constructor(message: string, command: string, options?: ErrorOptions) {
    super(message, options);
    this.command = command;
  }
}

/** The reason for stopping a command whose output was closed. It is not reported. */
export class OutputClosed extends Error {
  override readonly name = 'AbortError';
}

/**
 * Shows an error on standard error and returns its exit code. Of a Fault only the message is shown, with `--debug` also the
 * stack; any other error is a bug in this program and is shown with its stack.
 */
export function reportError(error: unknown, { screen, signal, debug }: Surroundings & { debug: boolean }): ExitCode {
  if (error instanceof CommanderError) return 0;
  if (signal.aborted && isAbort(error)) {
    if (signal.reason instanceof OutputClosed) return 0;
    screen.note('interrupted');
    return 130;
  }
  if (!(error instanceof Fault) && !isSystemError(error)) {
    screen.note(`${traceOf(error)}\n\ntpdne: This is a bug in tpdne; please report it with the lines above.`);
    return 1;
  }
  screen.note(`${screen.notePaint.red('tpdne:')} ${error.message}`);
  if (debug) screen.note(traceOf(error));
  return [SettingFault, UsageFault, ConfigFault].some((kind) => error instanceof kind) ? 2 : 1;
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** Whether an error comes from the operating system, such as a missing file or a full disk. Its message names the file. */
function isSystemError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

/** The stack of an error and of its causes. */
function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const stack = error.stack ?? error.message;
  return error.cause === undefined ? stack : `${stack}\ncaused by: ${traceOf(error.cause)}`;
}
