import { END_MARK, escapeEndMark } from '../corpus/end-mark.ts';
import { type FormParts, givenLines, hasPart } from '../corpus/form-parts.ts';
import { tally } from '../corpus/tally.ts';
import { titleHabits } from '../drafts/title-habits.ts';
import type { Post } from '../posts/post.ts';
import { CAPITAL_OR_FIGURE, LETTER_OR_FIGURE, OPENING, WORD_CHARACTER } from './characters.ts';
import { bytes, either, literal, optional, type Pattern, repeated, sequence } from './pattern.ts';

/**
 * The text that a model trained on posts in `markdownForm` continues when these parts of a post are given: the parts, and
 * the opening of a title unless that is given too.
 */
export function formOpening(given: FormParts): string {
  const lines = givenLines(given).map((line) => `${line}\n`);
  return escapeEndMark(`---\n${lines.join('')}${hasPart(given, 'title') ? '' : 'title: "'}`);
}

/** Characters of a title's words, unless the blog's own titles have longer ones. */
const USUAL_WORD_CHARACTERS = 24;

/** Further names would use memory and are rarely needed. */
const MAX_NAMES = 500;
const MAX_NAMES_PER_POST = 8;

/**
 * The front matter of a text in `markdownForm` for a blog with these posts. It begins with the given parts,
 * word for word. The other keys are in order, those that all posts have always and those that none has never; a title of
 * complete words, at most as many as in the blog's longest title; a valid date in the blog's years; categories and tags
 * that the blog has.
 */
export function frontMatterPattern(posts: readonly Post[], given: FormParts): Pattern {
  const unless = (name: keyof FormParts, pattern: () => Pattern) => (hasPart(given, name) ? sequence() : pattern());
  return sequence(
    literal(formOpening(given)),
    unless('title', () => sequence(titlePattern(posts.flatMap(({ title }) => title ?? [])), literal('"\n'))),
    unless('date', () => line(posts, ({ date }) => date !== null, datePattern(posts))),
    unless('categories', () => line(posts, (post) => post.categories.length > 0, listPattern('categories', posts))),
    unless('tags', () => line(posts, (post) => post.tags.length > 0, listPattern('tags', posts))),
    literal('---\n\n'),
  );
}

/** A line that posts always, sometimes or never have. */
function line(posts: readonly Post[], has: (post: Post) => boolean, pattern: Pattern): Pattern {
  const count = posts.filter(has).length;
  if (count === 0) return sequence();
  return count === posts.length ? pattern : optional(pattern);
}

function titlePattern(titles: readonly string[]): Pattern {
  const { capital } = titleHabits(titles);
  // Split at spaces; in some scripts, a piece is the whole title.
  const pieces = titles.map((title) => title.split(/\s+/).filter((piece) => piece !== ''));
  const characters = pieces.flat().map(({ length }) => length);
  const maxPieces = pieces.reduce((most, { length }) => Math.max(most, length), 1);
  const longestWord = Math.max(USUAL_WORD_CHARACTERS, ...characters);
  const more = repeated(WORD_CHARACTER, 0, longestWord - 1);
  const first = sequence(optional(OPENING), capital ? CAPITAL_OR_FIGURE : LETTER_OR_FIGURE, more);
  const another = sequence(literal(' '), WORD_CHARACTER, more);
  return sequence(first, repeated(another, 0, maxPieces - 1));
}

function datePattern(posts: readonly Post[]): Pattern {
  const years = new Set(posts.flatMap(({ date }) => date?.iso.slice(0, 4) ?? []));
  return sequence(literal('date: '), oneOf([...years]), literal('-'), DAY, literal('\n'));
}

const digits = (from: string, to: string) => bytes([from.charCodeAt(0), to.charCodeAt(0)]);

/** Without 29 February, which not all years have. */
const DAY = either(
  sequence(oneOf(['01', '03', '05', '07', '08', '10', '12']), literal('-'), dayUpTo('31')),
  sequence(oneOf(['04', '06', '09', '11']), literal('-'), dayUpTo('30')),
  sequence(literal('02'), literal('-'), dayUpTo('28')),
);

/** `01` to the last day of a month. */
function dayUpTo([tens, ones]: string): Pattern {
  const last = tens === '3' ? sequence(literal('3'), digits('0', ones)) : sequence(literal('2'), digits('0', ones));
  const twenties = tens === '3' ? [sequence(literal('2'), digits('0', '9'))] : [];
  return either(sequence(literal('0'), digits('1', '9')), sequence(literal('1'), digits('0', '9')), ...twenties, last);
}

/** `tags: ["a", "b"]`: the blog's most used names, at most as many as one of its posts has. */
function listPattern(key: 'categories' | 'tags', posts: readonly Post[]): Pattern {
  const uses = tally(posts.flatMap((post) => post[key]));
  const names = [...uses.keys()]
    .filter((name) => !name.includes(END_MARK))
    .sort((a, b) => uses.get(b)! - uses.get(a)!)
    .slice(0, MAX_NAMES);
  const most = Math.min(Math.max(...posts.map((post) => post[key].length)), MAX_NAMES_PER_POST);
  const name = oneOf(names.map((text) => JSON.stringify(text)));
  return sequence(literal(`${key}: [`), name, repeated(sequence(literal(', '), name), 0, most - 1), literal(']\n'));
}

function oneOf(texts: readonly string[]): Pattern {
  return either(...texts.map(literal));
}
