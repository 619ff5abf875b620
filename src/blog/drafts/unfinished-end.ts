import { endsUnmarked, lastSentenceEnd } from '../language/sentences.ts';
import { countWords } from '../language/words.ts';
import { type Block, blocksOf, joinBlocks } from '../markdown/blocks.ts';

/** Whole without the mark of a sentence: an image alone, a rule, a tag, a row of a table, a footnote's address. */
const WHOLE_LINE = /^\s*(?:!\[.*\]\(.*\)|[*_-](?: ?[*_-]){2,}|<.*>|\|.*\||\[[^\]]+\]: +\S+)\s*$/;

const LIST_ITEM = /^\s*(?:[-*+]|\d{1,9}[.)])\s/;
const HEADING = /^#{1,6}(?:\s|$)/;

/** Whether the text ends where a sentence, or something that needs none, ends. */
export function endsFinished(markdown: string): boolean {
  const last = blocksOf(markdown).at(-1);
  return last === undefined || ((isWhole(last) || endsUnmarked(last.text)) && !HEADING.test(lastLine(last)));
}

/** What tells where a block ends. */
type Prose = Pick<Block, 'text' | 'fenced'>;

/** Ends of lines behind which more was to come. */
const LEADS_ON = /[,;([{=|+<–—、，；：（「『،؛-]\s*$/;

/** More words than a signature or a greeting has; prose that is longer ends its sentences. */
const MOST_WORDS_WITHOUT_END = 5;

/** Whether a text that a model ended by itself ends in the middle of a sentence: lists, addresses and signatures may. */
export function breaksOff(markdown: string): boolean {
  const last = blocksOf(markdown).at(-1);
  if (last === undefined || isWhole(last) || endsUnmarked(last.text)) return false;
  const line = lastLine(last);
  const isItem = LIST_ITEM.test(line);
  const finished = lastSentenceEnd(line);
  // The items of a list have no ends, or have them all.
  if (isItem && finished === 0) return false;
  const open = isItem ? line.slice(finished) : last.text;
  return LEADS_ON.test(open) || (/[\p{L}\p{M}\p{N}]$/u.test(open) && countWords(open) > MOST_WORDS_WITHOUT_END);
}

/**
 * Cuts off the sentence that the text breaks off in. When it is all of a paragraph, a list item or a row, that goes
 * whole; so does a heading that then has nothing under it. Code keeps every line.
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
  // What stood over it may have led to it, or have been left in the middle as well.
  const ledOn =
    before !== undefined && !isWhole(before) && !endsUnmarked(before.text) && !LIST_ITEM.test(lastLine(before));
  return ledOn && (wentWhole || kept !== text) ? cutUnfinishedEnd(kept) : kept;
}

/** Headings with nothing under them go; a text of headings alone keeps its first line, which may be its title. */
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
  return isCode || HEADING.test(last) || WHOLE_LINE.test(last) || lastSentenceEnd(text) === text.trimEnd().length;
}

/** Of the last item, row or paragraph of a block, the finished sentences; what stands before it in the block stays. */
function cutBlock(text: string): string {
  const lines = text.split('\n');
  let start = lines.findLastIndex((line) => LIST_ITEM.test(line));
  if (lines.at(-1)!.trimStart().startsWith('|')) start = lines.length - 1;
  const before = lines.slice(0, Math.max(start, 0));
  const unit = lines.slice(Math.max(start, 0)).join('\n');
  const finished = unit.slice(0, lastSentenceEnd(unit));
  if (finished !== '') return [...before, finished].join('\n');
  // What led to the item goes with it.
  const kept = { text: before.join('\n'), fenced: false };
  return before.length === 0 || LIST_ITEM.test(before.at(-1)!) || isWhole(kept) || endsUnmarked(kept.text)
    ? kept.text
    : cutBlock(kept.text);
}
