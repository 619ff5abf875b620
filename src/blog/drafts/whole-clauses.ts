import { isClosed } from '../language/open-marks.ts';

/** What ends a clause. A hyphen does where spaces stand around it. */
const CLAUSE_END = /[,;:](?=\s)|\s*—|\s[–-](?=\s)|[、，；：،؛]/gu;

/** As many clauses as have room in `most` characters, without the mark behind the last one; null when not even one has. */
export function wholeClauses(text: string, most: number): string | null {
  // A mark that stands behind the room may follow a clause that just fits.
  const ends = [...text.slice(0, 2 * most).matchAll(CLAUSE_END)];
  const clauses = ends.map(({ index }) => text.slice(0, index).trimEnd());
  return clauses.findLast((clause) => clause.length <= most && isClosed(clause)) ?? null;
}
