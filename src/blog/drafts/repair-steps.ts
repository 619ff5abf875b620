import { countWords } from '../language/words.ts';
import { blocksOf, joinBlocks } from '../markdown/blocks.ts';
import { repairMarkdown } from '../markdown/repair/repair-markdown.ts';
import { cutUnfinishedEnd, dropLastHeadings } from './unfinished-end.ts';

/** A small repair of generated Markdown; it does not change a text without that fault. */
export type RepairStep = (markdown: string) => string;

/** Steps for every generated text before it is parsed. */
export const NORMALISING_STEPS: readonly RepairStep[] = [normaliseNewlines, keepFirstPost];

/** Repairs of the text below its front matter, in order: each may rely on those before it. */
export const REPAIR_STEPS: readonly RepairStep[] = [
  dropStrayFrontMatter,
  fenceHighlights,
  dropRepeatedParagraphs,
  repairMarkdown,
  dropLastHeadings,
  // A removed heading may have contained half of a pair.
  repairMarkdown,
  collapseBlankLines,
];

/** The same for a text that was cut off at the length limit: its unfinished end is removed first. */
export const REPAIR_STEPS_FOR_CUT_TEXT: readonly RepairStep[] = REPAIR_STEPS.toSpliced(
  REPAIR_STEPS.indexOf(dropRepeatedParagraphs),
  0,
  cutUnfinishedEnd,
);

/** Applies steps in order. */
export function clean(markdown: string, steps: readonly RepairStep[]): string {
  return steps.reduce((text, step) => step(text), markdown);
}

/**
 * Makes all line ends "\n". Removes control characters and the remains of characters whose bytes were split (U+FFFD,
 * unpaired surrogates), which no blog can show.
 */
export function normaliseNewlines(text: string): string {
  return text
    .replace(/\r\n?|\u2028|\u2029|\u0085/g, '\n')
    .replace(/[\p{Cs}\ufeff\ufffd]/gu, '')
    .replace(/(?![\t\n])\p{Cc}/gu, '');
}

/** Drops another post after a written-out end mark; a mark at the start only begins this post. */
export function keepFirstPost(text: string): string {
  const mark = /<\|(?:start|end)oftext\|>/;
  return (
    text
      .split(mark)
      .find((part) => part.trim() !== '')
      ?.trim() ?? ''
  );
}

/** Removes repeated front matter in the text and stray marks of it. Rules are kept. */
export function dropStrayFrontMatter(markdown: string): string {
  const blocks = blocksOf(markdown).map((block) =>
    block.fenced ? block : { ...block, text: withoutEntries(block.text) },
  );
  return joinBlocks(blocks).replace(/^(?:---[ \t]*(?:\n+|$))+/, '');
}

function withoutEntries(paragraph: string): string {
  const text = paragraph
    .replace(/^(---|\+\+\+)\n(?:\w[\w-]* *[:=].*\n|- .*\n|[ \t].*\n)+\1(?:\n|$)/gm, '')
    .replace(/^\+\+\+(?:\n|$)/gm, '')
    .replace(/\n$/, '');
  return text === paragraph ? text : withoutEntries(text);
}

const HIGHLIGHT = /^\{%-?\s*(end)?highlight\b\s*([\w+#.]*)[^%]*%\}\s*$/;

/** Turns Jekyll's `{% highlight %}` and `{% endhighlight %}` into code fences, which every generator knows. */
export function fenceHighlights(markdown: string): string {
  let isOpen = false;
  const lines = markdown.split('\n').flatMap((line) => {
    const tag = HIGHLIGHT.exec(line);
    if (tag === null) return [line];
    const [, end, language] = tag;
    // Drop ends without a beginning, and beginnings inside a block.
    if ((end !== undefined) !== isOpen) return [];
    isOpen = !isOpen;
    return [`\`\`\`${isOpen ? language : ''}`];
  });
  return lines.join('\n');
}

/** Leaves at most one blank line in a row outside code, and none at either end. */
export function collapseBlankLines(markdown: string): string {
  return joinBlocks(
    blocksOf(markdown).map((block) => ({ ...block, blankLinesBefore: Math.min(block.blankLinesBefore, 1) })),
  ).trimEnd();
}

/** Shorter paragraphs may occur twice in a post ("It did not."), though not in a row. */
const REFRAIN_WORDS = 4;

/**
 * Removes a paragraph that repeats an earlier one exactly: the model is in a loop. Code and rules such as `***` may
 * repeat.
 */
export function dropRepeatedParagraphs(markdown: string): string {
  const seen = new Set<string>();
  let previous = '';
  const kept = blocksOf(markdown).filter(({ text, fenced }) => {
    const words = fenced ? 0 : countWords(text);
    const repeated = words > 0 && (text === previous || (words > REFRAIN_WORDS && seen.has(text)));
    seen.add(text);
    if (!repeated) previous = text;
    return !repeated;
  });
  return joinBlocks(kept);
}
