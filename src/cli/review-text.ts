import type { CopiedRange } from '../blog/judging/copied-ranges.ts';
import { scoreParts, scoreText, type UsualPost } from '../blog/judging/judgement.ts';
import { subjectSentence } from '../blog/judging/subject-words.ts';
import { styleWords } from '../blog/style/style-words.ts';
import type { ReviewedDraft } from '../pipeline/events/reviewing.ts';
import { columnsOf, firstColumns } from './columns.ts';
import { counted } from './counted.ts';

/** How copied passages are marked: before and after each line of one; and what follows its end. */
export interface Marks {
  readonly open: string;
  readonly close: string;
  readonly label: (number: number) => string;
}

/** Yellow and underlined, for terminals with colours. */
export const COLOR_MARKS: Marks = {
  open: '\x1b[4;33m',
  close: '\x1b[0m',
  label: (number) => `\x1b[33m(${number})\x1b[0m`,
};
export const PLAIN_MARKS: Marks = { open: '[[', close: ']]', label: (number) => `(${number})` };

const APPROVALS = { approved: 'approved', unreviewed: 'not reviewed', 'held back': 'held back' } as const;

/** The limits that warnings are about. */
export interface Limits {
  readonly max_copied: number | 'any';
  readonly min_score: number;
}

export function approvalText({ approval, day }: Pick<ReviewedDraft, 'approval' | 'day'>): string {
  return `${APPROVALS[approval]}${approval === 'approved' && day !== null ? ` for ${day}` : ''}`;
}

/** The score as `judge`, `run` and `publish` show it; a hyphen without one. */
export function draftScore({ judgement }: ReviewedDraft): string {
  return judgement === null ? '-' : scoreText(judgement.score);
}

/** What a person should look at, in short sentences; empty for a draft without faults. */
export function warningsOf(draft: ReviewedDraft, usual: UsualPost | null, { max_copied, min_score }: Limits): string[] {
  const { title, judgement } = draft;
  const untitled = title === null ? ['It has no title.'] : [];
  if (judgement === null || usual === null) return untitled;
  const { score, shared, repetition, style, subject, open } = judgement;
  const { words, longest } = shared;
  const isRepeating = repetition > usual.repetition + 0.05;
  return [
    ...untitled,
    ...(score < min_score ? [`Its score is below ${min_score}, so publish --auto would leave it.`] : []),
    ...(draft.isOver ? [`It copies ${longest!.words} words in a row, more than max_copied (${max_copied}).`] : []),
    ...(isRepeating ? [`It repeats itself: ${(100 * repetition).toFixed(1)} % of its 4-word sequences.`] : []),
    ...(words < usual.shortWords
      ? [`It is short: three in four of your posts have ${usual.shortWords} words or more.`]
      : []),
    ...(words > usual.longWords
      ? [`It is long: three in four of your posts have ${usual.longWords} words or fewer.`]
      : []),
    ...open.map((what) => `Left open: ${what}.`),
    ...(subject !== null && scoreParts(judgement, usual).subject < 1 ? [subjectSentence(subject)] : []),
    ...(style !== null && style.distance > 1
      ? style.unlike.map((feature) => `Unlike your posts: ${styleWords(feature)}.`)
      : []),
  ];
}

/** What is known of a draft, one fact a line. */
export function headLines(draft: ReviewedDraft, number: number, drafts: number, warnings: readonly string[]): string[] {
  const { title, date, words, path } = draft;
  const longest = draft.judgement?.shared.longest?.words ?? 0;
  const facts = [date ?? 'no date', counted(words, 'word'), `score ${draftScore(draft)}`];
  if (draft.judgement !== null) facts.push(`${longest} copied in a row`);
  return [
    visible(title ?? 'Untitled'),
    `Draft ${number} of ${drafts}, ${approvalText(draft)}: ${visible(path)}`,
    visible(facts.join(' · ')),
    ...warnings.map((warning) => visible(`! ${warning}`)),
  ];
}

/** The Markdown of a draft in lines of at most `columns` columns, with copied passages marked and numbered. */
export function bodyLines({ body, copied }: ReviewedDraft, columns: number, marks: Marks): string[] {
  const text = body.trimEnd();
  const room = Math.max(10, columns - (copied.length === 0 ? 0 : MARK_COLUMNS));
  const lines = linesIn(text, room).map((line) => marked(text, line, copied, marks));
  while (lines[0] === '') lines.shift();
  return lines;
}

/** Columns that marks without colour need on a line: "[[", "]]" and "(12)". */
const MARK_COLUMNS = 8;

/** Which words are copied, and from which post; empty if nothing is. */
export function copiedLines({ copied }: ReviewedDraft): string[] {
  return copied.map(({ words, source }, index) => visible(`(${index + 1}) ${counted(words, 'word')} from ${source}`));
}

interface Line {
  readonly start: number;
  readonly end: number;
}

/** Breaks a text into lines, between words where possible; the offsets of the lines. */
export function linesIn(text: string, columns: number): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const paragraph of text.split('\n')) {
    lines.push(...wrappedRanges(text, start, start + paragraph.length, columns));
    start += paragraph.length + 1;
  }
  return lines;
}

function wrappedRanges(text: string, from: number, to: number, columns: number): Line[] {
  const lines: Line[] = [];
  let start = from;
  for (;;) {
    const rest = visible(text.slice(start, to));
    if (columnsOf(rest, columns) <= columns) return [...lines, { start, end: to }];
    const fitting = firstColumns(rest, columns);
    const space = rest[fitting.length] === ' ' ? fitting.length : fitting.lastIndexOf(' ');
    const isIndent = rest.slice(0, space).trim() === '';
    // A word that is longer than a line is cut; a grapheme wider than the screen still takes a line.
    const length = space <= 0 || isIndent ? Math.max(fitting.length, 1) : space;
    lines.push({ start, end: start + length });
    start += length;
    while (start < to && text[start] === ' ') start++;
  }
}

/** The text of a line; each part of it that is copied is between marks, and the last part of a passage has its number. */
function marked(text: string, { start, end }: Line, copied: readonly CopiedRange[], marks: Marks): string {
  let line = '';
  let at = start;
  for (const [index, range] of copied.entries()) {
    const [from, to] = [Math.max(range.start, start), Math.min(range.end, end)];
    if (from >= to) continue;
    const label = range.end <= end ? marks.label(index + 1) : '';
    line += visible(text.slice(at, from)) + marks.open + visible(text.slice(from, to)) + marks.close + label;
    at = to;
  }
  return line + visible(text.slice(at, end));
}

/**
 * A text without characters that would do something to the terminal, or change the order of others; each becomes one
 * character.
 */
export function visible(text: string): string {
  return text.replace(/\t/g, ' ').replace(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}
