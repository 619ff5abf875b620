import { endsUnmarked, lastSentenceEnd } from '../language/sentences.ts';
import { countWords } from '../language/words.ts';
import { type Block, blocksOf, joinBlocks } from '../markdown/blocks.ts';

/** Lines that are complete without a sentence's end: an image, a rule, a tag, a table row, a footnote's address. */
const WHOLE_LINE = /^\s*(?:!\[.*\]\(.*\)|[*_-](?: ?[*_-]){2,}|<.*>|\|.*\||\[[^\]]+\]: +\S+)\s*$/;

const LIST_ITEM = /^\s*(?:[-*+]|\d{1,9}[.)])\s/;
const HEADING = /^#{1,6}(?:\s|$)/;

/** Whether the text ends with a complete sentence, or with something that needs none. */
export function endsFinished(markdown: string): boolean {
  const last = blocksOf(markdown).at(-1);
  return last === undefined || ((isWhole(last) || endsUnmarked(last.text)) && !HEADING.test(lastLine(last)));
}

/** The parts of a block that show whether it is finished. */
type Prose = Pick<Block, 'text' | 'fenced'>;

/** Line ends that announce more text. */
const EXPECTS_MORE = /[,;([{=|+<–—、，；：（「『،؛-]\s*$/;

/** Words. A signature or greeting is shorter; longer prose ends its sentences. */
const MAX_WORDS_WITHOUT_END = 5;

/**
 * Whether a text that the model ended stops in the middle of a sentence. Lists, addresses and signatures need no
 * sentence end.
 */
export function breaksOff(markdown: string): boolean {
  const last = blocksOf(markdown).at(-1);
  if (last === undefined || isWhole(last) || endsUnmarked(last.text)) return false;
  const line = lastLine(last);
  const isItem = LIST_ITEM.test(line);
  const finished = lastSentenceEnd(line);
  // Either all items of a list end like sentences or none does.
  if (isItem && finished === 0) return false;
  const open = isItem ? line.slice(finished) : last.text;
  return EXPECTS_MORE.test(open) || (/[\p{L}\p{M}\p{N}]$/u.test(open) && countWords(open) > MAX_WORDS_WITHOUT_END);
}

/**
 * Removes the unfinished sentence at the end. If it is a whole paragraph, list item or row, all of that is removed, and
 * so is a heading left with nothing under it. Code keeps every line.
 */
export function cutUnfinishedEnd(markdown: string): string {
  const blocks = blocksOf(markdown);
  const last = blocks.at(-1);
  let wentWhole = false;
  if (last !== undefined && !isWhole(last)) {
    const text = cutBlock(last.text);
    blocks.pop();
    wentWhole = text === '';
    if (!wentWhole) blocks.push({ ...last, text });
  }
  const text = joinBlocks(blocks);
  const kept = dropLastHeadings(text);
  const before = blocksOf(kept).at(-1);
  // The text above may introduce it, or be unfinished as well.
  const ledOn =
    before !== undefined && !isWhole(before) && !endsUnmarked(before.text) && !LIST_ITEM.test(lastLine(before));
  return ledOn && (wentWhole || kept !== text) ? cutUnfinishedEnd(kept) : kept;
}

/**
 * Removes headings at the end with nothing under them; a text of only headings keeps its first line, which may be the
 * title.
 */
export function dropLastHeadings(markdown: string): string {
  if (blocksOf(markdown).at(-1)?.fenced) return markdown;
  const text = markdown.trimEnd();
  const withoutLast = /\n(?:#{1,6}(?:[ \t].*)?|[^\n]*[^\s.!?…]\n {0,3}(?:=+|-+))$/.exec(text)?.index;
  return withoutLast === undefined ? text : dropLastHeadings(text.slice(0, withoutLast));
}

function lastLine({ text }: Prose): string {
  return text.slice(text.lastIndexOf('\n') + 1);
}

function isWhole(block: Prose): boolean {
  const { text, fenced } = block;
  const isCode = fenced || text.split('\n').every((line) => /^(?: {4}|\t)/.test(line));
  const last = lastLine(block);
  if (!isCode && isHalfRow(last, text)) return false;
  return isCode || HEADING.test(last) || WHOLE_LINE.test(last) || lastSentenceEnd(text) === text.trimEnd().length;
}

/** A row of a table that was cut off may end like a sentence, `| 12 | 2.`, or with fewer cells than the first row has. */
function isHalfRow(line: string, block: string): boolean {
  if (!line.trimStart().startsWith('|')) return false;
  const first = block.split('\n').find((row) => row.trimStart().startsWith('|'))!;
  return !WHOLE_LINE.test(line) || line.split('|').length < first.split('|').length;
}

/** Keeps the finished sentences of a block's last item, row or paragraph, and everything before it. */
function cutBlock(text: string): string {
  const lines = text.split('\n');
  let start = lines.findLastIndex((line) => LIST_ITEM.test(line));
  const isRow = lines.at(-1)!.trimStart().startsWith('|');
  if (isRow) start = lines.length - 1;
  const before = lines.slice(0, Math.max(start, 0));
  const unit = lines.slice(Math.max(start, 0)).join('\n');
  const finished = isRow ? '' : unit.slice(0, lastSentenceEnd(unit));
  if (finished !== '') return [...before, finished].join('\n');
  // Text that introduces the item is removed with it.
  const kept = { text: before.join('\n'), fenced: false };
  return before.length === 0 || LIST_ITEM.test(before.at(-1)!) || isWhole(kept) || endsUnmarked(kept.text)
    ? kept.text
    : cutBlock(kept.text);
}
