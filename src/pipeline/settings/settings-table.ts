import { Fault } from '../../fault.ts';
import { nearest } from '../../nearest.ts';
import type { Section } from './sections.ts';

/**
 * One entry of a settings table: type, unit, range, default and meaning. The TypeScript type of the checked settings, the
 * check of library calls, the command's options and `--help`, and the keys of a config file are all derived from it.
 * `checkSettings` is the only check: the pipeline receives settings that are complete and valid.
 *
 * A setting without a `default` is required. A default of `null` means "none", and `absent` says what happens then.
 */
export type Setting =
  | IntegerSetting
  | NumberSetting
  | BooleanSetting
  | TextSetting
  | ChoiceSetting
  | ListSetting
  | TextsSetting
  | StringsSetting;

interface Described<Default> {
  /** One sentence for the user: what the setting does. */
  readonly help: string;
  /** The heading above it in `--help`; set by `group`. */
  readonly group?: string;
  /** Its section in a config file; by default the section of its command. Null: a config file cannot contain it. */
  readonly section?: Section | null;
  /** The placeholder for the value in `--help`; by default made from the type and the unit. */
  readonly placeholder?: string;
  readonly default?: Default;
  /** For a default of null: what happens when the setting is not given. */
  readonly absent?: string;
}

interface Numeric extends Described<number | string | null> {
  /** What is counted: 'tokens', 'steps', 'windows'. */
  readonly unit?: string;
  /** Smallest and largest value allowed. */
  readonly min?: number;
  readonly max?: number;
  /** Open bounds: the value must be above or below this. */
  readonly above?: number;
  readonly below?: number;
  /** Words allowed instead of a number, such as 'auto'. */
  readonly words?: readonly string[];
}

export interface IntegerSetting extends Numeric {
  readonly type: 'integer';
}

export interface NumberSetting extends Numeric {
  readonly type: 'number';
}

/** A setting that is on by default says in `off` what `--no-<name>` does: that is the option that help shows. */
export type BooleanSetting = { readonly type: 'boolean' } & (
  | (Described<false> & { readonly default?: false })
  | (Described<true> & { readonly default: true; readonly off: string })
);

export interface TextSetting extends Described<string | null> {
  readonly type: 'text' | 'path';
}

export interface ChoiceSetting extends Described<string | null> {
  readonly type: 'choice';
  readonly choices: readonly string[];
}

/** A list of paths, globs or addresses. */
export interface ListSetting extends Described<readonly string[] | null> {
  readonly type: 'list';
}

/** A list of texts of one line. On a command line, the option is given once for each. */
export interface TextsSetting extends Described<readonly string[] | null> {
  readonly type: 'texts';
  /** What separates several texts after one option; by default nothing does. */
  readonly separator?: string;
}

/**
 * Texts exactly as they are: white space and line breaks count. One alone may be given without a list. On a command line, the
 * option is given once for each.
 */
export interface StringsSetting extends Described<readonly string[] | null> {
  readonly type: 'strings';
  /** Whether a text may be empty; by default none may. */
  readonly mayBeEmpty?: boolean;
  readonly placeholder: 'text' | 'token=number' | 'path' | 'pattern';
}

/** Whether the values of a setting are paths, relative to the folder of the config file that contains them. */
export function holdsPaths(setting: Setting): boolean {
  const isPathText = setting.type === 'strings' && (setting.placeholder === 'path' || holdsPatterns(setting));
  return setting.type === 'path' || setting.type === 'list' || isPathText;
}

/** Whether a value without a slash is the name of a file in any folder, rather than a path. */
export function holdsPatterns(setting: Setting): boolean {
  return setting.type === 'strings' && setting.placeholder === 'pattern';
}

export type SettingsTable = Readonly<Record<string, Setting>>;

/** The checked settings of a table: every name present, every value in its range. */
export type SettingsOf<Table extends SettingsTable> = { readonly [Name in keyof Table]: Value<Table[Name]> };

/** The settings that a caller passes: all without a default, and any of the others. */
export type GivenSettings<Table extends SettingsTable> = {
  readonly [Name in RequiredNames<Table>]: ValueOrText<Table[Name]>;
} & { readonly [Name in Exclude<keyof Table, RequiredNames<Table>>]?: ValueOrText<Table[Name]> | undefined };

type RequiredNames<Table extends SettingsTable> = {
  [Name in keyof Table]: Table[Name] extends { readonly default: unknown } ? never : Name;
}[keyof Table];

/** A value of a setting. */
export type Value<S extends Setting> = Given<S> | (S extends { readonly default: null } ? null : never);

type ValueOrText<S extends Setting> = Value<S> | (S extends { readonly type: 'strings' } ? string : never);

type Given<S extends Setting> = S extends { readonly type: 'integer' | 'number' }
  ? number | (S extends { readonly words: readonly (infer Word)[] } ? Word : never)
  : S extends { readonly type: 'boolean' }
    ? boolean
    : S extends { readonly type: 'choice'; readonly choices: readonly (infer Choice)[] }
      ? Choice
      : S extends { readonly type: 'list' | 'texts' | 'strings' }
        ? readonly string[]
        : string;

/**
 * A setting is unknown, missing or out of range. `setting` is its name in the table, or the unknown name. `marked` is the
 * message with the names of settings in backticks, for a program that shows them in a form of its own.
 */
export class SettingFault extends Fault {
  override readonly code: string = 'setting';

  readonly setting: string;
  readonly marked: string;

  /** `marked`: the message; its backticks are left out where it is shown as it is. */
  constructor(setting: string, marked: string) {
    super(marked.replaceAll('`', ''));
    this.setting = setting;
    this.marked = marked;
  }
}

/** Returns the settings with a heading for `--help`, ready to be spread into a table. */
export function group<const Table extends SettingsTable>(heading: string, table: Table): Table {
  const entries = Object.entries(table).map(([name, setting]) => [name, { ...setting, group: heading }]);
  return Object.fromEntries(entries) as Table;
}

/** Returns the settings with a config file section, or null for none, ready to be spread into a table. */
export function inSection<const Table extends SettingsTable, const Name extends Section | null>(
  section: Name,
  table: Table,
): { readonly [Key in keyof Table]: Table[Key] & { readonly section: Name } } {
  const entries = Object.entries(table).map(([name, setting]) => [name, { ...setting, section }]);
  return Object.fromEntries(entries);
}

/**
 * Checks the given values and fills in the defaults of `table`. A value of `undefined` counts as not given. Throws
 * SettingFault for an unknown name (suggesting the closest one), a missing setting, or a value of the wrong type or out of
 * range.
 */
export function checkSettings<const Table extends SettingsTable>(table: Table, given: object): SettingsOf<Table> {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(table, name)) throw unknownSetting(name, Object.keys(table));
  }
  const resolved: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(table)) {
    const value = (given as Readonly<Record<string, unknown>>)[name] ?? setting.default;
    if (value === undefined) throw new SettingFault(name, `\`${name}\` is missing: ${setting.help}`);
    const refusal = value === null ? null : refusalOf(`\`${name}\``, setting, value);
    if (refusal !== null) throw new SettingFault(name, refusal);
    resolved[name] = setting.type === 'strings' && typeof value === 'string' ? [value] : value;
  }
  return resolved as SettingsOf<Table>;
}

/** A sentence that says why the setting, called `name` in it, cannot have this value; null if it can. */
export function refusalOf(name: string, setting: Setting, value: unknown): string | null {
  return fits(setting, value) ? null : `${name} takes ${rangeOf(setting)}, got ${shown(value)}.`;
}

/** The fault for a name that is not in `known`; it suggests the closest one. */
function unknownSetting(name: string, known: readonly string[]): SettingFault {
  const near = nearest(name, known);
  return new SettingFault(
    name,
    `There is no setting \`${name}\`${near === null ? '.' : `; did you mean \`${near}\`?`}`,
  );
}

/**
 * Converts what a user typed for `setting`: '8' becomes 8 if the setting takes numbers. Text that cannot be converted is
 * returned unchanged, for `checkSettings` to reject.
 */
export function valueFromText(setting: Setting, text: string): unknown {
  if (setting.type === 'integer' || setting.type === 'number') {
    const value = Number(text);
    return text.trim() === '' || Number.isNaN(value) ? text : value;
  }
  return text;
}

/** The values that a setting takes, in words: 'a whole number of tokens, 1 or more'. */
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
    case 'texts':
      return 'texts of one line each, none of them empty';
    case 'strings':
      return setting.mayBeEmpty === true
        ? 'a text, or a list of texts'
        : 'a text, or a list of texts, none of them empty';
    case 'path':
      return 'a path';
    case 'text':
      return 'some text';
  }
}

/** The bounds of a number, in words: '1 or more', '0 to 1', 'above 0'; empty if there are none. */
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
    case 'texts':
      return (
        Array.isArray(value) && value.length > 0 && value.every((text) => typeof text === 'string' && isLine(text))
      );
    case 'strings': {
      const isText = (text: unknown) => typeof text === 'string' && (text !== '' || setting.mayBeEmpty === true);
      return Array.isArray(value) ? value.length > 0 && value.every(isText) : isText(value);
    }
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

/** Whether a text is one line with something to see. */
function isLine(text: string): boolean {
  return text.trim() !== '' && !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(text);
}
