import type { Setting } from '../../pipeline/settings/settings-table.ts';
import type { Command, CommandEntry } from '../command.ts';
import { wrapped } from '../screen.ts';
import type { Paint } from './paint.ts';
import { argumentWords, meaningOf, optionWords } from './setting-words.ts';
import { type Item, twoColumns } from './two-columns.ts';

/** How a page of help is drawn. */
export interface PageStyle {
  /** Columns of the terminal; lines are no longer. */
  readonly columns: number;
  readonly paint: Paint;
}

/** The options of every command that are no settings. */
export const commonOptions: readonly Item[] = [
  ['--config <file>', 'Use this config file instead of searching for one.'],
  ['--no-config', 'Do not use a config file.'],
  ['--json', 'Print each event as a line of JSON; the last one has the result.'],
  ['--debug', 'Show stack traces of errors.'],
  ['-h, --help', 'Show this help; with --all, every setting.'],
];

/** The help of a command: what it does, examples, and the settings that matter, or with `all` every one. */
export function commandPage(entry: CommandEntry, command: Command, all: boolean, style: PageStyle): string {
  const positional = command.arguments.map((name) => [name, command.settings[name]] as const);
  const options = Object.entries(command.settings).filter(([name]) => !command.arguments.includes(name));
  const essential = options.filter(([name]) => command.essential?.includes(name) ?? true);
  const shown = all ? grouped(options) : new Map([['Settings', essential.map(itemOf)]]);
  const usage = ['Usage: tpdne', entry.name, ...positional.map(([name, setting]) => argumentWords(name, setting))];
  const left = all ? 0 : options.length - essential.length;
  return [
    wrapped(entry.summary, style.columns),
    examples(command, style),
    wrapped([...usage, ...(options.length === 0 ? [] : ['[settings]'])].join(' '), style.columns),
    list('Arguments', positional.map(argumentItem), style),
    ...Array.from(shown, ([heading, items]) => list(heading, items, style)),
    all || left === 0 ? list('Other', otherOptions(command), style) : '',
    left === 0 ? '' : wrapped(`tpdne help ${entry.name} --all shows all ${options.length} settings.`, style.columns),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** A heading above a list of terms and meanings; empty without items. */
export function list(heading: string, items: readonly Item[], { columns, paint }: PageStyle): string {
  return items.length === 0 ? '' : `${paint.bold(`${heading}:`)}\n${twoColumns(items, columns)}`;
}

function examples(command: Command, { columns, paint }: PageStyle): string {
  const lines = command.examples.flatMap(([line, meaning]) => [
    `  ${line}`,
    paint.dim(wrapped(`      ${meaning}`, columns)),
  ]);
  return lines.length === 0 ? '' : `${paint.bold('Examples:')}\n${lines.join('\n')}`;
}

function grouped(options: readonly (readonly [string, Setting])[]): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const option of options) {
    const heading = option[1].group ?? 'Settings';
    groups.set(heading, [...(groups.get(heading) ?? []), itemOf(option)]);
  }
  return groups;
}

function itemOf([name, setting]: readonly [string, Setting]): Item {
  return [optionWords(name, setting), meaningOf(setting)];
}

function argumentItem([name, setting]: readonly [string, Setting]): Item {
  return [name, meaningOf(setting)];
}

function otherOptions({ configFile }: Command): readonly Item[] {
  return commonOptions.filter(([term]) => configFile !== 'ignored' || !term.includes('config'));
}
