import { END_MARK } from '../corpus/end-mark.ts';
import { tally } from '../corpus/tally.ts';
import { titleHabits } from '../drafts/title-habits.ts';
import type { Post } from '../posts/post.ts';
import { ByteConstraints } from './byte-constraints.ts';
import { CAPITAL_OR_FIGURE, LETTER_OR_FIGURE, OPENING, WORD_CHARACTER } from './characters.ts';
import { bytes, either, literal, optional, type Pattern, repeated, sequence } from './pattern.ts';

/** What a model has to begin with that learned from posts in `markdownForm`. */
export const TITLE_OPENING = '---\ntitle: "';

/** Characters of a word that any title may have; longer ones only where the blog has them in its titles. */
const USUAL_WORD_CHARACTERS = 24;

/** Beyond these the rules would take memory for names that hardly ever come. */
const MOST_NAMES = 500;
const MOST_NAMES_A_POST = 8;

/**
 * What holds for a text in `markdownForm` of a blog with these posts while its front matter is written: keys in their
 * order, those that all posts have always and those that none has never; a title of whole words, no more of them than the
 * blog's longest title has; a date that exists, in the years of the blog; categories and tags that the blog has. Below
 * the front matter anything may stand.
 */
export function frontMatterConstraints(posts: readonly Post[]): ByteConstraints {
  return new ByteConstraints(
    sequence(
      literal(TITLE_OPENING),
      titlePattern(posts.flatMap(({ title }) => title ?? [])),
      literal('"\n'),
      line(posts, ({ date }) => date !== null, datePattern(posts)),
      line(posts, ({ categories }) => categories.length > 0, listPattern('categories', posts)),
      line(posts, ({ tags }) => tags.length > 0, listPattern('tags', posts)),
      literal('---\n\n'),
    ),
  );
}

/** A line that posts have always, sometimes or never. */
function line(posts: readonly Post[], has: (post: Post) => boolean, pattern: Pattern): Pattern {
  const count = posts.filter(has).length;
  if (count === 0) return sequence();
  return count === posts.length ? pattern : optional(pattern);
}

function titlePattern(titles: readonly string[]): Pattern {
  const { capital } = titleHabits(titles);
  // What stands between spaces: in some scripts, the whole title.
  const pieces = titles.map((title) => title.split(/\s+/).filter((piece) => piece !== ''));
  const characters = pieces.flat().map(({ length }) => length);
  const mostPieces = pieces.reduce((most, { length }) => Math.max(most, length), 1);
  const longestWord = Math.max(USUAL_WORD_CHARACTERS, ...characters);
  const more = repeated(WORD_CHARACTER, 0, longestWord - 1);
  const first = sequence(optional(OPENING), capital ? CAPITAL_OR_FIGURE : LETTER_OR_FIGURE, more);
  const another = sequence(literal(' '), WORD_CHARACTER, more);
  return sequence(first, repeated(another, 0, mostPieces - 1));
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

/** `01` to the last one of a month. */
function dayUpTo([tens, ones]: string): Pattern {
  const last = tens === '3' ? sequence(literal('3'), digits('0', ones)) : sequence(literal('2'), digits('0', ones));
  const twenties = tens === '3' ? [sequence(literal('2'), digits('0', '9'))] : [];
  return either(sequence(literal('0'), digits('1', '9')), sequence(literal('1'), digits('0', '9')), ...twenties, last);
}

/** `tags: ["a", "b"]`: the most used names of the blog, at most as many as a post of it has. */
function listPattern(key: 'categories' | 'tags', posts: readonly Post[]): Pattern {
  const uses = tally(posts.flatMap((post) => post[key]));
  const names = [...uses.keys()]
    .filter((name) => !name.includes(END_MARK))
    .sort((a, b) => uses.get(b)! - uses.get(a)!)
    .slice(0, MOST_NAMES);
  const most = Math.min(Math.max(...posts.map((post) => post[key].length)), MOST_NAMES_A_POST);
  const name = oneOf(names.map((text) => JSON.stringify(text)));
  return sequence(literal(`${key}: [`), name, repeated(sequence(literal(', '), name), 0, most - 1), literal(']\n'));
}

function oneOf(texts: readonly string[]): Pattern {
  return either(...texts.map(literal));
}
