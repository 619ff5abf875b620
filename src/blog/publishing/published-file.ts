import type { BlogForm, FormField } from '../drafts/blog-form.ts';
import { dateStyleOf, PLAIN_DATE, writeDate } from '../drafts/date-style.ts';
import { fileNameIn } from '../drafts/file-name-form.ts';
import { formInZone } from '../drafts/form-in-zone.ts';
import { uniqueSlug } from '../drafts/slug.ts';
import { entriesOf, quoteOf } from '../posts/front-matter-entries.ts';
import { dateKeys } from '../posts/known-keys.ts';
import type { Delimiter, FrontMatter, Post } from '../posts/post.ts';
import { isFalse, isTrue } from '../posts/read-post.ts';
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
 * A draft as it goes into the blog: its date is that of its publication, written as the blog writes dates, and its file
 * is called as the blog calls files; the approval goes, `draft: true` becomes false and `published: false` true. Every
 * other line stays as it was typed.
 */
export function publishedFile(
  post: Post,
  form: BlogForm,
  { date, timeZone, takenSlugs }: PublishingPlace,
): PublishedFile {
  const { delimiter, data } = post.frontMatter;
  const written = yamlUnlessWritten(delimiter);
  const slug = uniqueSlug(post.slug, takenSlugs);
  const inZone = formInZone(form, timeZone, date);
  const changes = new Map<string, string | null>([[APPROVAL_KEY, null]]);
  for (const [key, shown] of SHOWING_KEYS) {
    if (isTrue(data[key]) || isFalse(data[key])) changes.set(key, bareEntry(written, key, String(shown)));
  }
  if (data.slug !== undefined && slug !== post.slug) changes.set('slug', textEntry(written, 'slug', slug, 'double'));
  const dated = dateField(post.frontMatter, inZone);
  if (dated !== null) {
    changes.set(dated.key, dateEntry(written, dated.key, writeDate(date, dated.style), dated.quote));
  }
  const head = editFrontMatter(post.frontMatter, changes, 'title');
  return { fileName: fileNameIn(inZone.fileName, slug, date), content: whole(delimiter, head, post.body), slug };
}

/** Keys by which generators hide a post, and what they have in one that is shown. */
const SHOWING_KEYS = [
  ['draft', false],
  ['published', true],
] as const;

type DateField = Extract<FormField, { readonly holds: 'date' }>;

/** Where and how the draft is dated: as the blog does it, in the entry that the draft has; null where posts have no date. */
function dateField(frontMatter: FrontMatter, form: BlogForm): DateField | null {
  const ofBlog = form.fields.find((field): field is DateField => field.holds === 'date') ?? null;
  const keys = ofBlog === null ? dateKeys : [ofBlog.key, ...dateKeys];
  const key = keys.find((name) => frontMatter.data[name] !== undefined && typeof frontMatter.data[name] !== 'boolean');
  if (key === undefined || key === ofBlog?.key) return ofBlog;
  if (ofBlog !== null) return { ...ofBlog, key };
  const entry = entriesOf(frontMatter).get(key) ?? '';
  return { holds: 'date', key, quote: quoteOf(entry), style: dateStyleOf(String(frontMatter.data[key])) ?? PLAIN_DATE };
}

function whole(delimiter: Delimiter, head: string, body: string): string {
  if (delimiter === 'json') return `${head}\n${body}`;
  const mark = delimiter === 'toml' ? '+++' : '---';
  return `${mark}\n${head}${mark}\n${body}`;
}
