import type { FrontMatter } from './post.ts';

/**
 * Keys that hold the day of a post, the first one with a date counts; each is written in any letters, with or without
 * hyphens and underscores: see `keysNamed`.
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

/** Keys that say when a post was changed: as in Hugo, its day where nothing else tells one. */
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

/** Keys that hold what a post is about in a sentence or two; the first one found counts. */
export const summaryKeys: readonly string[] = ['description', 'summary', 'excerpt', 'teaser'];

const spellings = new WeakMap<readonly string[], ReadonlyMap<string, readonly string[]>>();

/** A key without what differs between its spellings: `pub_date`, `pub-date`, `pubDate` and `PubDate` are all `pubdate`. */
export function plainKey(key: string): string {
  return key.toLowerCase().replace(/[-_ ]/g, '');
}

/**
 * The keys of front matter that have a name in any spelling, that which is spelt the same first. Hugo takes keys in
 * capitals, other generators have names of their own for everything: a title found is better than one lost.
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
  const found = known.get(plainKey(name)) ?? [];
  return found.length > 1 && found.includes(name) ? [name, ...found.filter((key) => key !== name)] : found;
}

/** The key of front matter that has one of these names and holds something, the first name with one. */
export function filledKey(frontMatter: FrontMatter, names: readonly string[]): string | undefined {
  for (const name of names) {
    const key = keysNamed(frontMatter, name).find((one) => !isEmpty(frontMatter.data[one]));
    if (key !== undefined) return key;
  }
  return undefined;
}

/** What stands under a key with one of these names; undefined where there is none, or nothing under it. */
export function valueNamed(frontMatter: FrontMatter, ...names: readonly string[]): unknown {
  const key = filledKey(frontMatter, names);
  return key === undefined ? undefined : frontMatter.data[key];
}

/** The text under the first of these names that has one; null for no text. */
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
