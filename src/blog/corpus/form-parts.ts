import { wholeWords } from '../language/words.ts';
import { summaryKeys, textNamed } from '../posts/known-keys.ts';
import type { Post } from '../posts/post.ts';
import { outlineOf } from './outline.ts';

/** What a document in `markdownForm` says about its post above the body; null or empty where it says nothing. */
export interface FormParts {
  readonly title: string | null;
  /** A day: '2014-03-22'. */
  readonly date: string | null;
  readonly categories: readonly string[];
  readonly tags: readonly string[];
  readonly description: string | null;
  /** The points that the post makes, in order. */
  readonly outline: readonly string[];
}

export type PartName = keyof FormParts;

export const NO_PARTS: FormParts = {
  title: null,
  date: null,
  categories: [],
  tags: [],
  description: null,
  outline: [],
};

/** What a person gives of a new post. */
export interface GivenParts extends FormParts {
  /** Headings of the body, as lines of Markdown, in order. */
  readonly headings: readonly string[];
}

export const NOTHING_GIVEN: GivenParts = { ...NO_PARTS, headings: [] };

/** All parts, in the order in which they are written. */
export const PART_NAMES: readonly PartName[] = ['title', 'date', 'categories', 'tags', 'description', 'outline'];

/** The parts that a model writes if they are not given. The others are only ever given. */
const WRITTEN_PARTS: readonly PartName[] = ['title', 'date', 'categories', 'tags'];

/** Longest description, in characters; a longer one is cut after a word, to leave room for the post. */
const LONGEST_DESCRIPTION = 300;

/**
 * How often a training document begins with each part. Title and outline are what people give most, and a model must
 * also have seen texts that begin without them.
 */
const CHANCE_OF_BEING_FIRST: Readonly<Record<PartName, number>> = {
  title: 0.75,
  date: 0.5,
  categories: 0.5,
  tags: 0.5,
  description: 0.5,
  outline: 0.75,
};

/** Most points in the outline of a training document, so that a long post does not begin with a long list. */
const MOST_POINTS = 8;

/** A source of chance: uniform numbers in [0, 1). */
export type Draw = () => number;

/** The parts of a post; `body` is its text in the form. */
export function partsOfPost(post: Post, body: string): FormParts {
  const description = textNamed(post.frontMatter, summaryKeys);
  const short =
    description === null ? '' : wholeWords(description.replace(/[\s\p{Cc}]+/gu, ' ').trim(), LONGEST_DESCRIPTION);
  return {
    title: post.title,
    date: post.date?.iso.slice(0, 10) ?? null,
    categories: post.categories,
    tags: post.tags,
    description: short === '' ? null : short,
    outline: outlineOf(body),
  };
}

export function hasPart(parts: FormParts, name: PartName): boolean {
  return parts[name] !== null && parts[name].length > 0;
}

/**
 * The lines of front matter, without marks, with which a text begins whose parts are given: each part that there is, in
 * the order of `PART_NAMES`.
 */
export function givenLines(parts: FormParts): string[] {
  return linesOf(parts, PART_NAMES);
}

/**
 * The lines of front matter of a training document. A few parts, drawn at random, come first, as if a person had given
 * them; the parts that a model writes itself follow; description and outline are left out if they do not come first. So
 * the model learns to continue from any of them, in the order in which `givenLines` gives them. Of the outline, a random
 * number of its points is kept.
 */
export function drawnLines(parts: FormParts, draw: Draw): string[] {
  const isFirst = new Set(PART_NAMES.filter((name) => draw() < CHANCE_OF_BEING_FIRST[name]));
  const first = PART_NAMES.filter((name) => isFirst.has(name));
  const rest = WRITTEN_PARTS.filter((name) => !isFirst.has(name));
  return linesOf({ ...parts, outline: somePoints(parts.outline, draw) }, [...first, ...rest]);
}

/** 1 to MOST_POINTS of the points, each number equally likely, in order. */
function somePoints(points: readonly string[], draw: Draw): string[] {
  let missing = points.length === 0 ? 0 : 1 + Math.floor(draw() * Math.min(points.length, MOST_POINTS));
  return points.filter((_, i) => {
    // Selection sampling, Knuth, The Art of Computer Programming, volume 2, algorithm 3.4.2 S.
    const isKept = draw() * (points.length - i) < missing;
    if (isKept) missing--;
    return isKept;
  });
}

function linesOf(parts: FormParts, names: readonly PartName[]): string[] {
  return names.filter((name) => hasPart(parts, name)).flatMap((name) => lines(parts, name));
}

function lines(parts: FormParts, name: PartName): string[] {
  if (name === 'date') return [`date: ${parts.date}`];
  if (name === 'outline') return ['outline:', ...parts.outline.map((point) => `- ${JSON.stringify(point)}`)];
  const value = parts[name];
  return typeof value === 'string'
    ? [`${name}: ${JSON.stringify(value)}`]
    : [`${name}: [${value!.map((item) => JSON.stringify(item)).join(', ')}]`];
}
