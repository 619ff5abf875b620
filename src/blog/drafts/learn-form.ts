import { tally } from '../corpus/tally.ts';
import { NO_PICTURES, type PictureHabits } from '../covers/picture-form.ts';
import type { SiteFacts, TemplateLanguage } from '../import/sites/site-facts.ts';
import { addressesIn } from '../markdown/repair/link-addresses.ts';
import { isNo, isYes } from '../posts/booleans.ts';
import { entriesOf, quoteOf } from '../posts/front-matter-entries.ts';
import { changeKeys, dateKeys, plainKey, summaryKeys } from '../posts/known-keys.ts';
import type { Delimiter, Post, WrittenDelimiter } from '../posts/post.ts';
import { PostFault } from '../posts/post-fault.ts';
import { readPost } from '../posts/read-post.ts';
import { type ListShape, unusualMarks, yamlUnlessWritten } from '../posts/write-front-matter.ts';
import type { BlogForm, FormField } from './blog-form.ts';
import { learnCategories } from './choose-category.ts';
import { learnTags } from './choose-tags.ts';
import { dateStyleOf, PLAIN_DATE } from './date-style.ts';
import { fileNameForm } from './file-name-form.ts';
import { keysOfAll, neededFields } from './needed-fields.ts';
import { readingTimeField, wordsPerMinute } from './reading-time.ts';
import { slugForm } from './slug-form.ts';

/** How many of the newest posts show the blog's current habits. */
const NEWEST_POSTS = 10;

/** With fewer posts, a value shared by all may be chance. */
const POSTS_FOR_A_CONSTANT = 3;

/** The share of the newest posts that must have a value before it counts as the blog's. */
const MAJORITY = 0.8;

/** Keys that describe a single post, or whether it is shown: never copied, even if equal in all posts. */
const OWN_KEYS = new Set(
  `generated draft isDraft published isPublished publish public private hidden unlisted permalink url id guid aliases
  redirect_from canonical_url subtitle image images cover thumbnail heroImage hero featured pinned weight series
  expiryDate unpublishDate`
    .split(/\s+/)
    .concat(changeKeys)
    .map(plainKey),
);

/**
 * Keys about layout and authorship, which are usually the same in all posts, so that a single post is enough to learn
 * them.
 */
const SHARED_KEYS = new Set(['layout', 'type', 'author', 'authors', 'by', 'lang', 'language', 'comments']);

/**
 * Learns the form of a blog's posts from its newest ones. The newest post with front matter decides on delimiter, key
 * order, quotes and file name; keys that it lacks but most of the newest posts have are added after its own. Drafts and
 * earlier generated posts are only used if there is nothing else. Without front matter or posts, the form is YAML with
 * a title and a date. The facts of the blog's site, if known, add the keys that it requires and say what its generator
 * executes; `pictures` says what the posts do about pictures (see `learnPictures`), by default nothing.
 */
export function learnForm(
  posts: readonly Post[],
  site: SiteFacts | null = null,
  pictures: PictureHabits = NO_PICTURES,
): BlogForm {
  const { learnable, newest, model, delimiter, recent } = modelPosts(posts);
  const own = model === null ? MINIMAL_FIELDS : fieldsOf(model, recent, pictures);
  const required = site === null ? [] : (site.required ?? keysOfAll(recent));
  const fileName = fileNameForm(model ?? newest.at(0) ?? null, clockOf(own));
  const marks = model === null ? null : unusualMarks(model.frontMatter);
  return {
    delimiter,
    ...(marks === null ? {} : { marks }),
    fields: [...own, ...neededFields(required, own, recent, delimiter)],
    pictures: [...own.flatMap((field) => (field.holds === 'picture' ? field.form : [])), ...pictures.unnamed],
    blankLineBeforeBody: model?.body.startsWith('\n') ?? true,
    fileName,
    slug: slugForm(newest),
    templates:
      site === null
        ? guessLanguage(delimiter, model, own)
        : site.templates[fileName.extension === '.mdx' ? 'mdx' : 'md'],
    wordsPerMinute: wordsPerMinute(recent),
    addresses: addressesIn(learnable),
    categories: learnCategories(learnable),
    tags: learnTags(learnable),
  };
}

/** The posts that show the blog's current habits, newest first. */
export function recentPosts(posts: readonly Post[]): readonly Post[] {
  return modelPosts(posts).recent;
}

interface ModelPosts {
  /** The posts to learn from. */
  readonly learnable: readonly Post[];
  readonly newest: readonly Post[];
  /** The newest one with front matter; null if none has any. */
  readonly model: Post | null;
  readonly delimiter: WrittenDelimiter;
  readonly recent: readonly Post[];
}

function modelPosts(posts: readonly Post[]): ModelPosts {
  const ofPerson = posts.filter(({ generated }) => !generated);
  const published = ofPerson.filter(({ draft }) => !draft);
  const learnable = [published, ofPerson, posts].find((some) => some.length > 0) ?? [];
  const newest = [...learnable].sort(newestFirst);
  const model = newest.find(({ frontMatter }) => frontMatter.delimiter !== 'none') ?? null;
  const delimiter = yamlUnlessWritten(model?.frontMatter.delimiter);
  const recent = newest.filter(({ frontMatter }) => frontMatter.delimiter === delimiter).slice(0, NEWEST_POSTS);
  return { learnable, newest, model, delimiter, recent };
}

const MINIMAL_FIELDS: readonly FormField[] = [
  { holds: 'title', key: 'title', quote: 'double' },
  { holds: 'date', key: 'date', quote: 'none', style: PLAIN_DATE },
];

/** Minutes east of UTC in the newest post's date. */
function clockOf(fields: readonly FormField[]): number {
  return fields.find((field) => field.holds === 'date')?.style.offsetMinutes ?? 0;
}

function newestFirst(a: Post, b: Post): number {
  const [ofA, ofB] = [`${a.date?.iso ?? ''} ${a.source}`, `${b.date?.iso ?? ''} ${b.source}`];
  return ofA < ofB ? 1 : ofA > ofB ? -1 : 0;
}

/** The fields of the newest post, in its order, then other fields of most recent posts. */
function fieldsOf(model: Post, recent: readonly Post[], pictures: PictureHabits): readonly FormField[] {
  const fields: FormField[] = [];
  const uses = tally(recent.flatMap(({ frontMatter }) => frontMatter.keys));
  const usual = [...uses].flatMap(([key, posts]) => (posts > recent.length / 2 ? [key] : []));
  const keys = [...new Set([...model.frontMatter.keys, ...usual])];
  const dateKey = dateKeyAmong(keys, recent);
  const seen = new Set<string>();
  for (const key of keys) {
    const field = pictureField(key, recent, pictures) ?? fieldOf(key, recent);
    // A second date key would describe another post, and another spelling of a key would be a duplicate.
    if (field === null || seen.has(plainKey(key)) || (field.holds === 'date' && key !== dateKey)) continue;
    seen.add(plainKey(key));
    fields.push(field);
  }
  if (!fields.some(({ holds }) => holds === 'title')) fields.unshift(MINIMAL_FIELDS[0]);
  return fields;
}

/** The field of a key that holds a post's picture, or the picture's text; null for any other. */
function pictureField(key: string, recent: readonly Post[], { fields, altKeys }: PictureHabits): FormField | null {
  const field = fields.find((one) => one.key === key);
  if (field !== undefined) return { holds: 'picture', ...field };
  if (!altKeys.includes(key)) return null;
  const texts = recent.flatMap(({ frontMatter }) => entriesOf(frontMatter).get(key) ?? []);
  return { holds: 'alt', key, quote: quoteOf(texts[0] ?? '') };
}

/** The date key of the newest posts: the first of `dateKeys` that holds a date. */
function dateKeyAmong(keys: readonly string[], recent: readonly Post[]): string | undefined {
  const rank = (key: string) => plainDateKeys.indexOf(plainKey(key));
  const [first] = keys
    .filter((key) => rank(key) !== -1 && recent.some(({ frontMatter }) => isDate(frontMatter.data[key])))
    .sort((a, b) => rank(a) - rank(b));
  return first;
}

const plainDateKeys = dateKeys.map(plainKey);

function isDate(value: unknown): boolean {
  return !isEmpty(value) && !isYes(value) && !isNo(value);
}

/** What a key holds and how it is written, from the newest post with a value for it; null if it must not be written. */
function fieldOf(key: string, recent: readonly Post[]): FormField | null {
  const example = recent.find(({ frontMatter }) => !isEmpty(frontMatter.data[key]));
  const text = example && entriesOf(example.frontMatter).get(key);
  if (text === undefined) return null;
  const quote = quoteOf(text);
  const value = example!.frontMatter.data[key];
  const name = plainKey(key);
  if (name === 'title') return { holds: 'title', key, quote };
  if (name === 'slug') return { holds: 'slug', key, quote };
  if (plainDateKeys.includes(name)) {
    if (!isDate(value)) return null;
    return { holds: 'date', key, quote, style: writtenStyle(text) ?? PLAIN_DATE };
  }
  if (/^(?:category|categories|tags?)$/.test(name)) {
    const indent = /\n([ \t]*)- /.exec(text)?.[1] ?? '';
    return {
      holds: name.startsWith('c') ? 'categories' : 'tags',
      key,
      quote,
      shape: shapeOf(key, text, value),
      indent,
    };
  }
  if (summaryKeys.includes(name)) {
    const having = recent.filter(({ frontMatter }) => !isEmpty(frontMatter.data[key]));
    return having.length > recent.length / 2 ? { holds: 'summary', key, quote } : null;
  }
  const readingTime = readingTimeField(key, text, value);
  if (readingTime !== null) return readingTime;
  return isConstant(key, text, recent) ? { holds: 'constant', key, text } : null;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** The style of the date in an entry's text; the parsed value may be in a different style. */
function writtenStyle(entry: string): ReturnType<typeof dateStyleOf> {
  const written = /[:=]\s*(["']?)(.*?)\1\s*(?:\s#.*)?$/.exec(entry)?.[2];
  return written === undefined ? null : dateStyleOf(written);
}

function shapeOf(key: string, text: string, value: unknown): ListShape {
  if (Array.isArray(value)) return /\n\s*- /.test(text) ? 'block' : 'flow';
  return String(value).includes(',') || !key.endsWith('s') ? 'commas' : 'spaces';
}

/**
 * Whether all recent posts that have the entry, and there are enough of them, have the same value, which does not
 * describe a single post and makes sense by itself.
 */
function isConstant(key: string, text: string, recent: readonly Post[]): boolean {
  if (OWN_KEYS.has(plainKey(key))) return false;
  const values = recent.flatMap(({ frontMatter }) => JSON.stringify(frontMatter.data[key]) ?? []);
  const enough = Math.max(POSTS_FOR_A_CONSTANT, recent.length * MAJORITY);
  if (values.some((value) => value !== values[0]) || (values.length < enough && !SHARED_KEYS.has(plainKey(key))))
    return false;
  const [{ frontMatter }] = recent;
  return frontMatter.delimiter === 'json' || isSelfContained(key, text, values[0], frontMatter.delimiter);
}

/** Whether an entry makes sense without the others: it is complete and refers to no anchor elsewhere. */
function isSelfContained(key: string, text: string, value: string, delimiter: Delimiter): boolean {
  const mark = delimiter === 'toml' ? '+++' : '---';
  try {
    const alone = readPost('', `${mark}\n${text}\n${mark}\n`);
    return JSON.stringify(alone.frontMatter.data[key]) === value;
  } catch (error) {
    if (!(error instanceof PostFault)) throw error;
    return false;
  }
}

/**
 * Recognises Hugo by TOML or its folder `content`, and Jekyll by folders such as `_posts`, dates in names, or a layout.
 */
function guessLanguage(delimiter: Delimiter, model: Post | null, fields: readonly FormField[]): TemplateLanguage {
  if (model?.extension === '.mdx') return 'mdx';
  if (model === null || delimiter === 'json') return 'none';
  if (delimiter === 'toml' || /(?:^|[\\/])content[\\/]/.test(model.source)) return 'shortcodes';
  const isJekyll =
    /(?:^|[\\/])_[^\\/]+[\\/]/.test(model.source) ||
    fileNameForm(model, 0).afterDate === '-' ||
    fields.some(({ key }) => key === 'layout');
  return isJekyll ? 'liquid' : 'none';
}
