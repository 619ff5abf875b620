import type { SettingFacts } from '../parts/setting-facts.ts';

/** Values of settings by name. */
export type Values = Readonly<Record<string, unknown>>;

/** What was given and is not what counts anyway, in the order of the table; names that the table lacks are left out. */
export function differing(table: readonly SettingFacts[], given: Values, config: Values): Values {
  const entries = table
    .filter(({ name }) => given[name] !== undefined)
    .filter((setting) => !isSame(given[setting.name], config[setting.name] ?? setting.default ?? undefined))
    .map(({ name }): [string, unknown] => [name, given[name]]);
  return Object.fromEntries(entries);
}

/** Settings that a command cannot do without, and that the config file does not give. */
export function missing(table: readonly SettingFacts[], config: Values): SettingFacts[] {
  return table.filter((setting) => setting.default === undefined && config[setting.name] === undefined);
}

/** The settings whose name or meaning has all the words, in their groups, in order; settings without a group come first. */
export function grouped(table: readonly SettingFacts[], search: string): [group: string, settings: SettingFacts[]][] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, SettingFacts[]>();
  for (const setting of table) {
    const text =
      `${setting.name} ${setting.name.replaceAll('_', ' ')} ${setting.help} ${setting.group ?? ''}`.toLowerCase();
    if (!words.every((word) => text.includes(word))) continue;
    const name = setting.group ?? '';
    groups.set(name, [...(groups.get(name) ?? []), setting]);
  }
  return [...groups].sort(([a], [b]) => Number(a !== '') - Number(b !== ''));
}

/** The changes of a config file that keep settings, by section; those that a config file cannot contain are left out. */
export function configChanges(table: readonly SettingFacts[], given: Values): Record<string, Record<string, unknown>> {
  const changes: Record<string, Record<string, unknown>> = {};
  for (const { name, section } of table) {
    if (section === null || given[name] === undefined) continue;
    changes[section] = { ...changes[section], [name]: given[name] };
  }
  return changes;
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
