import { tally } from '../corpus/tally.ts';
import type { RequiredKey } from '../import/sites/astro-schema.ts';
import { entriesOf } from '../posts/front-matter-entries.ts';
import type { Post, WrittenDelimiter } from '../posts/post.ts';
import { bareEntry, textEntry } from '../posts/write-front-matter.ts';
import type { FormField } from './blog-form.ts';
import { PLAIN_DATE } from './date-style.ts';

/**
 * Fields for keys that a site requires and the blog's form lacks: the usual value in its posts, or the simplest value
 * that the schema accepts.
 */
export function neededFields(
  required: readonly RequiredKey[],
  fields: readonly FormField[],
  recent: readonly Post[],
  delimiter: WrittenDelimiter,
): FormField[] {
  const written = new Set(fields.map(({ key }) => key));
  return required.flatMap((needed) => (written.has(needed.key) ? [] : (neededField(needed, recent, delimiter) ?? [])));
}

/** Keys that all posts have, which a schema that cannot be read may require. */
export function keysOfAll(recent: readonly Post[]): RequiredKey[] {
  const keys = recent[0]?.frontMatter.keys ?? [];
  return keys
    .filter((key) => recent.every(({ frontMatter }) => Object.hasOwn(frontMatter.data, key)))
    .map((key) => ({ key, kind: 'other', choices: [] }));
}

/** Null if no value can be invented, such as an image. */
function neededField(
  { key, kind, choices }: RequiredKey,
  recent: readonly Post[],
  delimiter: WrittenDelimiter,
): FormField | null {
  if (key === 'title') return { holds: 'title', key, quote: 'double' };
  if (key === 'slug') return { holds: 'slug', key, quote: 'double' };
  if (kind === 'date') return { holds: 'date', key, quote: 'none', style: PLAIN_DATE };
  const text = kind === 'boolean' ? bareEntry(delimiter, key, 'false') : usualEntry(key, recent);
  if (text !== null) return { holds: 'constant', key, text };
  switch (kind) {
    case 'text':
      return { holds: 'summary', key, quote: 'double' };
    case 'list':
      return { holds: 'constant', key, text: bareEntry(delimiter, key, '[]') };
    case 'number':
      return { holds: 'constant', key, text: bareEntry(delimiter, key, '0') };
    case 'choice':
      return { holds: 'constant', key, text: textEntry(delimiter, key, choices[0] ?? '', 'double') };
    default:
      return null;
  }
}

/** The most common entry for a key, the newest one in a tie; null if no post has it. */
function usualEntry(key: string, recent: readonly Post[]): string | null {
  const entries = recent.flatMap(({ frontMatter }) => entriesOf(frontMatter).get(key) ?? []);
  const [usual] = [...tally(entries)].sort((a, b) => b[1] - a[1]);
  return usual?.[0] ?? null;
}
