import { wordsOf } from '../language/words.ts';
import { indentOf, isThematic, isUnderline } from '../markdown/bounded/line-marks.ts';
import { TAG_PLACEHOLDER, withoutTemplateTags } from '../markdown/template-tags.ts';
import type { Post } from '../posts/post.ts';
import { type PlacedBlock, placedBlocks } from './placed-blocks.ts';
import { TextNumbers } from './text-numbers.ts';

/** A paragraph in fewer posts is never boilerplate. */
const FEWEST_POSTS = 5;
/** The share of posts that must have a paragraph: anywhere, or at their beginning or end. */
const SHARE_ANYWHERE = 0.5;
const SHARE_AT_EDGES = 0.1;
/** How many paragraphs count as the beginning and as the end of a post. */
const BEGINNING_BLOCKS = 2;
const END_BLOCKS = 4;

/** Beyond this number of paragraphs, those that occur in less than one post in a hundred are dropped. */
const MOST_REMEMBERED = 100_000;
const FORGOTTEN_SHARE = 0.01;

/**
 * Counts how many posts contain each paragraph, to find boilerplate: signatures, "subscribe" lines, notes about the
 * author. Paragraphs are the same if their words are, regardless of digits, case, marks and addresses. Nearly all
 * paragraphs occur in a single post, so only counts are kept, and the words only of paragraphs in FEWEST_POSTS posts.
 */
export class BoilerplateFinder {
  #posts = 0;
  #keys = new TextNumbers();
  /** By number of the key: how many posts contain it, and how many have it at their beginning or end. */
  #having: number[] = [];
  #atEdges: number[] = [];
  #words = new Map<number, string>();

  add(post: Post): void {
    this.#posts++;
    const seen = new Map<string, boolean>();
    const paragraphs = paragraphsOf(post);
    const end = paragraphs.length - END_BLOCKS;
    for (const [i, { key }] of paragraphs.entries()) {
      seen.set(key, i < BEGINNING_BLOCKS || i >= end || seen.get(key) === true);
    }
    for (const [key, isAtEdge] of seen) {
      const number = this.#keys.numberOf(key);
      this.#having[number] = (this.#having[number] ?? 0) + 1;
      this.#atEdges[number] = (this.#atEdges[number] ?? 0) + (isAtEdge ? 1 : 0);
      if (this.#having[number] === FEWEST_POSTS) this.#words.set(number, key);
    }
    if (this.#keys.size > MOST_REMEMBERED) this.#forget();
  }

  /** The keys of boilerplate, each with the number of posts that contain it. */
  passages(): Map<string, number> {
    const anywhere = Math.max(FEWEST_POSTS, this.#posts * SHARE_ANYWHERE);
    const atEdges = Math.max(FEWEST_POSTS, this.#posts * SHARE_AT_EDGES);
    const found = [...this.#words].filter(([number]) => {
      return this.#having[number] >= anywhere || this.#atEdges[number] >= atEdges;
    });
    return new Map(found.map(([number, key]) => [key, this.#having[number]]));
  }

  #forget(): void {
    const fewest = Math.max(2, this.#posts * FORGOTTEN_SHARE);
    const kept = [...this.#having.keys()].filter((number) => this.#having[number] >= fewest);
    this.#keys = this.#keys.only(kept);
    this.#words = new Map(
      kept.flatMap((number, i) => (this.#words.has(number) ? [[i, this.#words.get(number)!]] : [])),
    );
    this.#having = kept.map((number) => this.#having[number]);
    this.#atEdges = kept.map((number) => this.#atEdges[number]);
  }
}

/** A paragraph of boilerplate with its place in the body. */
export interface BoilerplateBlock extends PlacedBlock {
  readonly key: string;
}

/**
 * The boilerplate in a post. A heading or rule at the end of the post with nothing but boilerplate below it is included.
 */
export function boilerplateIn(post: Post, keys: ReadonlyMap<string, number>): BoilerplateBlock[] {
  if (keys.size === 0) return [];
  const found = paragraphsOf(post).filter(({ key }) => keys.has(key));
  if (found.length === 0) return [];
  const starts = new Set(found.map(({ start }) => start));
  const blocks = placedBlocks(post.body);
  const last = blocks.findLastIndex((block) => !starts.has(block.start) && !isIntroduction(block));
  const introductions = blocks.slice(last + 1).filter((block, i, tail) => {
    return !starts.has(block.start) && tail.slice(i + 1).some(({ start }) => starts.has(start));
  });
  const parts = introductions.map((block) => ({ ...block, key: '' }));
  return [...found, ...parts].sort((a, b) => a.start - b.start);
}

/** The paragraphs that a reader sees; code, headings, definitions and template tags are left out. */
function paragraphsOf(post: Post): BoilerplateBlock[] {
  const paragraphs: BoilerplateBlock[] = [];
  for (const block of placedBlocks(post.body)) {
    const { text, blankLinesBefore, fenced, start, end } = block;
    const key = fenced || isIntroduction(block) || isDefinition(text) ? '' : keyOf(text, post);
    if (key !== '') paragraphs.push({ text, blankLinesBefore, fenced, start, end, key });
  }
  return paragraphs;
}

function isIntroduction({ text }: { readonly text: string }): boolean {
  const [first, underline, ...more] = text.split('\n');
  if (underline !== undefined) return more.length === 0 && isUnderline(underline.trim());
  return indentOf(first) < 4 && (/^ *#{1,6}(?:\s|$)/.test(first) || isThematic(first.trim()));
}

/** Whether a block consists of definitions of links or notes. */
function isDefinition(text: string): boolean {
  return text.split('\n').every((line) => /^ {0,3}\[[^\]]+\]:/.test(line));
}

/** The words in lower case, each number as 0; '' if a reader sees none. */
function keyOf(text: string, { extension }: Post): string {
  if (extension === '.mdx' && /^(?:import|export)\s/.test(text)) return '';
  const seen = withoutTemplateTags(text)
    .replaceAll(TAG_PLACEHOLDER, ' ')
    .replace(/<!--[\s\S]*?(?:-->|$)/g, ' ')
    .replace(/\]\([^()]*(?:\([^()]*\)[^()]*){0,9}\)/g, ']')
    .replace(/<[^<>]+>/g, ' ');
  const words = wordsOf(seen.toLowerCase().replace(/\p{Nd}+/gu, '0')).join(' ');
  return words.replace(/[^\p{L}\p{M}\p{N}'’-]+/gu, ' ').trim();
}
