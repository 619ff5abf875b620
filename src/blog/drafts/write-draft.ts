import { coverSize } from '../covers/cover-size.ts';
import { pictureEntry } from '../covers/picture-entry.ts';
import { type PlannedPicture, plannedPicture } from '../covers/picture-form.ts';
import { dropDeadLinks } from '../markdown/repair/drop-dead-links.ts';
import { GENERATED_LABEL, type WrittenDelimiter } from '../posts/post.ts';
import {
  bareEntry,
  dateEntry,
  frontMatter,
  listEntry,
  oneLine,
  textEntry,
  trueEntry,
} from '../posts/write-front-matter.ts';
import type { BlogForm, FormField } from './blog-form.ts';
import { chooseCategory } from './choose-category.ts';
import { chooseTags } from './choose-tags.ts';
import { writeDate } from './date-style.ts';
import type { Draft } from './draft.ts';
import { escapeTemplates } from './escape-templates.ts';
import { fileNameIn } from './file-name-form.ts';
import { readingMinutes } from './reading-time.ts';
import { slugOf, uniqueSlug } from './slug.ts';
import { summaryOf } from './summary.ts';

/** A draft as a file of its blog. */
export interface WrittenDraft {
  /** Relative to the folder of the blog's posts, with "/" as separator: `2014-02-09-slug.md`, or `slug/index.md`. */
  readonly fileName: string;
  readonly content: string;
  readonly slug: string;
  readonly title: string;
  /** Null if the blog has no categories. */
  readonly category: string | null;
  readonly tags: readonly string[];
  /** The first sentence of its prose, at most 160 characters. */
  readonly description: string;
  /** Its reading time at the blog's speed; at least 1. */
  readonly readingMinutes: number;
  /** The pictures that it should have; the caller makes them. */
  readonly pictures: readonly PlannedPicture[];
}

/** When and where a draft is written. */
export interface WritingPlace {
  readonly date: Date;
  /** Slugs of the blog's posts and of earlier drafts. */
  readonly takenSlugs: ReadonlySet<string>;
  /** Its title, word for word; by default that of the draft. */
  readonly title?: string;
  /** Its tags, exactly these; by default the blog's own, chosen by the draft's words. */
  readonly tags?: readonly string[];
  /** The category to write; by default one of the blog's own, chosen by the draft's words. */
  readonly category?: string;
  /** The key that labels it as generated; null for no label. Default: GENERATED_LABEL. */
  readonly label?: string | null;
}

/**
 * Writes a draft in a blog's form, labelled as generated. Title and dates are quoted as in the blog, categories and
 * tags are the blog's own, the name is unique, and template tags in the body are escaped. Values that describe a single
 * post are never copied.
 */
export function writeDraft(
  draft: Draft,
  form: BlogForm,
  { date, takenSlugs, title: given, tags, category, label = GENERATED_LABEL }: WritingPlace,
): WrittenDraft {
  const title = given ?? (oneLine(draft.title) || 'Untitled');
  const text = `${title}\n${draft.body}`;
  const slug = uniqueSlug(slugOf(title, form.slug), takenSlugs);
  const chosen = {
    title,
    slug,
    date,
    description: oneLine(summaryOf(draft.body) ?? title),
    readingMinutes: readingMinutes(draft.body, form.wordsPerMinute),
    category: category ?? ownCategory(draft, form) ?? chooseCategory(text, form.categories),
    tags: tags ?? chooseTags(text, form.tags, draft.tags),
    dated: (pattern: string) => writeDate(date, { pattern, offsetMinutes: form.fileName.offsetMinutes }),
  };
  const fields = fieldsFor(form.fields, tags).filter(({ key }) => key !== label);
  const entries = fields.map((field) => entryOf(field, form, chosen)).filter((entry) => entry !== null);
  const labels = label === null ? [] : [trueEntry(form.delimiter, label)];
  const head = frontMatter(form.delimiter, [...entries, ...labels], form.marks);
  const body = escapeTemplates(dropDeadLinks(draft.body, form.addresses), form.templates).replace(/^\n+|\n+$/g, '');
  return {
    fileName: fileNameIn(form.fileName, slug, date),
    content: `${head}${form.blankLineBeforeBody ? '\n' : ''}${body}\n`,
    slug,
    title,
    category: chosen.category,
    tags: chosen.tags,
    description: chosen.description,
    readingMinutes: chosen.readingMinutes,
    pictures: form.pictures.map((picture) => plannedPicture(picture, slug, chosen.dated)),
  };
}

/** The blog's fields, and one for given tags if its posts have none. */
function fieldsFor(fields: readonly FormField[], tags: readonly string[] | undefined): readonly FormField[] {
  if (tags === undefined || fields.some(({ holds }) => holds === 'tags')) return fields;
  return [...fields, { holds: 'tags', key: 'tags', quote: 'none', shape: 'flow', indent: '' }];
}

interface Chosen {
  readonly title: string;
  readonly slug: string;
  readonly date: Date;
  readonly description: string;
  readonly readingMinutes: number;
  readonly category: string | null;
  readonly tags: readonly string[];
  /** Writes the date in a pattern. */
  readonly dated: (pattern: string) => string;
}

/** The field's entry, or null if it has no value and the blog would not write an empty list. */
function entryOf(field: FormField, { delimiter }: BlogForm, chosen: Chosen): string | null {
  const { key } = field;
  if (field.holds === 'constant') return field.text;
  if (field.holds === 'title') return textEntry(delimiter, key, chosen.title, field.quote);
  if (field.holds === 'slug') return textEntry(delimiter, key, chosen.slug, field.quote);
  if (field.holds === 'summary') return textEntry(delimiter, key, chosen.description, field.quote);
  if (field.holds === 'date') return dateEntry(delimiter, key, writeDate(chosen.date, field.style), field.quote);
  if (field.holds === 'alt') return textEntry(delimiter, key, chosen.title, field.quote);
  if (field.holds === 'picture') return coverEntry(delimiter, field, chosen);
  if (field.holds === 'reading time') return readingTimeEntry(delimiter, field, chosen.readingMinutes);
  const names = field.holds === 'tags' ? chosen.tags : chosen.category === null ? [] : [chosen.category];
  const isList = field.shape === 'flow' || field.shape === 'block';
  return names.length === 0 && !isList ? null : listEntry(delimiter, key, names, field);
}

/** The category that the model wrote, if the blog has it. */
function ownCategory(draft: Draft, form: BlogForm): string | null {
  const known = new Set(form.categories.map(({ category }) => category));
  return draft.categories.find((category) => known.has(category)) ?? null;
}

/** The entry of the post's picture; its text is the title. */
function coverEntry(
  delimiter: WrittenDelimiter,
  field: Extract<FormField, { holds: 'picture' }>,
  { title, slug, dated }: Chosen,
): string {
  const { name, size } = plannedPicture(field.form, slug, dated);
  const path = field.form.before + name;
  return pictureEntry(delimiter, field, { path, alt: title, ...coverSize(size) });
}

function readingTimeEntry(
  delimiter: WrittenDelimiter,
  { key, quote, before, after }: Extract<FormField, { holds: 'reading time' }>,
  minutes: number,
): string {
  if (quote === null) return bareEntry(delimiter, key, String(minutes));
  return textEntry(delimiter, key, `${before}${minutes}${after}`, quote);
}
