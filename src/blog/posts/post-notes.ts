import { keyLine } from './file-lines.ts';
import type { FrontMatter, PostNote } from './post.ts';

export type TellNote = (key: string, note: string) => void;

/** A note on an entry of front matter, with its line in the file. */
export function noteOn(frontMatter: FrontMatter, key: string, note: string): PostNote {
  return { key, line: keyLine({ frontMatter }, key), note };
}

/** A value as a note shows it, on one line. */
export function shownValue(value: unknown): string {
  const text = JSON.stringify(value) ?? '';
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
