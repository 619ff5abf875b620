import { countWords } from '../language/words.ts';
import { blocksOf, joinBlocks } from '../markdown/blocks.ts';
import { repairMarkdown } from '../markdown/repair/repair-markdown.ts';
import { cutUnfinishedEnd, dropLastHeadings } from './unfinished-end.ts';

/** One small repair of generated Markdown; it leaves a text without that fault as it is. */
export type RepairStep = (markdown: string) => string;

/** What every generated text goes through before anything in it is read. */
export const NORMALISING_STEPS: readonly RepairStep[] = [normaliseNewlines, keepFirstPost];

/** The repairs of what stands below its front matter, in order: each may rely on those above it. */
export const REPAIR_STEPS: readonly RepairStep[] = [
  dropStrayFrontMatter,
  fenceHighlights,
  dropRepeatedParagraphs,
  repairMarkdown,
  dropLastHeadings,
  // A heading that went may have held one half of a pair.
  repairMarkdown,
  collapseBlankLines,
];

/** The same for a text that was cut off by its length: what it had only begun to say goes first. */
export const REPAIR_STEPS_FOR_CUT_TEXT: readonly RepairStep[] = REPAIR_STEPS.toSpliced(
  REPAIR_STEPS.indexOf(dropRepeatedParagraphs),
  0,
  cutUnfinishedEnd,
);

/** Applies steps one after the other. */
export function clean(markdown: string, steps: readonly RepairStep[]): string {
  return steps.reduce((text, step) => step(text), markdown);
}

/**
 * Lines end in "\n". Control characters go, and with them what is left of a character whose bytes were cut apart
 * (U+FFFD, halves of surrogate pairs): no blog can show them.
 */
export function normaliseNewlines(text: string): string {
  return text
    .replace(/\r\n?|\u2028|\u2029|\u0085/g, '\n')
    .replace(/[\p{Cs}\ufeff\ufffd]/gu, '')
    .replace(/(?![\t\n])\p{Cc}/gu, '');
}

/** What stands behind a written-out end mark is another post; one in front is this post's beginning. */
export function keepFirstPost(text: string): string {
  const mark = /<\|(?:start|end)oftext\|>/;
  return (
    text
      .split(mark)
      .find((part) => part.trim() !== '')
      ?.trim() ?? ''
  );
}

/** Front matter that begins once more in the text, and marks of it that stand alone, are no prose. Rules stay. */
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

/** Code between Jekyll's `{% highlight %}` and `{% endhighlight %}` gets the fences that every generator knows. */
export function fenceHighlights(markdown: string): string {
  let isOpen = false;
  const lines = markdown.split('\n').flatMap((line) => {
    const tag = HIGHLIGHT.exec(line);
    if (tag === null) return [line];
    const [, end, language] = tag;
    // Ends without a beginning, and beginnings within, are nothing.
    if ((end !== undefined) !== isOpen) return [];
    isOpen = !isOpen;
    return [`\`\`\`${isOpen ? language : ''}`];
  });
  return lines.join('\n');
}

/** At most one blank line in a row outside code; none at the ends. */
export function collapseBlankLines(markdown: string): string {
  return joinBlocks(
    blocksOf(markdown).map((block) => ({ ...block, blankLinesBefore: Math.min(block.blankLinesBefore, 1) })),
  ).trimEnd();
}

/** Shorter paragraphs may well stand twice in a post ("It did not."), though not twice in a row. */
const REFRAIN_WORDS = 4;

/** A paragraph that says exactly what an earlier one says is a loop of the model. Code and rules such as `***` may repeat. */
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
