import { Command, Option } from 'commander';
import { boundsOf, type Setting, type SettingsTable, valueFromText } from '../pipeline/settings/settings-table.ts';
import type { CommandEntry, Command as Door } from './command.ts';

/** The requested config file: its path, false for none, undefined to search for one. */
export type ConfigChoice = string | false | undefined;

/** The Commander command for a command: one option or argument for each entry of its settings table. */
export function commandFromSettings(entry: CommandEntry, door: Door): Command {
  const command = new Command(`tpdne ${entry.name}`).description(entry.summary);
  for (const name of door.arguments)
    command.argument(optional(argumentFlags(name, door.settings[name])), describe(door.settings[name]));
  for (const [name, setting] of Object.entries(door.settings)) {
    if (door.arguments.includes(name)) continue;
    for (const option of optionsOf(name, setting)) command.addOption(option);
  }
  const other = (option: Option) => option.helpGroup('Other:');
  if (door.configFile !== 'ignored') {
    command
      .addOption(other(new Option('--config <file>', 'Use this config file instead of searching for one.')))
      .addOption(other(new Option('--no-config', 'Do not use a config file.')));
  }
  return command
    .usage(['[options]', ...door.arguments.map((name) => argumentFlags(name, door.settings[name]))].join(' '))
    .addOption(other(new Option('--debug', 'Show stack traces of errors.')))
    .addHelpOption(other(new Option('-h, --help', 'Show this help.')));
}

/** The config file that a parsed command line asks for. */
export function configChoice(parsed: Command): ConfigChoice {
  return parsed.opts().config;
}

/** The settings given on a parsed command line, by name; settings that were not given are absent. */
export function givenSettings(door: Door, parsed: Command): Record<string, unknown> {
  const { debug: _, config: __, ...options } = parsed.opts();
  const positional = door.arguments.map((name, index) => [name, parsed.processedArgs[index]] as const);
  const given = [...Object.entries(options), ...positional].filter(
    ([, value]) => value !== undefined && !isEmpty(value),
  );
  return Object.fromEntries(
    given.map(([name, value]) => [name, typeof value === 'string' ? valueFromText(door.settings[name], value) : value]),
  );
}

/**
 * Replaces `--memory_saving_gradients=true` and `=False`, as users of the 2019 scripts type them, with the flag and its
 * `--no-` form.
 */
export function spellBooleans(argv: readonly string[], settings: SettingsTable): string[] {
  return argv.map((word) => {
    const [, flag, value] = /^--([\w-]+)=(true|false)$/i.exec(word) ?? [];
    if (flag === undefined || settings[underscored(flag)]?.type !== 'boolean') return word;
    return value.toLowerCase() === 'true' ? `--${flag}` : `--no-${flag}`;
  });
}

/** An option that accepts both `--val-batch-size` and `--val_batch_size`. */
class SettingOption extends Option {
  is(flag: string): boolean {
    return this.long != null && underscored(flag) === underscored(this.long);
  }
}

/** Replaces the hyphens inside a name with underscores; leading hyphens are kept. */
export function underscored(flag: string): string {
  return flag.replace(/(?<=\w)-/g, '_');
}

function optionsOf(name: string, setting: Setting): Option[] {
  const option = (flags: string) =>
    new SettingOption(flags, describe(setting)).helpGroup(`${setting.group ?? 'Settings'}:`);
  if (setting.type !== 'boolean') return [collecting(setting, option(`--${name} <${placeholder(setting)}>`))];
  // Both forms are accepted; help shows the one that changes the default.
  return [
    option(`--${name}`).hideHelp(setting.default === true),
    option(`--no-${name}`).hideHelp(setting.default !== true),
  ];
}

/** An option for texts takes one value, so that the arguments after it are not texts too, and may be given again. */
function collecting(setting: Setting, option: Option): Option {
  if (setting.type !== 'texts') return option;
  const { separator } = setting;
  return option.argParser<string[]>((value, before: string[] = []) => [
    ...before,
    ...(separator === undefined ? [value] : value.split(separator)).map((text) => text.trim()),
  ]);
}

function argumentFlags(name: string, setting: Setting): string {
  const shown = setting.type === 'list' ? `${name}...` : name;
  return setting.default === undefined ? `<${shown}>` : `[${shown}]`;
}

/** A missing argument may be in the config file, so Commander must not require it; `checkSettings` does. */
function optional(flags: string): string {
  return flags.replace(/^<(.*)>$/, '[$1]');
}

function placeholder(setting: Setting): string {
  if (setting.placeholder !== undefined) return setting.placeholder;
  if (setting.type === 'choice') return setting.choices.join('|');
  if (setting.type === 'list') return 'path...';
  if (setting.type !== 'integer' && setting.type !== 'number') return setting.type;
  return [setting.unit ?? setting.type, ...(setting.words ?? [])].join('|');
}

/** The help, range and default of a setting: 'Windows per forward and backward pass. [1 or more; default 1]'. */
function describe(setting: Setting): string {
  const bounds = setting.type === 'integer' || setting.type === 'number' ? boundsOf(setting) : '';
  const facts = [bounds, defaultOf(setting)].filter((fact) => fact !== '');
  return facts.length === 0 ? setting.help : `${setting.help} [${facts.join('; ')}]`;
}

function defaultOf(setting: Setting): string {
  if (setting.default === undefined) return setting.type === 'list' ? '' : 'required';
  if (setting.default === null) return `default: ${setting.absent}`;
  if (setting.type === 'boolean') return '';
  return `default ${setting.default}`;
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
