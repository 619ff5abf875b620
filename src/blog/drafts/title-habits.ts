import { isClosed } from '../language/open-marks.ts';
import { countWords } from '../language/words.ts';
import type { NoDraft } from './draft.ts';

/** What a blog's titles have in common, to tell a title from part of a sentence. */
export interface TitleHabits {
  /** Whether nearly all begin with a capital letter or a digit. */
  readonly capital: boolean;
  /** Whether nearly all have a letter. */
  readonly letters: boolean;
  /** Whether nearly all close the quotes and brackets that they open. */
  readonly closed: boolean;
  /** Words in the longest title. */
  readonly longestWords: number;
}

/** "Nearly all" allows for a few titles that are names in lower case. */
const NEARLY_ALL = 0.9;

/** A first line longer than this many times the blog's longest title is a sentence. */
const MAX_LENGTH_RATIO = 2;

export function titleHabits(titles: readonly string[]): TitleHabits {
  const nearlyAll = (has: (title: string) => boolean) =>
    titles.length > 0 && titles.filter(has).length >= NEARLY_ALL * titles.length;
  return {
    capital: nearlyAll(beginsWithCapital),
    letters: nearlyAll(hasLetters),
    closed: nearlyAll(isClosed),
    longestWords: titles.reduce((most, title) => Math.max(most, countWords(title)), 0),
  };
}

/** Why a first line is not a title by these habits; null if it could be one. */
export function habitViolation(title: string, { capital, letters, closed, longestWords }: TitleHabits): NoDraft | null {
  if (capital && !beginsWithCapital(title)) {
    const reason = `its title, "${title}", begins in the middle of a sentence`;
    return { kind: 'with a title from the middle of a sentence', reason };
  }
  if (letters && !hasLetters(title))
    return { kind: 'with a title without words', reason: `its title, "${title}", has no word` };
  if (closed && !isClosed(title)) {
    return {
      kind: 'with a title that breaks off',
      reason: `its title, "${title}", opens quotes or brackets and does not close them`,
    };
  }
  if (longestWords > 0 && countWords(title) > MAX_LENGTH_RATIO * longestWords) {
    const reason = `its first line has ${countWords(title)} words, but the longest title of this blog has ${longestWords}`;
    return { kind: 'with a sentence for a title', reason };
  }
  return null;
}

/** Letters without case, as in Japanese, count as capitals; quotes and other marks may come first. */
function beginsWithCapital(title: string): boolean {
  return /^[^\p{L}\p{N}]*[\p{Lu}\p{Lt}\p{Lo}\p{N}]/u.test(title);
}

function hasLetters(title: string): boolean {
  return /\p{L}/u.test(title);
}
