import { escapeEndMark } from '../corpus/end-mark.ts';
import { bytes, either, literal, many, type Pattern, repeated, sequence } from './pattern.ts';

/** Every byte but these, given in ascending order. */
function except(...excluded: readonly number[]): Pattern {
  const ends = [...excluded, 0x100];
  const ranges = ends.map((end, i) => [i === 0 ? 0 : ends[i - 1] + 1, end - 1] as const);
  return either(...ranges.filter(([from, to]) => from <= to).map((range) => bytes(range)));
}

const [LINE_END, HASH, BACKTICK, TILDE] = [0x0a, 0x23, 0x60, 0x7e];

const REST_OF_LINE = sequence(many(except(LINE_END)), literal('\n'));

/** What a line of text begins with: no heading and no fence. One backtick is code in a sentence. */
const LINE_BEGINNING = either(
  except(LINE_END, HASH, BACKTICK, TILDE),
  sequence(literal('`'), except(LINE_END, BACKTICK)),
);
const TEXT_LINE = sequence(LINE_BEGINNING, REST_OF_LINE);

/** Fenced code, in which `#` begins no heading and a blank line ends nothing. */
const CODE_LINE = either(literal('\n'), sequence(except(LINE_END, BACKTICK), REST_OF_LINE));
const CODE = sequence(literal('```'), REST_OF_LINE, many(CODE_LINE), literal('```\n'));

/** Lines up to the next blank line, or code: a paragraph, a list, a table. */
const BLOCK = sequence(either(CODE, sequence(TEXT_LINE, many(TEXT_LINE))), literal('\n'));

/**
 * The body of a post up to the first words of its last section, with these headings and no others: a beginning of at most
 * `most` blocks, and under each heading at least one block and at most as many. The rest of the last section is free, since a text
 * may only end where no constraints are left.
 */
export function sectionsPattern(headings: readonly string[], most: number): Pattern {
  const sections = headings.map((heading, i) => {
    const text = i === headings.length - 1 ? LINE_BEGINNING : repeated(BLOCK, 1, most);
    return sequence(literal(`${escapeEndMark(heading)}\n\n`), text);
  });
  return sequence(repeated(BLOCK, 0, most), ...sections);
}
