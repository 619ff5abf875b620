import type { FrontMatter } from './post.ts';
import type { Quote } from './write-front-matter.ts';

/**
 * The text of each top-level entry of front matter, by key, as it was written: from its key to the line before the
 * next one, without the last line break. Of JSON, each entry written anew. TOML's tables are left out.
 */
export function entriesOf({ delimiter, data, raw }: FrontMatter): Map<string, string> {
  const entries = new Map<string, string>();
  if (delimiter === 'json') {
    for (const [key, value] of Object.entries(data))
      entries.set(key, `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
    return entries;
  }
  let current: string | null = null;
  for (const line of raw.split('\n')) {
    if (delimiter === 'toml' && /^\s*\[/.test(line) && current === null) break;
    const key = keyOf(line);
    if (key !== undefined) {
      current = key;
      entries.set(key, line.trimEnd());
    } else if (endsEntry(line)) {
      current = null;
    } else if (current !== null) {
      entries.set(current, `${entries.get(current)}\n${line.trimEnd()}`);
    }
  }
  return entries;
}

/** The key of the entry that begins on a line of YAML or TOML, if one does. */
export function keyOf(line: string): string | undefined {
  return /^(["']?)([\w-]+)\1\s*[:=](?:\s|$|["'[])/.exec(line)?.[2];
}

/** Whether a line that begins no entry goes on with none either: it is blank, or a remark. */
export function endsEntry(line: string): boolean {
  return line.trim() === '' || line.startsWith('#');
}

/** The quotes of an entry's value, or of the first item when it is a list. */
export function quoteOf(entry: string): Quote {
  const mark = /[:=]\s*(?:\[\s*|-\s+)?(["']?)/.exec(entry)?.[1];
  return mark === '"' ? 'double' : mark === "'" ? 'single' : 'none';
}
