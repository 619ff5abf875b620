import { diffArrays } from 'diff';
import type { PostBody } from '../corpus/plain-text.ts';
import { normaliseWord } from '../language/normalise-word.ts';
import { placedWordsOf } from '../language/words.ts';
import type { SharedPassage } from './passage-index.ts';
import { referenceOf } from './reference.ts';

/** A part of a draft's Markdown that is copied from a post. */
export interface CopiedRange {
  /** Offsets in the body. */
  readonly start: number;
  readonly end: number;
  /** Words of the passage, as a reader sees it. */
  readonly words: number;
  readonly source: string;
}

/** More words of markup than any draft has; beyond that, comparing takes long. */
const MOST_OTHER_WORDS = 5000;

/**
 * Where the passages of a judgement are in the Markdown of the draft, in order: from their first to their last word, with
 * the markup between. A passage that occurs several times is marked each time. Empty if the Markdown is mostly markup.
 */
export function copiedRanges(post: PostBody, passages: readonly SharedPassage[]): CopiedRange[] {
  if (passages.length === 0) return [];
  const { text } = referenceOf(post);
  const [seen, written] = [placedWordsOf(text), placedWordsOf(post.body)];
  const places = placesIn(
    seen.map(({ word }) => normaliseWord(word)),
    written.map(({ word }) => normaliseWord(word)),
  );
  if (places === null) return [];
  const wordAt = new Map(seen.map(({ index }, number) => [index, number]));
  const ranges = passages.flatMap(({ passage, words, source }) =>
    occurrences(text, passage).flatMap((index) => {
      const first = wordAt.get(index);
      if (first === undefined) return [];
      const found = places.slice(first, first + words).filter((place) => place !== null);
      if (found.length === 0) return [];
      const last = written[found.at(-1)!];
      return [{ start: written[found[0]].index, end: last.index + last.word.length, words, source }];
    }),
  );
  return apart(ranges);
}

/** For each word that a reader sees, its number among the written ones; null for a word that is written in another way. */
function placesIn(seen: readonly string[], written: readonly string[]): (number | null)[] | null {
  const changes = diffArrays([...seen], [...written], { maxEditLength: MOST_OTHER_WORDS });
  if (changes === undefined) return null;
  const places: (number | null)[] = [];
  let at = 0;
  for (const { value, added, removed } of changes) {
    for (const _ of value) {
      if (removed) places.push(null);
      else if (added) at++;
      else places.push(at++);
    }
  }
  return places;
}

function occurrences(text: string, passage: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(passage); at !== -1; at = text.indexOf(passage, at + passage.length)) found.push(at);
  return found;
}

/** The ranges in order; of two that overlap, the longer one. */
function apart(ranges: readonly CopiedRange[]): CopiedRange[] {
  const kept: CopiedRange[] = [];
  for (const range of ranges.toSorted((a, b) => b.words - a.words || a.start - b.start)) {
    if (kept.every(({ start, end }) => range.end <= start || end <= range.start)) kept.push(range);
  }
  return kept.sort((a, b) => a.start - b.start);
}
