import type { FrontMatter } from './post.ts';

/**
 * Keys that hold the date of a post; the first one with a date counts. Each matches in any spelling: see `keysNamed`.
 */
export const dateKeys: readonly string[] = [
  'date',
  'pubDate',
  'pubDatetime',
  'publishDate',
  'publishDatetime',
  'publishedDate',
  'publishedAt',
  'publishedOn',
  'published',
  'publishAt',
  'publishOn',
  'datePublished',
  'datePublish',
  'publicationDate',
  'releaseDate',
  'postDate',
  'postedAt',
  'postedOn',
  'posted',
  'dateTime',
  'timestamp',
  'createdAt',
  'createdOn',
  'createdDate',
  'dateCreated',
  'creationDate',
  'created',
];

/** Keys that say when a post was last changed. As in Hugo, this is its date if there is no other. */
export const changeKeys: readonly string[] = [
  'lastmod',
  'modified',
  'updated',
  'modifiedAt',
  'updatedAt',
  'modifiedDate',
  'updatedDate',
  'dateModified',
  'dateUpdated',
  'lastUpdated',
  'lastModified',
  'lastModifiedAt',
  'modDatetime',
];

/** Keys that hold a summary of a post; the first one found counts. */
export const summaryKeys: readonly string[] = ['description', 'summary', 'excerpt', 'teaser'];

const spellings = new WeakMap<readonly string[], ReadonlyMap<string, readonly string[]>>();

/** `plainKey` of the names that are asked for, about a hundred, each of them in every post. */
const plainNames = new Map<string, string>();

/** The same for all spellings of a key: `pub_date`, `pub-date`, `pubDate` and `PubDate` all give `pubdate`. */
export function plainKey(key: string): string {
  return key.toLowerCase().replace(/[-_ ]/g, '');
}

/**
 * The keys of front matter that match a name in any spelling, the exact one first. Hugo ignores case, and other
 * generators spell keys in their own ways.
 */
export function keysNamed({ keys }: Pick<FrontMatter, 'keys'>, name: string): readonly string[] {
  let known = spellings.get(keys);
  if (known === undefined) {
    const made = new Map<string, string[]>();
    for (const key of keys) {
      const plain = plainKey(key);
      const others = made.get(plain);
      if (others === undefined) made.set(plain, [key]);
      else others.push(key);
    }
    known = made;
    spellings.set(keys, known);
  }
  const found = known.get(plainName(name)) ?? [];
  return found.length > 1 && found.includes(name) ? [name, ...found.filter((key) => key !== name)] : found;
}

/** The key with the first of these names that holds a value; undefined if none does. */
export function filledKey(frontMatter: FrontMatter, names: readonly string[]): string | undefined {
  for (const name of names) {
    const key = keysNamed(frontMatter, name).find((one) => !isEmpty(frontMatter.data[one]));
    if (key !== undefined) return key;
  }
  return undefined;
}

function plainName(name: string): string {
  let plain = plainNames.get(name);
  if (plain === undefined) {
    plain = plainKey(name);
    plainNames.set(name, plain);
  }
  return plain;
}

/** The value under the first of these names that has one; undefined if none has. */
export function valueNamed(frontMatter: FrontMatter, ...names: readonly string[]): unknown {
  const key = filledKey(frontMatter, names);
  return key === undefined ? undefined : frontMatter.data[key];
}

/** The text under the first of these names that has one that is not blank; null if none has. */
export function textNamed(frontMatter: FrontMatter, names: readonly string[]): string | null {
  for (const name of names) {
    for (const key of keysNamed(frontMatter, name)) {
      const value = frontMatter.data[key];
      if (typeof value === 'string' && value.trim() !== '') return value;
    }
  }
  return null;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}
