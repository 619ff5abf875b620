/** A piece of Markdown between blank lines, or a whole fenced code block. */
export interface Block {
  readonly text: string;
  /** Blank lines before it; 0 if code directly follows its paragraph. */
  readonly blankLinesBefore: number;
  /** Whether it is fenced code. */
  readonly fenced: boolean;
}

const FENCE = /^\s*(`{3,}|~{3,})/;

/** Splits Markdown into blocks. Blank lines inside a fence belong to the code. Lines must end in "\n". */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let lines: string[] = [];
  let blankLinesBefore = 0;
  const finish = (fenced: boolean): void => {
    if (lines.length > 0) blocks.push({ text: lines.join('\n'), blankLinesBefore, fenced });
    if (lines.length > 0) blankLinesBefore = 0;
    lines = [];
  };
  let fence: string | null = null;
  for (const line of markdown.split('\n')) {
    if (fence !== null) {
      lines.push(line);
      if (!closes(line, fence)) continue;
      finish(true);
      fence = null;
    } else if (opensFence(line)) {
      finish(false);
      lines.push(line);
      fence = FENCE.exec(line)![0];
    } else if (line.trim() === '') {
      finish(false);
      blankLinesBefore++;
    } else {
      lines.push(line);
    }
  }
  finish(fence !== null);
  return blocks;
}

/**
 * Joins blocks to Markdown, leaving out empty ones. `joinBlocks(blocksOf(x))` is x without blank lines at its ends and
 * without white space in blank lines.
 */
export function joinBlocks(blocks: readonly Block[]): string {
  return blocks
    .filter(({ text }) => text.trim() !== '')
    .map((block, i) => (i === 0 ? block.text : '\n'.repeat(block.blankLinesBefore + 1) + block.text))
    .join('');
}

/** What closes the block at the end of a text if it is code that is still open; else ''. */
export function closingFenceOf({ text, fenced }: Block): string {
  if (!fenced) return '';
  const lines = text.split('\n');
  const fence = FENCE.exec(text)![0];
  return lines.length > 1 && closes(lines.at(-1)!, fence) ? '' : `\n${fence}`;
}

/** Whether a line starts fenced code. With more backticks later in the line, it is inline code. */
function opensFence(line: string): boolean {
  const mark = FENCE.exec(line)?.[1];
  return mark !== undefined && (mark.startsWith('~') || !line.trimStart().slice(mark.length).includes('`'));
}

function closes(line: string, fence: string): boolean {
  const mark = line.trim();
  return mark.startsWith(fence.trim()) && mark === mark[0].repeat(mark.length);
}
