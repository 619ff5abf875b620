import { isClosed } from '../language/open-marks.ts';

/** The end of a clause. A hyphen counts if it has spaces around it. */
const CLAUSE_END = /[,;:](?=\s)|\s*—|\s[–-](?=\s)|[、，；：،؛]/gu;

/** As many clauses as fit in `most` characters, without the punctuation after the last; null if none fits. */
export function wholeClauses(text: string, most: number): string | null {
  // A clause that just fits may be followed by punctuation that no longer does.
  const ends = [...text.slice(0, 2 * most).matchAll(CLAUSE_END)];
  const clauses = ends.map(({ index }) => text.slice(0, index).trimEnd());
  return clauses.findLast((clause) => clause.length <= most && isClosed(clause)) ?? null;
}
