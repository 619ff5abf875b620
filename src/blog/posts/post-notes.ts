import { entryLine, keyLine } from './file-lines.ts';
import { entrySpans } from './front-matter-entries.ts';
import type { FrontMatter, PostNote } from './post.ts';

export type AddNote = (key: string, note: string) => void;

/** A note on a front-matter entry, with its line in the file. */
export function noteOn(frontMatter: FrontMatter, key: string, note: string): PostNote {
  return { key, line: keyLine({ frontMatter }, key), note };
}

/** A note for each YAML key that occurs more than once; the value of its last entry counts. */
export function repeatNotes(frontMatter: FrontMatter): PostNote[] {
  if (frontMatter.delimiter !== 'yaml') return [];
  const spans = entrySpans(frontMatter);
  if (spans.length <= frontMatter.keys.length) return [];
  const [seen, repeated] = [new Set<string>(), new Map<string, number>()];
  for (const { key, start } of spans) {
    if (seen.has(key)) repeated.set(key, start);
    seen.add(key);
  }
  return Array.from(repeated, ([key, start]) => {
    const line = entryLine(frontMatter, start);
    return { key, line, note: `${key} occurs more than once; this last entry counts.` };
  });
}

/** A value shortened for a note, on one line. */
export function shownValue(value: unknown): string {
  const text = JSON.stringify(value) ?? '';
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
