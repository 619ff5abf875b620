import { blocksOf, joinBlocks } from './blocks.ts';

/** Marks that stand on both sides of what they mark, longest first. */
const MARKS = ['**', '~~', '*', '_'] as const;

/** Takes out of each paragraph the marks of emphasis and inline code that are opened and never closed. */
export function balanceMarks(markdown: string): string {
  return joinBlocks(
    blocksOf(markdown).map((block) => (block.fenced ? block : { ...block, text: balanceParagraph(block.text) })),
  );
}

function balanceParagraph(paragraph: string): string {
  if (/^(?: {4}|\t)/m.test(paragraph)) return paragraph; // It has code, or may have.
  const text = MARKS.reduce(dropUnclosed, dropUnclosedCode(paragraph));
  // A mark that goes may leave its neighbour unclosed.
  return text === paragraph ? text : balanceParagraph(text);
}

/** Inline code ends at as many backticks as it began with, escaped or not; the first ones without such an end go. */
function dropUnclosedCode(text: string): string {
  const runs = [...text.matchAll(/`+/g)];
  for (let i = 0; i < runs.length; i++) {
    const [{ 0: run, index }, isEscaped] = [runs[i], text[runs[i].index - 1] === '\\'];
    if (isEscaped) continue;
    const end = runs.findIndex((other, j) => j > i && other[0] === run);
    if (end === -1) return text.slice(0, index) + dropUnclosedCode(text.slice(index + run.length));
    i = end;
  }
  return text;
}

/** Takes out each `mark` that opens (something follows it, no word stands before it) without one that closes. */
function dropUnclosed(text: string, mark: (typeof MARKS)[number]): string {
  const hidden = hideOthers(text, mark);
  const unclosed: number[] = [];
  for (let at = hidden.indexOf(mark); at !== -1; at = hidden.indexOf(mark, at + mark.length)) {
    const [before, after] = [hidden[at - 1] ?? ' ', hidden[at + mark.length] ?? ' '];
    if (!/\s/.test(before) && unclosed.length > 0) unclosed.pop();
    else if (!/[\s,.;:!?)]/.test(after) && after !== mark[0] && !/[\p{L}\p{N}\\]/u.test(before)) unclosed.push(at);
  }
  return unclosed.reduceRight((rest, at) => rest.slice(0, at) + rest.slice(at + mark.length), text);
}

/** The text with the same length, where code, addresses, escapes, bullets and longer marks can be taken for no `mark`. */
function hideOthers(text: string, mark: string): string {
  const blank = (found: string): string => '\0'.repeat(found.length);
  const hidden = text
    .replace(/(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, blank)
    .replace(/\]\([^)\s]*\)?|https?:\/\/[^\s)>]*|<[^>\n]*>/g, blank)
    .replace(/\\[*_~`]/g, blank)
    .replace(/^\s*[*+-](?=\s)|^\s*[*_-](?: ?[*_-]){2,}\s*$/gm, blank);
  return mark === '*' ? hidden.replace(/\*{2,}/g, blank) : hidden;
}
