import { boundsOf, type Setting } from '../../pipeline/settings/settings-table.ts';

/** A choice with more letters is written below the option, not in it. */
const LONGEST_CHOICE = 24;

/** The option for a setting as a person types it: `--val_batch_size <windows>`, or `--no-wait` if it is on by default. */
export function optionWords(name: string, setting: Setting): string {
  if (setting.type === 'boolean') return setting.default === true ? `--no-${name}` : `--${name}`;
  return `--${name} <${placeholderOf(setting)}>`;
}

/** A positional argument: `<posts...>`, or in brackets if it may be left out. */
export function argumentWords(name: string, setting: Setting): string {
  const shown = setting.type === 'list' ? `${name}...` : name;
  return setting.default === undefined ? `<${shown}>` : `[${shown}]`;
}

/** What stands for the value of a setting: its unit, its choices, or its type. */
export function placeholderOf(setting: Setting): string {
  if (setting.placeholder !== undefined) return setting.placeholder;
  if (setting.type === 'choice') return areShort(setting.choices) ? setting.choices.join('|') : 'choice';
  if (setting.type === 'list') return 'path...';
  if (setting.type !== 'integer' && setting.type !== 'number') return setting.type;
  return [setting.unit ?? setting.type, ...(setting.words ?? [])].join('|');
}

/** The help, range and default of a setting: 'Windows per forward and backward pass. [1 or more; default 1]'. */
export function meaningOf(setting: Setting): string {
  if (setting.type === 'boolean' && setting.default === true) return setting.off;
  const facts = [rangeIn(setting), defaultOf(setting)].filter((fact) => fact !== '');
  return facts.length === 0 ? setting.help : `${setting.help} [${facts.join('; ')}]`;
}

function rangeIn(setting: Setting): string {
  if (setting.type === 'integer' || setting.type === 'number') return boundsOf(setting);
  return setting.type === 'choice' && !areShort(setting.choices) ? setting.choices.join(', ') : '';
}

function areShort(choices: readonly string[]): boolean {
  return choices.join('|').length <= LONGEST_CHOICE;
}

function defaultOf(setting: Setting): string {
  if (setting.default === undefined) return setting.type === 'list' ? '' : 'required';
  if (setting.default === null) return `default: ${setting.absent}`;
  if (setting.type === 'boolean') return '';
  return `default ${setting.default}`;
}
