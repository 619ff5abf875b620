import type { SettingFacts } from '../parts/setting-facts.ts';

type Row = readonly [name: string, value: string];

/** The settings of a training as they are read, those that differ from their default apart. */
export function settingRows(
  table: readonly SettingFacts[],
  settings: Readonly<Record<string, unknown>>,
): { readonly chosen: readonly Row[]; readonly usual: readonly Row[] } {
  const defaults = new Map(table.map((setting) => [setting.name, setting.default]));
  const rows = Object.entries(settings).map(([name, value]) => ({
    isUsual: defaults.has(name) && JSON.stringify(defaults.get(name)) === JSON.stringify(value),
    row: [name, inWords(value)] as const,
  }));
  const those = (isUsual: boolean) => rows.filter((each) => each.isUsual === isUsual).map(({ row }) => row);
  return { chosen: those(false), usual: those(true) };
}

function inWords(value: unknown): string {
  if (value === null) return 'not set';
  return Array.isArray(value) ? value.join(', ') : String(value);
}
