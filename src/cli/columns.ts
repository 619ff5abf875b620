import stringWidth from 'string-width';

const segmenter = new Intl.Segmenter();
/** In UTF-16 units. Segmenting a text takes time that grows with the square of its length, so it is cut into pieces. */
const LONGEST_PIECE = 512;

/**
 * The terminal columns that a line needs; Chinese, Japanese and Korean characters and emoji need two. For a line that needs
 * more than `most`, any number above `most`.
 */
export function columnsOf(line: string, most = Number.POSITIVE_INFINITY): number {
  let columns = 0;
  for (const piece of piecesOf(line)) {
    columns += stringWidth(piece);
    if (columns > most) break;
  }
  return columns;
}

/** The beginning of a line that fits into a number of columns; grapheme clusters are not cut. */
export function firstColumns(line: string, columns: number): string {
  let room = columns;
  let end = 0;
  for (const piece of piecesOf(line)) {
    for (const { segment } of segmenter.segment(piece)) {
      room -= stringWidth(segment);
      if (room < 0) return line.slice(0, end);
      end += segment.length;
    }
  }
  return line;
}

/** Splits a line into pieces between grapheme clusters, unless a single cluster is longer than a piece. */
function* piecesOf(line: string): Generator<string> {
  let begin = 0;
  while (line.length - begin > LONGEST_PIECE) {
    const piece = line.slice(begin, begin + LONGEST_PIECE);
    const last = segmenter.segment(piece).containing(LONGEST_PIECE - 1)!.index;
    const end = last === 0 ? LONGEST_PIECE : last;
    yield piece.slice(0, end);
    begin += end;
  }
  yield line.slice(begin);
}
