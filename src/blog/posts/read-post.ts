import { readFileName } from './file-name.ts';
import { divideFrontMatter } from './front-matter.ts';
import { dateKeys } from './known-keys.ts';
import { GENERATED_LABEL, type Post, type PostDate } from './post.ts';
import { readDate } from './post-date.ts';

/**
 * Reads the file of a post. What its front matter says goes before what its path says; a list (`categories`,
 * `category`, `tags`, `tag`) may be a list, or a string divided by commas, else by spaces; one `category` is one
 * category, spaces and all.
 * `source` is its path, or any name for it. Throws PostFault with the line for broken front matter.
 */
export function readPost(source: string, text: string): Post {
  const name = readFileName(source);
  const { frontMatter, body } = divideFrontMatter(source, text);
  const { data } = frontMatter;
  return {
    source,
    slug: textOf(data.slug) ?? name.slug,
    title: textOf(data.title),
    date: dateOf(data) ?? name.date,
    categories: distinct([...namesOf(data.categories), ...namesOf(data.category, /,/)]),
    tags: distinct([...namesOf(data.tags), ...namesOf(data.tag, /,/)]),
    draft: name.isDraft || isTrue(data.draft) || isFalse(data.published),
    generated: isTrue(data[GENERATED_LABEL]),
    frontMatter,
    body,
    extension: name.extension,
  };
}

function dateOf(data: Readonly<Record<string, unknown>>): PostDate | null {
  for (const key of dateKeys) {
    const written = textOf(data[key]);
    const date = written === null ? null : readDate(written);
    if (date !== null) return date;
  }
  return null;
}

/** A string or a number as text; null for anything else, and for white space. */
function textOf(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = String(value).trim();
  return text === '' ? null : text;
}

function namesOf(value: unknown, divider?: RegExp): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => textOf(item) ?? []);
  const text = textOf(value);
  if (text === null) return [];
  return text
    .split(divider ?? (text.includes(',') ? /,/ : /\s+/))
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}

/** Whether a post says that a model wrote it: under GENERATED_LABEL, or under another key that a blog has for it. */
export function saysGenerated(post: Pick<Post, 'generated' | 'frontMatter'>, label: string | null): boolean {
  return post.generated || (label !== null && isTrue(post.frontMatter.data[label]));
}

/** Generators that read YAML 1.1 know more words for these than YAML 1.2 has. */
export function isTrue(value: unknown): boolean {
  return value === true || (typeof value === 'string' && /^(?:true|yes|on)$/i.test(value));
}

export function isFalse(value: unknown): boolean {
  return value === false || (typeof value === 'string' && /^(?:false|no|off)$/i.test(value));
}
