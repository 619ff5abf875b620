/** Between double quotes, and neither escaped nor changed by a reader of YAML. */
const text = '"[^"\\\\\\p{C}\\u2028\\u2029]*"';
const entry = new RegExp(
  `^([a-z][a-z_]{1,30}): (?:(${text})|\\[(${text}(?:, ${text})*)\\]|(\\d{4}-\\d\\d-\\d\\d))$`,
  'u',
);
/** Keys that are no texts for one reader or another. */
const words = new Set(['true', 'false', 'null', 'yes', 'no', 'on', 'off']);

/**
 * YAML of nothing but texts in double quotes, lists of them, and days, a line for each, as posts of exports get it: read in
 * a small part of the time that a parser takes. Null for any other, which may be YAML too.
 */
export function plainYaml(raw: string): Readonly<Record<string, string | string[]>> | null {
  const data: Record<string, string | string[]> = {};
  const lines = raw.split('\n');
  if (lines.at(-1) === '') lines.pop();
  if (lines.length === 0) return null;
  for (const line of lines) {
    const [, key, quoted, list, day] = entry.exec(line) ?? [];
    if (key === undefined || words.has(key) || Object.hasOwn(data, key)) return null;
    if (list !== undefined) data[key] = list.slice(1, -1).split('", "');
    else data[key] = quoted === undefined ? day : quoted.slice(1, -1);
  }
  return data;
}
