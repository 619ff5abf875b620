import { normaliseWord } from '../language/normalise-word.ts';
import { hasUnspaced, wordsOf } from '../language/words.ts';

/** A word of a title, in the form of `normaliseWord`. */
export interface TitleWord {
  readonly word: string;
  /** Whether its text has it. */
  readonly isSaid: boolean;
}

/** What a text says of its title. */
export interface SubjectFinding {
  /** How many different words of the title are not among the most frequent ones of the blog. */
  readonly words: number;
  /** Those of them that the text does not have. */
  readonly missing: readonly string[];
}

/** Letters at the end of a word that may be others: steps, stepped, stepping. */
const ENDING = 3;
/** Letters that are the same at least; shorter words have no endings. */
const STEM = 4;

/** The different words of a title, and whether a text with these words, in the form of `normaliseWord`, says them in any form. */
export function titleWords(title: string, textWords: Iterable<string>): TitleWord[] {
  const said = new Set(textWords);
  return [...new Set(wordsOf(title).map(normaliseWord))].map((word) => ({ word, isSaid: isSaid(word, said) }));
}

/** What a text says of its title; null if all words of that are frequent. */
export function subjectOf(words: readonly TitleWord[], frequent: ReadonlySet<string>): SubjectFinding | null {
  const uncommon = words.filter(({ word }) => !frequent.has(word));
  if (uncommon.length === 0) return null;
  return { words: uncommon.length, missing: uncommon.filter(({ isSaid }) => !isSaid).map(({ word }) => word) };
}

function isSaid(word: string, said: ReadonlySet<string>): boolean {
  if (said.has(word)) return true;
  // Where words have no spaces between them, a word may be found as a part of another one.
  if (hasUnspaced(word)) return [...said].some((other) => other.includes(word));
  if (word.length < STEM) return false;
  const stem = word.slice(0, Math.max(STEM, word.length - ENDING));
  for (const other of said) if (other.startsWith(stem) && other.length <= word.length + ENDING) return true;
  return false;
}
