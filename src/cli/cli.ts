import { type Command, CommanderError } from 'commander';
import { nearest } from '../nearest.ts';
import { SettingFault } from '../pipeline/settings/settings-table.ts';
import type { CommandEntry, Command as Door, Surroundings } from './command.ts';
import {
  asksForAll,
  asksForJson,
  commandFromSettings,
  optionThatTook,
  spellBooleans,
  underscored,
} from './command-from-settings.ts';
import { commandPage, type PageStyle } from './help/command-page.ts';
import { ourNameFor } from './help/other-names.ts';
import { overviewPage } from './help/overview-page.ts';
import { jsonOutput, passOn, printFault } from './json-lines.ts';
import { type ExitCode, reportError, UsageFault } from './report-error.ts';
import { settingsAsTyped } from './settings-as-typed.ts';

/** Lines of help are hard to read if they are longer. */
const WIDEST_PAGE = 80;

/** Runs one command line (without `node tpdne`) and returns the exit code; it reports all errors itself. */
export async function cli(
  argv: readonly string[],
  commands: readonly CommandEntry[],
  version: string,
  surroundings: Surroundings,
): Promise<ExitCode> {
  try {
    await dispatch(argv, commands, version, surroundings);
    return 0;
  } catch (error) {
    return reportError(error, { ...surroundings, debug: argv.includes('--debug') });
  } finally {
    surroundings.screen.progress(null);
  }
}

async function dispatch(
  argv: readonly string[],
  commands: readonly CommandEntry[],
  version: string,
  surroundings: Surroundings,
): Promise<void> {
  const { screen } = surroundings;
  const [first = 'help', ...rest] = argv;
  if (/^(version|--version|-v)$/i.test(first)) return screen.print(version);
  const isHelp = /^(help|--help|-h)$/.test(first);
  const name = isHelp ? rest.find((word) => !word.startsWith('-')) : first;
  if (name === undefined) return screen.print(overviewPage(commands, pageStyle(surroundings)));
  const entry = commands.find((command) => command.name === name);
  if (entry === undefined) throw unknownCommand(name, commands);
  const words = isHelp ? ['--help', ...rest.filter((word) => word !== name)] : rest;
  await runCommand(entry, words, { ...surroundings, commands });
}

async function runCommand(
  entry: CommandEntry,
  argv: readonly string[],
  surroundings: Surroundings & { readonly commands: readonly CommandEntry[] },
): Promise<void> {
  const command = await entry.load();
  const parser = parse(entry, command, spellBooleans(argv, command.settings), surroundings);
  if (parser === null) return;
  const { settle } = await import('./settle.ts');
  const project = await surroundings.openProject(surroundings.signal);
  if (project.ranks.size > 1 && command.sharesWork !== true) {
    throw new UsageFault(
      `tpdne ${entry.name} is for one process, and ${project.ranks.size} were started; ${await sharing(surroundings.commands)} share their work.`,
      entry.name,
    );
  }
  try {
    const settled = await settle(entry.name, command, parser, { ...surroundings, project });
    if (command.sharesWork === true && project.ranks.size === 1) await startOnHosts(settled.settings, surroundings);
    const json = asksForJson(parser);
    const output = json ? jsonOutput(surroundings.screen) : { screen: surroundings.screen, tap: passOn };
    await command.run({ ...surroundings, ...output, json, project, ...settled });
  } catch (error) {
    const fault = error instanceof SettingFault ? asTyped(error, entry, command, parser) : error;
    if (asksForJson(parser)) printFault(fault, surroundings.screen);
    throw fault;
  }
}

/** The commands that share their work, for people. */
async function sharing(commands: readonly CommandEntry[]): Promise<string> {
  const loaded = await Promise.all(commands.map(async ({ name, load }) => ({ name, ...(await load()) })));
  const names = loaded.flatMap(({ name, sharesWork }) => (sharesWork ? [`tpdne ${name}`] : []));
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** Where the settings name several machines, starts the command on them instead, and exits. */
async function startOnHosts(settings: object, surroundings: Surroundings): Promise<void> {
  const { hosts = null } = settings as { readonly hosts?: readonly string[] | null };
  if (hosts !== null && hosts.length > 1) await surroundings.startOnHosts(hosts);
}

/** The parsed command line; null if it asked for help, which was shown. Throws UsageFault. */
function parse(
  entry: CommandEntry,
  command: Door,
  argv: readonly string[],
  surroundings: Surroundings,
): Command | null {
  const parser = commandFromSettings(entry, command);
  const showHelp = () => {
    surroundings.screen.print(commandPage(entry, command, asksForAll(parser), pageStyle(surroundings)));
    return null;
  };
  parser.exitOverride().showSuggestionAfterError(false).configureOutput({ writeOut: ignore, writeErr: ignore });
  try {
    parser.parse(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return showHelp();
    throw usageFault(error, entry, command);
  }
  return asksForAll(parser) ? showHelp() : parser;
}

function ignore(): void {}

function pageStyle({ screen: { columns, paint } }: Surroundings): PageStyle {
  return { columns: Math.min(columns, WIDEST_PAGE), paint };
}

/** The same fault with the names of settings as they are typed: '--out is missing'. */
function asTyped(fault: SettingFault, { name }: CommandEntry, command: Door, parser: Command): UsageFault {
  const message = settingsAsTyped(fault.marked, command.arguments);
  const greedy = optionThatTook(fault.setting, command, parser);
  const hint = greedy === null ? '' : ` --${greedy} took all words after it: write ${fault.setting} before it.`;
  return new UsageFault(`${message}${hint}`, name, { cause: fault });
}

function usageFault(error: CommanderError, { name }: CommandEntry, command: Door): UsageFault {
  const [, unknown] = /^error: unknown option '(.+)'$/.exec(error.message) ?? [];
  if (unknown === undefined) return new UsageFault(`${name}: ${error.message.replace(/^error: /, '')}.`, name);
  const typed = underscored(unknown.replace(/=.*/, ''));
  return new UsageFault(`${name} has no setting ${unknown}${hintFor(typed, command)}`, name);
}

/** What to type instead of an unknown option: our name for one of other software, or else the closest of ours. */
function hintFor(typed: string, command: Door): string {
  const settings = Object.keys(command.settings);
  const theirs = typed.replace(/^-+/, '');
  const ours = command.arguments.includes(theirs) ? theirs : ourNameFor(theirs, settings);
  if (ours !== null) return command.arguments.includes(ours) ? `; give ${ours} without an option.` : `; use --${ours}.`;
  const near = nearest(
    typed,
    settings.filter((name) => !command.arguments.includes(name)).map((name) => `--${name}`),
  );
  return near === null ? '.' : `; did you mean ${near}?`;
}

function unknownCommand(name: string, commands: readonly CommandEntry[]): UsageFault {
  if (name.startsWith('-')) return new UsageFault(`tpdne has no setting ${name}; write it after a command.`, '');
  const names = commands.map((command) => command.name);
  const near = nearest(name, names);
  const hint = near === null ? `the commands are ${names.join(', ')}.` : `did you mean ${near}?`;
  return new UsageFault(`There is no command ${name}; ${hint}`, '');
}
