import { GENERATED_LABEL } from '../posts/post.ts';
import type { BlogForm, FormField } from './blog-form.ts';
import { chooseCategory } from './choose-category.ts';
import { chooseTags } from './choose-tags.ts';
import { writeDate } from './date-style.ts';
import type { Draft } from './draft.ts';
import { escapeTemplates } from './escape-templates.ts';
import { slugOf, uniqueSlug } from './slug.ts';
import { dateEntry, frontMatter, listEntry, textEntry, trueEntry } from './write-front-matter.ts';

/** A draft as a file of its blog. */
export interface WrittenDraft {
  /** From the folder that the blog's posts are in: `2014-02-09-slug.md`, or `slug/index.md`; "/" divides. */
  readonly fileName: string;
  readonly content: string;
  readonly slug: string;
  readonly title: string;
  /** Null when the blog has no categories. */
  readonly category: string | null;
  readonly tags: readonly string[];
}

/** When a draft is written, and beside what. */
export interface WritingPlace {
  readonly date: Date;
  /** Slugs of the blog's posts, and of drafts written before. */
  readonly takenSlugs: ReadonlySet<string>;
  /** The category to write; by default one of the blog's own, by the words of the draft. */
  readonly category?: string;
}

/**
 * Writes a draft in the form of a blog, labelled `generated: true`. Its title and dates are quoted as the blog does
 * it, its category and tags are the blog's own, its name is taken by no other post, and its body shows template marks
 * instead of executing them. What tells about another post alone is never copied.
 */
export function writeDraft(draft: Draft, form: BlogForm, { date, takenSlugs, category }: WritingPlace): WrittenDraft {
  const title = oneLine(draft.title) || 'Untitled';
  const text = `${title}\n${draft.body}`;
  const chosen = {
    title,
    date,
    body: draft.body,
    category: category ?? ownCategory(draft, form) ?? chooseCategory(text, form.categories),
    tags: chooseTags(text, form.tags, draft.tags),
  };
  const slug = uniqueSlug(slugOf(title), takenSlugs);
  const entries = form.fields.map((field) => entryOf(field, form, chosen)).filter((entry) => entry !== null);
  const head = frontMatter(form.delimiter, [...entries, trueEntry(form.delimiter, GENERATED_LABEL)]);
  const body = escapeTemplates(draft.body, form.templates).replace(/^\n+|\n+$/g, '');
  return {
    fileName: fileNameOf(slug, date, form),
    content: `${head}${form.blankLineBeforeBody ? '\n' : ''}${body}\n`,
    slug,
    title,
    category: chosen.category,
    tags: chosen.tags,
  };
}

interface Chosen {
  readonly title: string;
  readonly date: Date;
  readonly body: string;
  readonly category: string | null;
  readonly tags: readonly string[];
}

/** The field's entry, or null where there is nothing to write and the blog's own way would not be an empty list. */
function entryOf(field: FormField, { delimiter }: BlogForm, chosen: Chosen): string | null {
  const { key } = field;
  if (field.holds === 'constant') return field.text;
  if (field.holds === 'title') return textEntry(delimiter, key, chosen.title, field.quote);
  if (field.holds === 'summary') return textEntry(delimiter, key, firstSentence(chosen), field.quote);
  if (field.holds === 'date') return dateEntry(delimiter, key, writeDate(chosen.date, field.style), field.quote);
  const names = field.holds === 'tags' ? chosen.tags : chosen.category === null ? [] : [chosen.category];
  const isList = field.shape === 'flow' || field.shape === 'block';
  return names.length === 0 && !isList ? null : listEntry(delimiter, key, names, field);
}

/** The category that the model wrote itself, when it is one of the blog's. */
function ownCategory(draft: Draft, form: BlogForm): string | null {
  const known = new Set(form.categories.map(({ category }) => category));
  return draft.categories.find((category) => known.has(category)) ?? null;
}

/** The file of a post that is called so and has this date. The day is that of the blog's clock. */
export function fileNameOf(slug: string, date: Date, { fileName, fields }: BlogForm): string {
  const { afterDate, inOwnFolder, extension } = fileName;
  const dateField = fields.find(({ holds }) => holds === 'date');
  const offsetMinutes = dateField?.holds === 'date' ? dateField.style.offsetMinutes : 0;
  const day = afterDate === null ? '' : writeDate(date, { pattern: 'YYYY-MM-DD', offsetMinutes }) + afterDate;
  return inOwnFolder ? `${day}${slug}/index${extension}` : `${day}${slug}${extension}`;
}

/** Longer descriptions are cut by those who show them. */
const LONGEST_SUMMARY = 160;

/** The body's first sentence of prose; a post without one is described by its title. */
function firstSentence({ title, body }: Chosen): string {
  const paragraph = body.split('\n').find((line) => /^[\p{L}\p{N}"'“‘(]/u.test(line)) ?? title;
  const sentence = oneLine(/^.*?[.!?…]["'”’)]*(?=\s|$)/.exec(paragraph)?.[0] ?? paragraph);
  if (sentence.length <= LONGEST_SUMMARY) return sentence;
  const end = sentence.lastIndexOf(' ', LONGEST_SUMMARY);
  return oneLine(sentence.slice(0, end > 0 ? end : LONGEST_SUMMARY));
}

/** White space becomes single spaces; control characters and halves of characters go. */
function oneLine(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/\p{Cs}/gu, '')
    .trim();
}
