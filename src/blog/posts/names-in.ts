import { isFalse, isTrue } from './booleans.ts';

/** Keys that hold the name of a tag written as a map; the first one found counts. */
const NAME_KEYS = ['label', 'name', 'title', 'text', 'tag', 'term', 'value', 'slug', 'id'];

const COMMA = /[,，、]/;

/** Separators of names within one text; the first of them that occurs in the text is used. */
const dividers = {
  spaces: [COMMA, /;/, /\s+/],
  /** For a key in the singular, where spaces are part of a name. */
  marks: [COMMA, /;/],
  /** As in Pelican and Nikola: if semicolons separate names, commas are part of them. */
  semicolons: [/;/, /,/],
  /** The text is one name, commas and all. */
  nothing: [],
} as const;

export type DividedBy = keyof typeof dividers;

/** Names found under a key of categories or tags, and values that are not names. */
export interface FoundNames {
  readonly names: readonly string[];
  readonly unread: readonly unknown[];
}

/**
 * The names in a list, a list of lists, a text or a map. A map that describes one tag gives its label or name, any other
 * map its keys. A text is split at separators (see `dividers`) or into words that each begin with a hash. `null` and
 * empty values are not names.
 */
export function namesIn(value: unknown, { by }: { readonly by: DividedBy }): FoundNames {
  const names: string[] = [];
  const unread: unknown[] = [];
  const add = (item: unknown): void => {
    const text = textOf(item);
    if (text !== null) {
      if (text !== '' && text !== 'null') names.push(withoutHash(text));
    } else if (Array.isArray(item)) {
      for (const inner of item) add(inner);
    } else if (typeof item === 'object' && item !== null) {
      const found = namesOfMap(item as Readonly<Record<string, unknown>>);
      if (found === null) unread.push(item);
      else for (const inner of found) add(inner);
    }
  };
  const text = textOf(value);
  if (text === null) add(value);
  else for (const name of divided(text, by)) add(name);
  return { names: [...new Set(names)], unread };
}

/** Null for a list, a map or undefined. */
function textOf(value: unknown): string | null {
  return typeof value === 'object' || value === undefined ? null : String(value).trim();
}

function divided(text: string, by: DividedBy): string[] {
  const divider = dividers[by].find((mark) => mark.test(text));
  if (divider?.source === '\\s+' && /^#.*\s#/.test(text)) return text.split(/\s+(?=#)/);
  return divider === undefined ? [text] : text.split(divider);
}

/** Drops the hash of `#garden`, but not that of C# or of a number. */
function withoutHash(text: string): string {
  return text.replace(/^#(?=\p{L})/u, '');
}

function namesOfMap(map: Readonly<Record<string, unknown>>): readonly unknown[] | null {
  const name = NAME_KEYS.map((key) => map[key]).find((value) => (textOf(value) ?? '') !== '');
  if (name !== undefined) return [name];
  const entries = Object.entries(map);
  // PHP writes lists as maps from numbers.
  if (entries.every(([key]) => /^\d+$/.test(key))) return entries.map(([, value]) => value);
  if (entries.some(([, value]) => !isMark(value))) return null;
  return entries.filter(([, value]) => !isFalse(value)).map(([key]) => key);
}

/** Whether a value in a map of names only says whether the name counts. */
function isMark(value: unknown): boolean {
  return value === null || value === '' || value === 'null' || isTrue(value) || isFalse(value) || Array.isArray(value);
}
