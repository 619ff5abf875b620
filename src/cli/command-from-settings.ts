import { Command, Option } from 'commander';
import { type Setting, type SettingsTable, valueFromText } from '../pipeline/settings/settings-table.ts';
import type { CommandEntry, Command as Door } from './command.ts';
import { argumentWords, placeholderOf } from './help/setting-words.ts';

/** The requested config file: its path, false for none, undefined to search for one. */
export type ConfigChoice = string | false | undefined;

/** The Commander command for a command: one option or argument for each entry of its settings table. */
export function commandFromSettings(entry: CommandEntry, door: Door): Command {
  const command = new Command(`tpdne ${entry.name}`).helpOption('-h, --help');
  for (const name of door.arguments) command.argument(optional(argumentWords(name, door.settings[name])));
  for (const [name, setting] of Object.entries(door.settings)) {
    if (door.arguments.includes(name)) continue;
    for (const option of optionsOf(name, setting)) command.addOption(option);
  }
  if (door.configFile !== 'ignored') command.option('--config <file>').option('--no-config');
  return command.option('--json').option('--debug').option('--all');
}

/** The config file that a parsed command line asks for. */
export function configChoice(parsed: Command): ConfigChoice {
  return parsed.opts().config;
}

/** Whether a parsed command line asks for events as lines of JSON. */
export function asksForJson(parsed: Command): boolean {
  return parsed.opts().json === true;
}

/** Whether a parsed command line asks for every setting in help. */
export function asksForAll(parsed: Command): boolean {
  return parsed.opts().all === true;
}

/** The settings given on a parsed command line, by name; settings that were not given are absent. */
export function givenSettings(door: Door, parsed: Command): Record<string, unknown> {
  const { debug: _, config: __, all: ___, json: ____, ...options } = parsed.opts();
  const positional = door.arguments.map((name, index) => [name, parsed.processedArgs[index]] as const);
  const given = [...Object.entries(options), ...positional].filter(
    ([, value]) => value !== undefined && !isEmpty(value),
  );
  return Object.fromEntries(
    given.map(([name, value]) => [name, typeof value === 'string' ? valueFromText(door.settings[name], value) : value]),
  );
}

/**
 * The option that took the words which were meant for the positional argument `name`: 'dataset' for
 * `judge --dataset posts draft.md`, since a list, such as the files that a shell makes of `*.md`, ends at the next option.
 * Null if the argument was given, or nothing took it.
 */
export function optionThatTook(name: string, door: Door, parsed: Command): string | null {
  const place = door.arguments.indexOf(name);
  const argument = parsed.processedArgs[place];
  if (place < 0 || (argument !== undefined && !isEmpty(argument))) return null;
  const lists = Object.entries(parsed.opts()).filter(([option]) => door.settings[option]?.type === 'list');
  return lists.find(([, words]) => Array.isArray(words) && words.length > 1)?.[0] ?? null;
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

/** The options of a setting. A boolean has two: help shows the one that changes the default, but both are accepted. */
function optionsOf(name: string, setting: Setting): Option[] {
  if (setting.type === 'boolean') return [new SettingOption(`--${name}`), new SettingOption(`--no-${name}`)];
  return [collecting(setting, new SettingOption(`--${name} <${placeholderOf(setting)}>`))];
}

/** An option for several texts takes one value, so that the arguments after it are not texts too, and may be given again. */
function collecting(setting: Setting, option: Option): Option {
  if (setting.type === 'strings')
    return option.argParser<string[]>((value, before: string[] = []) => [...before, value]);
  if (setting.type !== 'texts') return option;
  const { separator } = setting;
  return option.argParser<string[]>((value, before: string[] = []) => [
    ...before,
    ...(separator === undefined ? [value] : value.split(separator)).map((text) => text.trim()),
  ]);
}

/** A missing argument may be in the config file, so Commander must not require it; `checkSettings` does. */
function optional(flags: string): string {
  return flags.replace(/^<(.*)>$/, '[$1]');
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
