import stringWidth from 'string-width';

const segmenter = new Intl.Segmenter();
/** Of UTF-16: the time that an engine takes to divide a text into characters grows with the square of its length. */
const LONGEST_PIECE = 512;

/**
 * Columns of a terminal that a line takes: two for a character of Chinese, Japanese or Korean and for an emoji. With `most`,
 * of a line that takes more, some number above it.
 */
export function columnsOf(line: string, most = Number.POSITIVE_INFINITY): number {
  let columns = 0;
  for (const piece of piecesOf(line)) {
    columns += stringWidth(piece);
    if (columns > most) break;
  }
  return columns;
}

/** The beginning of a line that has room in so many columns; no character that a reader sees as one is cut. */
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

/** A line in pieces that begin and end between characters, but where one is longer than a piece. */
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
