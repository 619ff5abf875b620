import { NO_TEMPLATES_KEY } from '../markdown/dialect.ts';
import { GENERATED_LABEL } from '../posts/post.ts';
import { readDate } from '../posts/post-date.ts';
import { frontMatter, listEntry, oneLine, textEntry, trueEntry } from '../posts/write-front-matter.ts';
import { looksActedOn } from './portable-markdown.ts';
import type { ImportedPost } from './post-source.ts';

/** A post as a file: `2019-03-10-a-post.md`, its extension apart so that a number can come before it. */
export interface PostFile {
  readonly stem: string;
  readonly extension: '.md';
  readonly text: string;
}

/**
 * The file that a post becomes: front matter in YAML with title, date, categories, tags, description and canonical_url
 * as far as there are any, in this order, and below it its Markdown. Where that has what looks like a tag of a template,
 * the front matter says that it is none.
 */
export function postFile(post: ImportedPost): PostFile {
  const date = post.date === null ? null : readDate(post.date);
  const text = (key: string, value: string | null) =>
    value === null || value.trim() === '' ? [] : [textEntry('yaml', key, oneLine(value), 'double')];
  const list = (key: string, names: readonly string[]) =>
    names.length === 0
      ? []
      : [listEntry('yaml', key, names.map(oneLine), { shape: 'flow', quote: 'double', indent: '' })];
  const body = post.markdown();
  const entries = [
    ...text('title', post.title),
    ...(date === null ? [] : [`date: ${date.iso}`]),
    ...list('categories', post.categories),
    ...list('tags', post.tags),
    ...text('description', post.description),
    ...text('canonical_url', post.canonicalUrl),
    ...(post.draft ? [trueEntry('yaml', 'draft')] : []),
    ...(post.generated ? [trueEntry('yaml', GENERATED_LABEL)] : []),
  ];
  // What reads like a tag in it is text, and has to be so for whoever reads the file. A bare text stays one.
  if (entries.length > 0 && looksActedOn(body)) entries.push(`${NO_TEMPLATES_KEY}: false`);
  const head = entries.length === 0 ? '' : `${frontMatter('yaml', entries)}\n`;
  const day = date === null ? '' : `${date.iso.slice(0, 10)}-`;
  const slug = fileSlug(post);
  // A slug such as 2019/03/10/a-post has the day already.
  const stem = slug.length > day.length && slug.startsWith(day) ? slug : day + slug;
  return { stem, extension: '.md', text: `${head}${trimmed(body)}\n` };
}

/** Without empty lines at its beginning, where white space may make code of a line, and without white space at its end. */
function trimmed(markdown: string): string {
  return markdown.replace(/^(?:[ \t]*\n)+/, '').trimEnd();
}

/** With a day before it and an extension behind it, 70 letters of three bytes fit every file system. */
const longestSlug = 70;

/**
 * The slug that a post had, or one made of its title, letters of every script kept: an import changes no address that
 * it need not. Only letters, digits and single hyphens are in it; never empty.
 */
function fileSlug({ slug, title }: ImportedPost): string {
  for (const name of [slug, title]) {
    const words = decoded(name ?? '')
      .toLowerCase()
      .normalize('NFC')
      .replace(/['’]/g, '')
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '');
    const end = words.length > longestSlug ? words.lastIndexOf('-', longestSlug) : words.length;
    const short = words.slice(0, end > 0 ? end : longestSlug).replace(/\p{Cs}/gu, '');
    if (short !== '') return short;
  }
  return 'post';
}

/** WordPress keeps slugs of other scripts percent-encoded. */
function decoded(slug: string): string {
  try {
    return decodeURIComponent(slug);
  } catch {
    return slug;
  }
}
