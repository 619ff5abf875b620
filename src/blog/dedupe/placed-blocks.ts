import { type Block, blocksOf } from '../markdown/blocks.ts';
import type { Stretch } from '../markdown/edits.ts';

export interface PlacedBlock extends Block, Stretch {}

/** The blocks of a Markdown text with their places in it. */
export function placedBlocks(markdown: string): PlacedBlock[] {
  let at = 0;
  return blocksOf(markdown).map(({ text, blankLinesBefore, fenced }) => {
    const start = markdown.indexOf(text, at);
    at = start + text.length;
    return { text, blankLinesBefore, fenced, start, end: at };
  });
}

/** Where there is code: in fences, or in backticks within a line. */
export function codeStretches(markdown: string): Stretch[] {
  const fenced = placedBlocks(markdown).filter((block) => block.fenced);
  const spans = Array.from(markdown.matchAll(/(?<!`)(`{1,2})(?!`)[^\n]*?(?<!`)\1(?!`)/g), ({ 0: code, index }) => ({
    start: index,
    end: index + code.length,
  }));
  return [...fenced, ...spans];
}
