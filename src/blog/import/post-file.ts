import { NO_TEMPLATES_KEY } from '../markdown/dialect.ts';
import { isAboutItsFolder, isSectionPage, readFileName } from '../posts/file-name.ts';
import { GENERATED_LABEL } from '../posts/post.ts';
import { readDate } from '../posts/post-date.ts';
import { frontMatter, listEntry, oneLine, textEntry, trueEntry } from '../posts/write-front-matter.ts';
import { legalFileName } from './legal-file-name.ts';
import { looksActedOn } from './portable-markdown.ts';
import type { ImportedPost } from './post-source.ts';

/** A post as a file: `2019-03-10-a-post.md`, its extension apart so that a number can come before it. */
export interface PostFile {
  readonly stem: string;
  readonly extension: '.md';
  readonly text: string;
}

/**
 * The file that a post becomes: front matter in YAML with title, date, slug (where the file's name does not tell it), url and permalink (of a post that had
 * them), categories, tags, description and canonical_url as far as there are any, in this order, and below it its Markdown.
 * Where that has what looks like a tag of a template, the front matter says that it is none.
 */
export function postFile(post: ImportedPost): PostFile {
  const date = post.date === null ? null : readDate(post.date);
  const text = (key: string, value: string | null) => {
    const line = oneLine(value ?? '').trim();
    return line === '' ? [] : [textEntry('yaml', key, line, 'double')];
  };
  const list = (key: string, names: readonly string[]) =>
    names.length === 0
      ? []
      : [listEntry('yaml', key, names.map(oneLine), { shape: 'flow', quote: 'double', indent: '' })];
  const { stem, lostSlug } = nameOf(post, date === null ? '' : `${date.iso.slice(0, 10)}-`);
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
  // What reads like a tag in it is text, and has to be so for whoever reads the file. A bare text stays one.
  if (entries.length > 0 && looksActedOn(body)) entries.push(`${NO_TEMPLATES_KEY}: false`);
  const head = entries.length === 0 ? '' : `${frontMatter('yaml', entries)}\n`;
  return { stem, extension: '.md', text: `${head}${trimmed(body)}\n` };
}

/** Without empty lines at its beginning, where white space may make code of a line, and without white space at its end. */
function trimmed(markdown: string): string {
  return markdown.replace(/^(?:[ \t]*\n)+/, '').trimEnd();
}

/** Names that are made of titles are no longer than this: nobody has a link to them. */
const longestMade = 70;

interface Named {
  readonly stem: string;
  /** The slug that the post had, where its file's name does not tell it; null where it does. */
  readonly lostSlug: string | null;
}

/**
 * What the file of a post is called behind its day: as the post was, wherever all systems allow that name; an import changes no
 * address that it need not.
 */
function nameOf({ slug, title }: ImportedPost, day: string): Named {
  const known = decoded(slug ?? '').trim();
  // A folder with a day for its name says no more than that.
  if (known === '' || `${known}-` === day) return { stem: day + (madeOf(title, day) || 'post'), lostSlug: null };
  const name = legalFileName(known, day) || madeOf(title, day) || 'post';
  // A slug such as 2019/03/10/a-post has the day already.
  const stem = name.length > day.length && name.startsWith(day) ? name : day + name;
  const path = `posts/${stem}.md`;
  const isTold = readFileName(path).slug === known.normalize('NFC') && !isSectionPage(path) && !isAboutItsFolder(path);
  return {
    stem: isTold || !/^_?index$/i.test(stem) ? stem : `${stem.replace('_', '')}-post`,
    lostSlug: isTold ? null : known,
  };
}

/** A name made of a title: its letters, of every script, and digits, with single hyphens between its words. */
function madeOf(title: string | null, day: string): string {
  const words = (title ?? '')
    .slice(0, 1000)
    .toLowerCase()
    .normalize('NFC')
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  const end = words.length > longestMade ? words.lastIndexOf('-', longestMade) : words.length;
  return legalFileName(words.slice(0, end > 0 ? end : longestMade), day);
}

/** WordPress keeps slugs of other scripts percent-encoded: these alone are decoded, for a name may well have a % of its own. */
function decoded(slug: string): string {
  return slug.replace(/(?:%[89a-f][0-9a-f])+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
}
