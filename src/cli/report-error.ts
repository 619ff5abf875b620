import { CommanderError } from 'commander';
import { Fault } from '../fault.ts';
import { ConfigFault } from '../pipeline/config/config-fault.ts';
import { SettingFault } from '../pipeline/settings/settings-table.ts';
import type { Surroundings } from './command.ts';

/** 0 done, 1 a fault, 2 a wrong command line or config file, 130 interrupted before there was anything to keep. */
export type ExitCode = 0 | 1 | 2 | 130;

/** The command line cannot be understood. `command` is the one it was for, or empty. */
export class UsageFault extends Fault {
  override readonly code: string = 'usage';

  readonly command: string;

  constructor(message: string, command: string) {
    super(message);
    this.command = command;
  }
}

/** Why a command was stopped when nobody reads its output any more: the one error that nobody is told of. */
export class OutputClosed extends Error {
  override readonly name = 'AbortError';
}

/**
 * Shows an error on standard error and gives the exit code for it. A Fault is one sentence, with its origin under
 * `--debug`; anything else is a mistake of this program and is shown whole.
 */
export function reportError(error: unknown, { screen, signal, debug }: Surroundings & { debug: boolean }): ExitCode {
  if (error instanceof CommanderError) return 0;
  if (signal.aborted && isAbort(error)) {
    if (signal.reason instanceof OutputClosed) return 0;
    screen.note('interrupted');
    return 130;
  }
  if (!(error instanceof Fault) && !isSystemError(error)) {
    screen.note(
      `${traceOf(error)}\n\ntpdne: This is a mistake in tpdne itself; please report it with the lines above.`,
    );
    return 1;
  }
  screen.note(`tpdne: ${error.message}`);
  if (debug) screen.note(traceOf(error));
  return [SettingFault, UsageFault, ConfigFault].some((kind) => error instanceof kind) ? 2 : 1;
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** What the operating system refused: no such file, no permission, no space. Its message names the file. */
function isSystemError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

/** The stack, and the stacks of its causes. */
function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const stack = error.stack ?? error.message;
  return error.cause === undefined ? stack : `${stack}\ncaused by: ${traceOf(error.cause)}`;
}
