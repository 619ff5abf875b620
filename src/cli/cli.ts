import { Command, CommanderError } from 'commander';
import { nearest } from '../nearest.ts';
import type { CommandEntry, Surroundings } from './command.ts';
import { commandFromSettings, spellBooleans, underscored } from './command-from-settings.ts';
import { type ExitCode, reportError, UsageFault } from './report-error.ts';

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
  const [first = 'help', ...rest] = argv;
  const asksHelp = first === 'help' && rest.length > 0;
  const name = asksHelp ? rest[0] : first;
  const entry = commands.find((command) => command.name === name);
  if (entry !== undefined) return runCommand(entry, asksHelp ? ['--help'] : rest, surroundings);
  if (asksHelp || !/^(help|-.*)$/.test(name)) throw unknownCommand(name, commands);
  parse(overview(commands, version), [first], surroundings);
}

async function runCommand(entry: CommandEntry, argv: readonly string[], surroundings: Surroundings): Promise<void> {
  const command = await entry.load();
  const parser = commandFromSettings(entry, command);
  parse(parser, spellBooleans(argv, command.settings), surroundings);
  const { settle } = await import('./settle.ts');
  const project = await surroundings.openProject(surroundings.signal);
  const settled = await settle(entry.name, command, parser, { ...surroundings, project });
  await command.run({ ...surroundings, project, ...settled });
}

/** Parses with Commander, which throws for `--help`, `--version` and invalid command lines. */
function parse(parser: Command, argv: readonly string[], { screen }: Surroundings): void {
  const show = (text: string) => screen.print(text.trimEnd());
  for (const command of [parser, ...parser.commands]) {
    command
      .exitOverride()
      .showSuggestionAfterError(false)
      .configureOutput({ writeOut: show, writeErr: () => {} });
  }
  try {
    parser.parse(argv, { from: 'user' });
  } catch (error) {
    throw error instanceof CommanderError && error.exitCode !== 0 ? usageFault(error, parser) : error;
  }
}

/** The parser for the program's help and version; each command has a separate parser. */
function overview(commands: readonly CommandEntry[], version: string): Command {
  const program = new Command('tpdne')
    .description(
      'Fine-tunes a language model on your blog posts, on your own machine, and writes new posts in your voice.',
    )
    .usage('<command> [settings]')
    .version(version, '--version', 'Show the version.')
    .helpOption('-h, --help', 'Show this help.')
    .helpCommand('help [command]', 'Show the settings of a command.');
  for (const { name, group, summary } of commands) {
    program.command(name).helpGroup(`${group}:`).summary(summary).usage('[settings]');
  }
  return program.addHelpText('after', '\ntpdne help <command> lists the settings of a command.');
}

function usageFault(error: CommanderError, parser: Command): UsageFault {
  const [, unknown] = /^error: unknown option '(.+)'$/.exec(error.message) ?? [];
  const command = parser.name().replace(/^tpdne /, '');
  if (unknown === undefined) return new UsageFault(`${command}: ${error.message.replace(/^error: /, '')}.`, command);
  const known = parser.options.flatMap(({ long }) => (long == null ? [] : [long]));
  const near = nearest(underscored(unknown.replace(/=.*/, '')), known);
  const hint = near === null ? '.' : `; did you mean ${near}?`;
  return new UsageFault(`${command} has no setting ${unknown}${hint}`, command);
}

function unknownCommand(name: string, commands: readonly CommandEntry[]): UsageFault {
  const names = commands.map((command) => command.name);
  const near = nearest(name, names);
  const hint = near === null ? `the commands are ${names.join(', ')}.` : `did you mean ${near}?`;
  return new UsageFault(`There is no command ${name}; ${hint}`, '');
}
