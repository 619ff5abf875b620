import type { NoDraft } from './draft.ts';

/** What the titles of a blog have in common, to tell a title from the middle of a sentence. */
export interface TitleHabits {
  /** Whether nearly all begin with a capital letter or a figure. */
  readonly capital: boolean;
  /** Words of the longest. */
  readonly longestWords: number;
}

/** Nearly all: a blog may have a title or two that are a name in small letters. */
const NEARLY_ALL = 0.9;

/** Past this many times the longest title of the blog, a first line is a sentence. */
const LONGER_TIMES = 2;

export function titleHabits(titles: readonly string[]): TitleHabits {
  const capitals = titles.filter(beginsWithCapital).length;
  return {
    capital: titles.length > 0 && capitals >= NEARLY_ALL * titles.length,
    longestWords: titles.reduce((most, title) => Math.max(most, wordsOf(title)), 0),
  };
}

/** Why a first line is no title of such a blog; null when it could be one. */
export function againstHabits(title: string, { capital, longestWords }: TitleHabits): NoDraft | null {
  if (capital && !beginsWithCapital(title)) {
    const reason = `its title, "${title}", begins in the middle of a sentence`;
    return { kind: 'with a title from the middle of a sentence', reason };
  }
  if (longestWords > 0 && wordsOf(title) > LONGER_TIMES * longestWords) {
    const reason = `its first line has ${wordsOf(title)} words, where the longest title of this blog has ${longestWords}`;
    return { kind: 'with a sentence for a title', reason };
  }
  return null;
}

/** Letters without case, as in Japanese, begin a title too; quotes and other marks may stand before. */
function beginsWithCapital(title: string): boolean {
  return /^[^\p{L}\p{N}]*[\p{Lu}\p{Lt}\p{Lo}\p{N}]/u.test(title);
}

function wordsOf(title: string): number {
  return title.split(/\s+/).filter((word) => word !== '').length;
}
