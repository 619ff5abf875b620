import type { ConfigFault } from '../pipeline/config/config-fault.ts';
import type { ReadConfig } from '../pipeline/config/read-config.ts';
import type { SettingsOf, SettingsTable } from '../pipeline/settings/settings-table.ts';
import type { Project } from '../project/project.ts';
import type { Ask } from './ask.ts';
import type { Tap } from './json-lines.ts';
import type { Screen } from './screen.ts';
import type { ReadInput } from './standard-input.ts';
import type { Terminal } from './terminal.ts';

/** An entry in the list of commands; the command itself is loaded only when it is called. */
export interface CommandEntry {
  readonly name: string;
  /** The heading above it in the list. */
  readonly group: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** A command: its settings, which of them are positional arguments, and the function that runs it. */
export interface Command<Table extends SettingsTable = SettingsTable> {
  /** The settings that are positional arguments, in order; only the last may be a list. */
  readonly arguments: readonly (keyof Table & string)[];
  readonly settings: Table;
  /** Command lines with what they do, for the top of its help. */
  readonly examples: readonly Example[];
  /** The settings that its help shows unless asked for all; by default, all of them. */
  readonly essential?: readonly (keyof Table & string)[];
  /**
   * How it uses a config file. `obeyed` (the default): it takes settings from the file and works in its folder. `shown`: the
   * same, but an invalid file does not stop the command. `ignored`: it does not search for a file.
   */
  readonly configFile?: 'obeyed' | 'shown' | 'ignored';
  /** Whether processes that mpirun started share its work; else the command is for one process. */
  readonly sharesWork?: boolean;
  /** Runs the command. Everything it needs is in `context`, so that tests can use fakes. A Fault means exit code 1. */
  run(context: CommandContext<Table>): Promise<void>;
}

/** A command line, and a sentence that says what it does. */
export type Example = readonly [line: string, meaning: string];

export interface CommandContext<Table extends SettingsTable> extends Surroundings {
  readonly settings: SettingsOf<Table>;
  readonly project: Project;
  /** Events go through it on their way to the screen: with `--json`, each of them is printed. */
  readonly tap: Tap;
  /** Whether events are printed as JSON; what the command prints is then not shown. */
  readonly json: boolean;
  /** Every command of the program. */
  readonly commands: readonly CommandEntry[];
  /** The config file that was read, or what is wrong with it; null if there is none. */
  readonly config: ReadConfig | ConfigFault | null;
}

/** The surroundings of a command: where it shows output, and how it is interrupted. */
export interface Surroundings {
  readonly screen: Screen;
  /** Aborted by the first Ctrl-C, and when standard output is closed. */
  readonly signal: AbortSignal;
  readonly ask: Ask;
  readonly readInput: ReadInput;
  /** Whether questions can be answered: input and output are a terminal. */
  readonly canAsk: boolean;
  /** For commands that use the whole screen and single keys; null if input and output are not a terminal that can do this. */
  readonly terminal: Terminal | null;
  /** Opens the project that the command works in; loaded only when a command runs, so that help is fast. */
  readonly openProject: (signal: AbortSignal) => Promise<Project>;
  /** Starts the same command line on several machines and exits with its code. Throws LauncherFault. */
  readonly startOnHosts: (hosts: readonly string[]) => Promise<never>;
  /** Changes the current folder. */
  readonly enter: (folder: string) => void;
}

/** Returns the command; it infers the type of `context.settings` from the table, and hides it from the list of commands. */
export function defineCommand<const Table extends SettingsTable>(command: Command<Table>): Command {
  return command as unknown as Command;
}
