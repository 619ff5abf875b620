import type { BlogForm, FormField } from '../drafts/blog-form.ts';
import { dateStyleOf, PLAIN_DATE, writeDate } from '../drafts/date-style.ts';
import { fileNameIn } from '../drafts/file-name-form.ts';
import { formInZone } from '../drafts/form-in-zone.ts';
import { uniqueSlug } from '../drafts/slug.ts';
import { entriesOf, quoteOf } from '../posts/front-matter-entries.ts';
import { hidingEntries } from '../posts/hides-post.ts';
import { dateKeys, keysNamed } from '../posts/known-keys.ts';
import type { FrontMatter, Post } from '../posts/post.ts';
import { PostFault } from '../posts/post-fault.ts';
import { readPost } from '../posts/read-post.ts';
import { bareEntry, dateEntry, textEntry, yamlUnlessWritten } from '../posts/write-front-matter.ts';
import { editFrontMatter } from './edit-front-matter.ts';
import { APPROVAL_KEY } from './queue.ts';

/** A draft as the file of a post. */
export interface PublishedFile {
  /** From the folder that the blog's posts are in; "/" divides. */
  readonly fileName: string;
  readonly content: string;
  readonly slug: string;
}

/** When a draft goes out, and beside what. */
export interface PublishingPlace {
  readonly date: Date;
  /** On whose clock the date is written. */
  readonly timeZone: string;
  readonly takenSlugs: ReadonlySet<string>;
}

/**
 * A draft as it goes into the blog: its date is that of its publication, written as the blog writes dates under the
 * blog's key, and its file is called as the blog calls files; the approval goes, and what hides it (`draft: true`,
 * `published: false`, `status: private`) says that it is shown. Keys stay as they are spelt, and every other line as it
 * was typed. Throws PostFault where the front matter is written so that this cannot be done in place.
 */
export function publishedFile(
  post: Post,
  form: BlogForm,
  { date, timeZone, takenSlugs }: PublishingPlace,
): PublishedFile {
  const { frontMatter } = post;
  const written = yamlUnlessWritten(frontMatter.delimiter);
  const slug = uniqueSlug(post.slug, takenSlugs);
  const inZone = formInZone(form, timeZone, date);
  const changes = new Map<string, string | null>([[APPROVAL_KEY, null]]);
  for (const { key, shown, hides } of hidingEntries(frontMatter)) {
    const entry = () =>
      typeof shown === 'string' ? textEntry(written, key, shown, 'none') : bareEntry(written, key, String(shown));
    if (hides) changes.set(key, entry());
  }
  if (slug !== post.slug) {
    for (const key of keysNamed(frontMatter, 'slug')) changes.set(key, textEntry(written, key, slug, 'double'));
  }
  const dated = dateField(frontMatter, inZone);
  if (dated !== null)
    setDates(changes, frontMatter, dated, (key) => dateEntry(written, key, writeDate(date, dated.style), dated.quote));
  const [titleKey = 'title'] = keysNamed(frontMatter, 'title');
  const content = whole(post, editFrontMatter(frontMatter, changes, titleKey));
  const fileName = fileNameIn(inZone.fileName, slug, date);
  checkEdited(post, content, dated);
  return { fileName, content: content.replaceAll('\n', frontMatter.lineEnd), slug };
}

/**
 * The date goes into each entry that says when the draft is published: one that says a later day would hide it. Where none
 * has the name of the blog's key, the first of them gets it. When it was created stays.
 */
function setDates(
  changes: Map<string, string | null>,
  frontMatter: FrontMatter,
  { key }: DateField,
  entryOf: (key: string) => string,
): void {
  const same = keysNamed(frontMatter, key);
  const others = datedKeys(frontMatter).filter((name) => !same.includes(name) && !/creat/i.test(name));
  for (const name of [...same, ...others]) changes.set(name, entryOf(name));
  if (same.length === 0) changes.set(others[0] ?? key, entryOf(key));
}

/** Keys of dates that a draft has, the first one first; `published: true` is none. */
function datedKeys(frontMatter: FrontMatter): readonly string[] {
  return dateKeys
    .flatMap((name) => keysNamed(frontMatter, name))
    .filter((key) => typeof frontMatter.data[key] !== 'boolean');
}

type DateField = Extract<FormField, { readonly holds: 'date' }>;

/** How the draft is dated: as the blog does it; where its posts have no date, in the entry that the draft has, if any. */
function dateField(frontMatter: FrontMatter, form: BlogForm): DateField | null {
  const ofBlog = form.fields.find((field): field is DateField => field.holds === 'date') ?? null;
  const [key] = datedKeys(frontMatter);
  if (ofBlog !== null || key === undefined) return ofBlog;
  const entry = entriesOf(frontMatter).get(key) ?? '';
  return {
    holds: 'date',
    key,
    quote: quoteOf(entry),
    style: dateStyleOf(String(frontMatter.typed[key])) ?? PLAIN_DATE,
  };
}

function whole({ frontMatter: { delimiter, before, after }, body }: Post, head: string): string {
  if (delimiter === 'none') return `---\n${head}---\n${body}`;
  // The mark that closes it begins a line.
  const gap =
    head === '' || head.endsWith('\n') || after === '' || after.startsWith('\n') || delimiter === 'json' ? '' : '\n';
  return before + head + gap + after + body;
}

/** Throws PostFault where what was changed does not read as it should: its front matter is one map in braces, say. */
function checkEdited(post: Post, content: string, dated: DateField | null): void {
  const edited = (() => {
    try {
      return readPost(post.source, content);
    } catch (error) {
      if (error instanceof PostFault) return null;
      throw error;
    }
  })();
  const isShown = edited !== null && !hidingEntries(edited.frontMatter).some(({ hides }) => hides);
  const isDated = dated === null || edited?.date !== null;
  const isWhole =
    edited?.body === post.body && edited.title === post.title && edited.frontMatter.data[APPROVAL_KEY] === undefined;
  if (isShown && isDated && isWhole) return;
  const told =
    'its front matter cannot be changed in place for publishing; write each of its entries on a line of its own.';
  throw new PostFault(post.source, 1, told);
}
