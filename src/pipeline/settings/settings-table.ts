import { Fault } from '../../fault.ts';
import { nearest } from '../../nearest.ts';
import type { Section } from './sections.ts';

/**
 * Settings are tables. One entry per setting says its type, unit, range, default and meaning; from it follow
 * the TypeScript type of the checked settings, the check at the library's border, the options and `--help` of the
 * command, and its key in a config file. Past `checkSettings` nothing is checked again: what the pipeline receives is
 * whole and right.
 *
 * A setting without a `default` must be given. A default of `null` means "none", and `absent` says what then happens.
 */
export type Setting = IntegerSetting | NumberSetting | BooleanSetting | TextSetting | ChoiceSetting | ListSetting;

interface Described<Default> {
  /** One sentence for the person: what it does. */
  readonly help: string;
  /** The heading it stands under in `--help`; set by `group`. */
  readonly group?: string;
  /** The section of a config file that it stands in; that of its command by default. Null: it is said each time. */
  readonly section?: Section | null;
  /** What stands for the value in `--help`; the type's own word by default. */
  readonly placeholder?: string;
  readonly default?: Default;
  /** For a default of null: what happens when the setting is not given. */
  readonly absent?: string;
}

interface Numeric extends Described<number | string | null> {
  /** What one of it is: 'tokens', 'steps', 'windows'. */
  readonly unit?: string;
  /** Smallest and largest value allowed. */
  readonly min?: number;
  readonly max?: number;
  /** Open bounds: the value must be above, or below, this. */
  readonly above?: number;
  readonly below?: number;
  /** Words allowed in place of a number, such as 'auto'. */
  readonly words?: readonly string[];
}

export interface IntegerSetting extends Numeric {
  readonly type: 'integer';
}

export interface NumberSetting extends Numeric {
  readonly type: 'number';
}

export interface BooleanSetting extends Described<boolean> {
  readonly type: 'boolean';
}

export interface TextSetting extends Described<string | null> {
  readonly type: 'text' | 'path';
}

export interface ChoiceSetting extends Described<string | null> {
  readonly type: 'choice';
  readonly choices: readonly string[];
}

/** Paths, globs or addresses. */
export interface ListSetting extends Described<readonly string[] | null> {
  readonly type: 'list';
}

export type SettingsTable = Readonly<Record<string, Setting>>;

/** The checked settings of a table: every name present, every value in its range. */
export type SettingsOf<Table extends SettingsTable> = { readonly [Name in keyof Table]: Value<Table[Name]> };

/** What a caller gives: the settings without a default, and any of the others. */
export type GivenSettings<Table extends SettingsTable> = {
  readonly [Name in RequiredNames<Table>]: Value<Table[Name]>;
} & { readonly [Name in keyof Table]?: Value<Table[Name]> | undefined };

type RequiredNames<Table extends SettingsTable> = {
  [Name in keyof Table]: Table[Name] extends { readonly default: unknown } ? never : Name;
}[keyof Table];

/** A value of a setting. */
export type Value<S extends Setting> = Given<S> | (S extends { readonly default: null } ? null : never);

type Given<S extends Setting> = S extends { readonly type: 'integer' | 'number' }
  ? number | (S extends { readonly words: readonly (infer Word)[] } ? Word : never)
  : S extends { readonly type: 'boolean' }
    ? boolean
    : S extends { readonly type: 'choice'; readonly choices: readonly (infer Choice)[] }
      ? Choice
      : S extends { readonly type: 'list' }
        ? readonly string[]
        : string;

/** A setting is unknown, missing or out of its range. `setting` is its name in the table, or the unknown name. */
export class SettingFault extends Fault {
  override readonly code: string = 'setting';

  readonly setting: string;

  constructor(setting: string, message: string) {
    super(message);
    this.setting = setting;
  }
}

/** Puts a heading over some settings; made to be spread into a table. */
export function group<const Table extends SettingsTable>(heading: string, table: Table): Table {
  const entries = Object.entries(table).map(([name, setting]) => [name, { ...setting, group: heading }]);
  return Object.fromEntries(entries) as Table;
}

/** Puts settings into a section of the config file, or with null into none; made to be spread into a table. */
export function inSection<const Table extends SettingsTable, const Name extends Section | null>(
  section: Name,
  table: Table,
): { readonly [Key in keyof Table]: Table[Key] & { readonly section: Name } } {
  const entries = Object.entries(table).map(([name, setting]) => [name, { ...setting, section }]);
  return Object.fromEntries(entries);
}

/**
 * The settings of `table`, resolved: given values checked, defaults filled in. A value of `undefined` counts as
 * not given. Throws SettingFault for an unknown name (with the nearest right one), a missing setting, or a value
 * of the wrong type or out of its range.
 */
export function checkSettings<const Table extends SettingsTable>(
  table: Table,
  given: Readonly<Record<string, unknown>>,
): SettingsOf<Table> {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(table, name)) throw unknownSetting(name, Object.keys(table));
  }
  const resolved: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(table)) {
    const value = given[name] ?? setting.default;
    if (value === undefined) throw new SettingFault(name, `${name} is missing: ${setting.help}`);
    const refusal = value === null ? null : refusalOf(name, setting, value);
    if (refusal !== null) throw new SettingFault(name, refusal);
    resolved[name] = value;
  }
  return resolved as SettingsOf<Table>;
}

/** Why a setting cannot have this value, in a sentence that calls it `name`; null when it can. */
export function refusalOf(name: string, setting: Setting, value: unknown): string | null {
  return fits(setting, value) ? null : `${name} takes ${rangeOf(setting)}, got ${shown(value)}.`;
}

/** The fault for a name that is not among `known`, naming the nearest that is. */
function unknownSetting(name: string, known: readonly string[]): SettingFault {
  const near = nearest(name, known);
  return new SettingFault(name, `There is no setting ${name}${near === null ? '.' : `; did you mean ${near}?`}`);
}

/**
 * What a person typed for `setting`, as the value it stands for: '8' is 8 where a number is wanted. Text that
 * stands for no such value is returned as it is, for `checkSettings` to refuse in its own words.
 */
export function valueFromText(setting: Setting, text: string): unknown {
  if (setting.type === 'integer' || setting.type === 'number') {
    const value = Number(text);
    return text.trim() === '' || Number.isNaN(value) ? text : value;
  }
  return text;
}

/** The values a setting takes, in words: 'a whole number of tokens, 1 or more'. */
export function rangeOf(setting: Setting): string {
  switch (setting.type) {
    case 'integer':
    case 'number': {
      const kind = setting.type === 'integer' ? 'a whole number' : 'a number';
      const unit = setting.unit === undefined ? '' : ` of ${setting.unit}`;
      const bounds = boundsOf(setting);
      const words = (setting.words ?? []).map((word) => ` or ${word}`).join('');
      return `${kind}${unit}${bounds === '' ? '' : `, ${bounds}`}${words === '' ? '' : `,${words}`}`;
    }
    case 'boolean':
      return 'true or false';
    case 'choice':
      return `one of ${setting.choices.join(', ')}`;
    case 'list':
      return 'a list with at least one entry';
    case 'path':
      return 'a path';
    case 'text':
      return 'some text';
  }
}

/** The bounds of a number, in words: '1 or more', '0 to 1', 'above 0'; empty when there are none. */
export function boundsOf({ min, max, above, below }: Numeric): string {
  if (min !== undefined && max !== undefined) return `${min} to ${max}`;
  const low = min !== undefined ? `${min} or more` : above !== undefined ? `above ${above}` : '';
  const high = max !== undefined ? `${max} or less` : below !== undefined ? `below ${below}` : '';
  return [low, high].filter((bound) => bound !== '').join(' and ');
}

function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

function fits(setting: Setting, value: unknown): boolean {
  switch (setting.type) {
    case 'integer':
    case 'number':
      return (typeof value === 'string' && setting.words?.includes(value)) || numberFits(setting, value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'choice':
      return typeof value === 'string' && setting.choices.includes(value);
    case 'list':
      return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string' && item !== '');
    case 'path':
      return typeof value === 'string' && value !== '';
    case 'text':
      return typeof value === 'string';
  }
}

function numberFits(setting: IntegerSetting | NumberSetting, value: unknown): boolean {
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  if (setting.type === 'integer' && !Number.isSafeInteger(value)) return false;
  const { min = -Infinity, max = Infinity, above = -Infinity, below = Infinity } = setting;
  return value >= min && value <= max && value > above && value < below;
}
