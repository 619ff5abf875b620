import { tally } from '../corpus/tally.ts';
import type { SiteFacts, TemplateLanguage } from '../import/sites/site-facts.ts';
import { addressesIn } from '../markdown/repair/link-addresses.ts';
import { isNo, isYes } from '../posts/booleans.ts';
import { entriesOf, quoteOf } from '../posts/front-matter-entries.ts';
import { changeKeys, dateKeys, plainKey, summaryKeys } from '../posts/known-keys.ts';
import type { Delimiter, Post } from '../posts/post.ts';
import { PostFault } from '../posts/post-fault.ts';
import { readPost } from '../posts/read-post.ts';
import { type ListShape, unusualMarks, yamlUnlessWritten } from '../posts/write-front-matter.ts';
import type { BlogForm, FormField } from './blog-form.ts';
import { learnCategories } from './choose-category.ts';
import { learnTags } from './choose-tags.ts';
import { dateStyleOf, PLAIN_DATE } from './date-style.ts';
import { fileNameForm } from './file-name-form.ts';
import { keysOfAll, neededFields } from './needed-fields.ts';
import { readingTimeField, wordsAMinute } from './reading-time.ts';
import { slugForm } from './slug-form.ts';

/** How many of the newest posts say what the blog does today. */
const NEWEST_POSTS = 10;

/** With fewer posts, a value that all of them share may be chance. */
const POSTS_FOR_A_CONSTANT = 3;

/** The part of the newest posts that has to share a value before it counts as the blog's. */
const MOST = 0.8;

/** Keys that tell about one post alone, or whether it is shown: never copied, even when equal in all posts. */
const OWN_KEYS = new Set(
  `generated draft isDraft published isPublished publish public private hidden unlisted permalink url id guid aliases
  redirect_from canonical_url subtitle image images cover thumbnail heroImage hero featured pinned weight series
  expiryDate unpublishDate`
    .split(/\s+/)
    .concat(changeKeys)
    .map(plainKey),
);

/** The keys that many posts share and that even a single post tells: layout, and whose words they are. */
const SHARED_KEYS = new Set(['layout', 'type', 'author', 'authors', 'by', 'lang', 'language', 'comments']);

/**
 * Learns from a blog's newest posts how it writes one down. The newest post with front matter decides on delimiter,
 * order of keys, quotes and file name; what it lacks (tags, say) but most of the newest ones have is put behind.
 * Drafts and earlier generated posts are not learned from, unless there is nothing else. Without front matter, or
 * without posts, the form is YAML with a title and a date. What is known of the blog's site (null: nothing) adds the keys
 * that it asks for, and says what its generator acts on.
 */
export function learnForm(posts: readonly Post[], site: SiteFacts | null = null): BlogForm {
  const ofPerson = posts.filter(({ generated }) => !generated);
  const published = ofPerson.filter(({ draft }) => !draft);
  const learnable = [published, ofPerson, posts].find((some) => some.length > 0) ?? [];
  const newest = [...learnable].sort(newestFirst);
  const model = newest.find(({ frontMatter }) => frontMatter.delimiter !== 'none') ?? null;
  const delimiter = yamlUnlessWritten(model?.frontMatter.delimiter);
  const recent = newest.filter(({ frontMatter }) => frontMatter.delimiter === delimiter).slice(0, NEWEST_POSTS);
  const own = model === null ? MINIMAL_FIELDS : fieldsOf(model, recent);
  const required = site === null ? [] : (site.required ?? keysOfAll(recent));
  const fileName = fileNameForm(model ?? newest.at(0) ?? null, clockOf(own));
  const marks = model === null ? null : unusualMarks(model.frontMatter);
  return {
    delimiter,
    ...(marks === null ? {} : { marks }),
    fields: [...own, ...neededFields(required, own, recent, delimiter)],
    blankLineBeforeBody: model?.body.startsWith('\n') ?? true,
    fileName,
    slug: slugForm(newest),
    templates:
      site === null
        ? languageBySight(delimiter, model, own)
        : site.templates[fileName.extension === '.mdx' ? 'mdx' : 'md'],
    wordsAMinute: wordsAMinute(recent),
    addresses: addressesIn(learnable),
    categories: learnCategories(learnable),
    tags: learnTags(learnable),
  };
}

const MINIMAL_FIELDS: readonly FormField[] = [
  { holds: 'title', key: 'title', quote: 'double' },
  { holds: 'date', key: 'date', quote: 'none', style: PLAIN_DATE },
];

/** Minutes east of UTC, as far as the newest post tells. */
function clockOf(fields: readonly FormField[]): number {
  return fields.find((field) => field.holds === 'date')?.style.offsetMinutes ?? 0;
}

function newestFirst(a: Post, b: Post): number {
  const [ofA, ofB] = [`${a.date?.iso ?? ''} ${a.source}`, `${b.date?.iso ?? ''} ${b.source}`];
  return ofA < ofB ? 1 : ofA > ofB ? -1 : 0;
}

/** The fields of the newest post, in its order, then those that most of the recent ones have besides. */
function fieldsOf(model: Post, recent: readonly Post[]): readonly FormField[] {
  const fields: FormField[] = [];
  const uses = tally(recent.flatMap(({ frontMatter }) => frontMatter.keys));
  const usual = [...uses].flatMap(([key, posts]) => (posts > recent.length / 2 ? [key] : []));
  const keys = [...new Set([...model.frontMatter.keys, ...usual])];
  const dateKey = dateKeyAmong(keys, recent);
  const seen = new Set<string>();
  for (const key of keys) {
    const field = fieldOf(key, recent);
    // Another key of a date tells about another post, and another spelling of a key would be a second one beside it.
    if (field === null || seen.has(plainKey(key)) || (field.holds === 'date' && key !== dateKey)) continue;
    seen.add(plainKey(key));
    fields.push(field);
  }
  if (!fields.some(({ holds }) => holds === 'title')) fields.unshift(MINIMAL_FIELDS[0]);
  return fields;
}

/** The key that says the day of the newest posts: the first of `dateKeys` that holds a date. */
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

/** What a key holds and how it is written, told by the newest post that has something there; null: not to be written. */
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

/** The style of the date in an entry, as it stands there: what readers make of it may be written in another way. */
function writtenStyle(entry: string): ReturnType<typeof dateStyleOf> {
  const written = /[:=]\s*(["']?)(.*?)\1\s*(?:\s#.*)?$/.exec(entry)?.[2];
  return written === undefined ? null : dateStyleOf(written);
}

function shapeOf(key: string, text: string, value: unknown): ListShape {
  if (Array.isArray(value)) return /\n\s*- /.test(text) ? 'block' : 'flow';
  return String(value).includes(',') || !key.endsWith('s') ? 'commas' : 'spaces';
}

/** All recent posts that have it, and enough do, have the same there; it tells about no single post, and stands alone. */
function isConstant(key: string, text: string, recent: readonly Post[]): boolean {
  if (OWN_KEYS.has(plainKey(key))) return false;
  const values = recent.flatMap(({ frontMatter }) => JSON.stringify(frontMatter.data[key]) ?? []);
  const enough = Math.max(POSTS_FOR_A_CONSTANT, recent.length * MOST);
  if (values.some((value) => value !== values[0]) || (values.length < enough && !SHARED_KEYS.has(plainKey(key))))
    return false;
  const [{ frontMatter }] = recent;
  return frontMatter.delimiter === 'json' || standsAlone(key, text, values[0], frontMatter.delimiter);
}

/** Whether an entry means the same without the others: it is whole, and refers to no anchor elsewhere. */
function standsAlone(key: string, text: string, value: string, delimiter: Delimiter): boolean {
  const mark = delimiter === 'toml' ? '+++' : '---';
  try {
    const alone = readPost('', `${mark}\n${text}\n${mark}\n`);
    return JSON.stringify(alone.frontMatter.data[key]) === value;
  } catch (error) {
    if (!(error instanceof PostFault)) throw error;
    return false;
  }
}

/** Hugo is known by TOML or its folder `content`; Jekyll by folders such as `_posts`, dates in names, or a layout. */
function languageBySight(delimiter: Delimiter, model: Post | null, fields: readonly FormField[]): TemplateLanguage {
  if (model?.extension === '.mdx') return 'mdx';
  if (model === null || delimiter === 'json') return 'none';
  if (delimiter === 'toml' || /(?:^|[\\/])content[\\/]/.test(model.source)) return 'shortcodes';
  const isJekyll =
    /(?:^|[\\/])_[^\\/]+[\\/]/.test(model.source) ||
    fileNameForm(model, 0).afterDate === '-' ||
    fields.some(({ key }) => key === 'layout');
  return isJekyll ? 'liquid' : 'none';
}
