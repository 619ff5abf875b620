import { NO_TEMPLATES_KEY } from '../markdown/dialect.ts';
import { isAboutItsFolder, isSectionPage, readFileName } from '../posts/file-name.ts';
import { GENERATED_LABEL } from '../posts/post.ts';
import { readDate } from '../posts/post-date.ts';
import { frontMatter, listEntry, oneLine, textEntry, trueEntry } from '../posts/write-front-matter.ts';
import { legalFileName } from './legal-file-name.ts';
import { looksActedOn } from './portable-markdown.ts';
import type { ImportedPost } from './post-source.ts';

/** A post as a file, such as `2019-03-10-a-post.md`; the extension is separate so that a number can go before it. */
export interface PostFile {
  readonly stem: string;
  readonly extension: '.md';
  readonly text: string;
}

/**
 * The file for a post: YAML front matter with title, date, slug (if the file name does not give it), url and permalink
 * (if the post had them), categories, tags, description and canonical_url, each if present and in this order; then the
 * Markdown. If the Markdown contains anything that looks like a template tag, the front matter says that templates are
 * off.
 */
export function postFile(post: ImportedPost): PostFile {
  const date = dateOf(post);
  const text = (key: string, value: string | null) => {
    const line = oneLine(value ?? '').trim();
    return line === '' ? [] : [textEntry('yaml', key, line, 'double')];
  };
  const list = (key: string, names: readonly string[]) =>
    names.length === 0
      ? []
      : [listEntry('yaml', key, names.map(oneLine), { shape: 'flow', quote: 'double', indent: '' })];
  const { stem, lostSlug } = nameOf(post, dayOf(post));
  const body = post.markdown();
  const entries = [
    ...text('title', post.title),
    ...(date === null ? [] : [`date: ${date.iso}`]),
    ...text('slug', lostSlug),
    ...Object.entries(post.addressKeys ?? {}).flatMap(([key, address]) => text(key, address)),
    ...list('categories', post.categories),
    ...list('tags', post.tags),
    ...text('description', post.description),
    ...text('canonical_url', post.canonicalUrl),
    ...(post.draft ? [trueEntry('yaml', 'draft')] : []),
    ...(post.generated ? [trueEntry('yaml', GENERATED_LABEL)] : []),
  ];
  // Text that looks like a template tag must stay text for every reader. A file without front matter stays without.
  if (entries.length > 0 && looksActedOn(body)) entries.push(`${NO_TEMPLATES_KEY}: false`);
  const head = entries.length === 0 ? '' : `${frontMatter('yaml', entries)}\n`;
  return { stem, extension: '.md', text: `${head}${trimmed(body)}\n` };
}

/** The name of the file for a post, without making its Markdown. */
export function postFileName(post: ImportedPost): string {
  return `${nameOf(post, dayOf(post)).stem}.md`;
}

function dateOf({ date }: ImportedPost): ReturnType<typeof readDate> {
  return date === null ? null : readDate(date);
}

/** The day of a post with a hyphen, for the beginning of a file name; '' for none. */
function dayOf(post: ImportedPost): string {
  const date = dateOf(post);
  return date === null ? '' : `${date.iso.slice(0, 10)}-`;
}

/**
 * Without blank lines at the start, where leading spaces could turn a line into code, and without white space at the
 * end.
 */
function trimmed(markdown: string): string {
  return markdown.replace(/^(?:[ \t]*\n)+/, '').trimEnd();
}

/** Characters. A limit for names made from titles, which no existing link depends on. */
const maxMadeCharacters = 70;

interface Named {
  readonly stem: string;
  /** The post's slug if the file name does not give it; else null. */
  readonly lostSlug: string | null;
}

/**
 * The post's file name after the date: its old name wherever all systems allow it, because an import must not change
 * addresses unnecessarily.
 */
function nameOf({ slug, title }: ImportedPost, day: string): Named {
  const known = decoded(slug ?? '').trim();
  // A name that is only a date says nothing else.
  if (known === '' || `${known}-` === day) return { stem: day + (nameFromTitle(title, day) || 'post'), lostSlug: null };
  const name = legalFileName(known, day) || nameFromTitle(title, day) || 'post';
  // A slug such as 2019/03/10/a-post already contains the date.
  const stem = name.length > day.length && name.startsWith(day) ? name : day + name;
  const path = `posts/${stem}.md`;
  const isTold = readFileName(path).slug === known.normalize('NFC') && !isSectionPage(path) && !isAboutItsFolder(path);
  return {
    stem: isTold || !/^_?index$/i.test(stem) ? stem : `${stem.replace('_', '')}-post`,
    lostSlug: isTold ? null : known,
  };
}

/** A name made from a title: its letters (of any script) and digits, with single hyphens between words. */
function nameFromTitle(title: string | null, day: string): string {
  const words = (title ?? '')
    .slice(0, 1000)
    .toLowerCase()
    .normalize('NFC')
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  const end = words.length > maxMadeCharacters ? words.lastIndexOf('-', maxMadeCharacters) : words.length;
  return legalFileName(words.slice(0, end > 0 ? end : maxMadeCharacters), day);
}

/** WordPress percent-encodes slugs in other scripts. Only those are decoded, because a name may contain a literal %. */
function decoded(slug: string): string {
  return slug.replace(/(?:%[89a-f][0-9a-f])+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
}
