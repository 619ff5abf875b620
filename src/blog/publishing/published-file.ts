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
import { APPROVAL_KEY, DAY_KEY } from './queue.ts';

/** A draft as the file of a post. */
export interface PublishedFile {
  /** Relative to the folder of the blog's posts, with "/" as separator. */
  readonly fileName: string;
  readonly content: string;
  readonly slug: string;
}

/** When and where a draft is published. */
export interface PublishingPlace {
  readonly date: Date;
  /** The time zone in which the date is written. */
  readonly timeZone: string;
  readonly takenSlugs: ReadonlySet<string>;
}

/**
 * The file of a published draft. Its date is that of publication, in the blog's style and under the blog's key, and its
 * file is named as the blog names files. The approval and its day are removed, and keys that hide it (`draft: true`, `published:
 * false`, `status: private`) are changed so that it is shown. Keys keep their spelling, and all other lines stay as
 * typed. Throws PostFault if the front matter is written so that it cannot be edited in place.
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
  const changes = new Map<string, string | null>([
    [APPROVAL_KEY, null],
    [DAY_KEY, null],
  ]);
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
 * Writes the date to every entry for the publication date, because a later date in any of them would hide the post. If
 * none uses the blog's key, the first one is renamed. The creation date is not changed.
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

/** A draft's date keys in order; `published: true` is not one. */
function datedKeys(frontMatter: FrontMatter): readonly string[] {
  return dateKeys
    .flatMap((name) => keysNamed(frontMatter, name))
    .filter((key) => typeof frontMatter.data[key] !== 'boolean');
}

type DateField = Extract<FormField, { readonly holds: 'date' }>;

/** The draft's date field: in the blog's form; if the blog's posts have no date, the draft's own date entry, if any. */
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
  // The closing mark must begin a line.
  const gap =
    head === '' || head.endsWith('\n') || after === '' || after.startsWith('\n') || delimiter === 'json' ? '' : '\n';
  return before + head + gap + after + body;
}

/**
 * Throws PostFault if the edited file is not read back as intended, for example because its front matter is one map in
 * braces.
 */
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
  const isWhole = edited?.body === post.body && edited.title === post.title;
  const isBare = [APPROVAL_KEY, DAY_KEY].every((key) => edited?.frontMatter.data[key] === undefined);
  if (isShown && isDated && isWhole && isBare) return;
  const told = 'its front matter cannot be edited for publishing. Put each entry on its own line.';
  throw new PostFault(post.source, 1, told);
}
