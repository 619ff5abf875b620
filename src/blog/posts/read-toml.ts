import { parse, TomlDate, TomlError } from 'smol-toml';
import type { ReadData } from './read-yaml.ts';
import { MAX_NESTING } from './yaml-lines.ts';

/** Parses TOML, keeping dates as typed. Throws TomlError. */
export function readToml(raw: string): ReadData {
  const table = parse(raw);
  if (isTooDeep(table)) {
    throw new TomlError('lists and tables are nested too deeply', { toml: raw, ptr: 0 });
  }
  const data = withoutDates(table) as ReadData['data'];
  return { data, typed: data };
}

/** Without recursion, because keys such as `a.a.a` nest as deep as they are long. */
function isTooDeep(data: unknown): boolean {
  let level = [data];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_NESTING) return true;
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
