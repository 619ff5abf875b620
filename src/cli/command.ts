import type { ConfigFault } from '../pipeline/config/config-fault.ts';
import type { ReadConfig } from '../pipeline/config/read-config.ts';
import type { SettingsOf, SettingsTable } from '../pipeline/settings/settings-table.ts';
import type { Project } from '../project/project.ts';
import type { Ask } from './ask.ts';
import type { Screen } from './screen.ts';

/** One line in the list of commands; the command itself is loaded only when it is called. */
export interface CommandEntry {
  readonly name: string;
  /** The heading that it stands under in the list. */
  readonly group: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** A thin door: which settings it takes, which of them by position, and what it calls and shows. */
export interface Command<Table extends SettingsTable = SettingsTable> {
  /** Names of the settings given by position, in order; only the last may be a list. */
  readonly arguments: readonly (keyof Table & string)[];
  readonly settings: Table;
  /**
   * What a config file means to it. Obeyed, which is the default: it gives settings, and its folder is the one to work in.
   * Shown: that, but a file that cannot be used is no reason to stop. Ignored: it is not even looked for.
   */
  readonly configFile?: 'obeyed' | 'shown' | 'ignored';
  /** Everything it needs is in `context`, so that tests can call it with fakes. Throws a Fault to end with exit code 1. */
  run(context: CommandContext<Table>): Promise<void>;
}

export interface CommandContext<Table extends SettingsTable> extends Surroundings {
  readonly settings: SettingsOf<Table>;
  readonly project: Project;
  /** The config file that was read, or what is wrong with it; null without one. */
  readonly config: ReadConfig | ConfigFault | null;
}

/** What surrounds a command: where it shows things, and how it is interrupted. */
export interface Surroundings {
  readonly screen: Screen;
  /** Aborted by the first Ctrl-C, and when nobody reads standard output any more. */
  readonly signal: AbortSignal;
  readonly ask: Ask;
  /** Somebody is there to answer: input and output are a terminal. */
  readonly canAsk: boolean;
  /** Where the command works: loaded only when one runs, so that help is quick. */
  readonly openProject: (signal: AbortSignal) => Promise<Project>;
  /** Makes another folder the current one. */
  readonly enter: (folder: string) => void;
}

/** Gives the type checker the table, so that `context.settings` has its types; hides it from the list of commands. */
export function defineCommand<const Table extends SettingsTable>(command: Command<Table>): Command {
  return command as unknown as Command;
}
