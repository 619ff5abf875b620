import type { SettingsOf, SettingsTable } from '../pipeline/settings.ts';
import type { Ask } from './ask.ts';
import type { Screen } from './screen.ts';

/** One line in the list of commands; the command itself is loaded only when it is called. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** A thin door: which settings it takes, which of them by position, and what it calls and shows. */
export interface Command<Table extends SettingsTable = SettingsTable> {
  /** Names of the settings given by position, in order; only the last may be a list. */
  readonly arguments: readonly (keyof Table & string)[];
  readonly settings: Table;
  /** Everything it needs is in `context`, so that tests can call it with fakes. Throws a Fault to end with exit code 1. */
  run(context: CommandContext<Table>): Promise<void>;
}

export interface CommandContext<Table extends SettingsTable> extends Surroundings {
  readonly settings: SettingsOf<Table>;
}

/** What surrounds a command: where it shows things, and how it is interrupted. */
export interface Surroundings {
  readonly screen: Screen;
  /** Aborted by the first Ctrl-C, and when nobody reads standard output any more. */
  readonly signal: AbortSignal;
  readonly ask: Ask;
}

/** Gives the type checker the table, so that `context.settings` has its types; hides it from the list of commands. */
export function defineCommand<const Table extends SettingsTable>(command: Command<Table>): Command {
  return command as unknown as Command;
}
