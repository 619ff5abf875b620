import { nearest } from '../../nearest.ts';
import { type CommandSettings, commandSettings } from '../settings/command-settings.ts';
import type { Section } from '../settings/sections.ts';
import { refusalOf, type Setting } from '../settings/settings-table.ts';
import { ConfigFault } from './config-fault.ts';
import { type ConfigKeys, configKeys, type KeyUses, sectionOf } from './config-keys.ts';
import type { ConfigFile } from './load-config-file.ts';

type Values = Readonly<Record<string, unknown>>;

/** The sections of a config file in which every key is known. */
export type CheckedConfig = { readonly [Name in Section]?: Values };

/**
 * Checks a whole config file, independently of the command that uses it: each key must be known, and each value must be
 * valid for at least one command that takes it. Throws ConfigFault with the line, and suggests the closest name for an
 * unknown one.
 */
export function checkConfig(file: ConfigFile, keys: ConfigKeys = configKeys()): CheckedConfig {
  const content = objectAt(file, [], file.content);
  for (const [name, value] of Object.entries(content)) {
    if (name === '$schema') continue;
    const known = keys.get(name as Section);
    if (known === undefined) throw faultAt(file, [name], unknownSection(name, keys));
    for (const [key, given] of Object.entries(objectAt(file, [name], value))) {
      const uses = known.get(key);
      if (uses === undefined) throw faultAt(file, [name, key], unknownKey(name, key, keys));
      const refusal = refusalOfAll(`${name}.${key}`, uses, given);
      if (refusal !== null) throw faultAt(file, [name, key], refusal);
    }
  }
  return content as CheckedConfig;
}

/** The settings in a checked config file for one command. Throws ConfigFault for a value that only other commands accept. */
export function settingsInConfig(
  file: ConfigFile,
  config: CheckedConfig,
  command: string,
  commands: Readonly<Record<string, CommandSettings>> = commandSettings,
): Record<string, unknown> {
  const entry = commands[command];
  const given: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(entry.settings)) {
    const section = sectionOf(entry, setting);
    const values = section === null ? undefined : config[section];
    if (values === undefined || !Object.hasOwn(values, name) || values[name] === undefined) continue;
    const refusal = refusalIn(`${section}.${name}`, setting, values[name]);
    if (refusal !== null) throw faultAt(file, [section!, name], `for ${command}, ${refusal}`);
    given[name] = values[name];
  }
  return given;
}

/** Null means "not set", for settings that allow it. */
function refusalIn(name: string, setting: Setting, value: unknown): string | null {
  return value === null && setting.default === null ? null : refusalOf(name, setting, value);
}

/** Null if any command accepts the value; otherwise why the first one does not. `undefined` counts as not given. */
function refusalOfAll(name: string, uses: KeyUses, value: unknown): string | null {
  if (value === undefined) return null;
  const refusals = uses.map(({ setting }) => refusalIn(name, setting, value));
  return refusals.includes(null) ? null : refusals[0];
}

function objectAt(file: ConfigFile, keys: readonly string[], value: unknown): Values {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Values;
  const what = keys.length === 0 ? 'the file' : keys.join('.');
  throw faultAt(file, keys, `${what} must contain an object with settings, got ${JSON.stringify(value)}.`);
}

function faultAt(file: ConfigFile, keys: readonly string[], reason: string): ConfigFault {
  return new ConfigFault(file.path, file.lineOf(keys), reason);
}

function unknownSection(name: string, keys: ConfigKeys): string {
  const names = [...keys.keys()];
  const homes = sectionsWith(name, keys);
  if (homes.length > 0) return `There is no section ${name}; the setting is ${homes.join(' or ')}.`;
  const near = nearest(name, names);
  return `There is no section ${name}; ${near === null ? `the sections are ${names.join(', ')}.` : `did you mean ${near}?`}`;
}

/** Suggests the same name in another section, else the closest in this one, else the closest in any. */
function unknownKey(section: string, name: string, keys: ConfigKeys): string {
  const there = `There is no setting ${section}.${name}`;
  const homes = sectionsWith(name, keys);
  if (homes.length > 0) return `${there}; it is ${homes.join(' or ')}.`;
  const near = nearest(name, [...keys.get(section as Section)!.keys()]);
  if (near !== null) return `${there}; did you mean ${section}.${near}?`;
  const far = nearest(
    name,
    [...keys.values()].flatMap((known) => [...known.keys()]),
  );
  return far === null ? `${there}.` : `${there}; did you mean ${sectionsWith(far, keys).join(' or ')}?`;
}

/** The full names of all keys with this name, such as 'training.batch_size'. */
function sectionsWith(name: string, keys: ConfigKeys): string[] {
  return [...keys].flatMap(([section, known]) => (known.has(name) ? [`${section}.${name}`] : []));
}
