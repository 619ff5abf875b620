import { parse, TomlDate, TomlError } from 'smol-toml';
import type { ReadData } from './read-yaml.ts';
import { MOST_NESTED } from './yaml-lines.ts';

/** A text in TOML, dates as they were typed. Throws TomlError. */
export function readToml(raw: string): ReadData {
  const table = parse(raw);
  if (isTooDeep(table)) {
    throw new TomlError('lists and tables lie too deep within each other', { toml: raw, ptr: 0 });
  }
  const data = withoutDates(table) as ReadData['data'];
  return { data, typed: data };
}

/** Without recursion: keys such as `a.a.a` go as deep as they are long. */
function isTooDeep(data: unknown): boolean {
  let level = [data];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_NESTED) return true;
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
  return false;
}

function withoutDates(value: unknown): unknown {
  if (value instanceof TomlDate) return value.toISOString().replace('.000', '');
  if (Array.isArray(value)) return value.map(withoutDates);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutDates(inner)]));
}
