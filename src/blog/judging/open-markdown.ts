import { balanceMarks } from '../drafts/balance-marks.ts';
import { blocksOf, joinBlocks } from '../drafts/blocks.ts';
import { endsFinished } from '../drafts/unfinished-end.ts';

/** What a Markdown text leaves open, each a few words for people: 'fenced code', 'its last sentence'; empty for a whole one. */
export function openMarkdown(markdown: string): string[] {
  const open: string[] = [];
  if (blocksOf(markdown).some(({ missingFence }) => missingFence !== null)) open.push('fenced code');
  if (balanceMarks(markdown) !== blocksAsTheyAre(markdown)) open.push('emphasis or inline code');
  if (!endsFinished(markdown)) open.push('its last sentence');
  return open;
}

/** `balanceMarks` also takes white space from blank lines and ends. */
function blocksAsTheyAre(markdown: string): string {
  return joinBlocks(blocksOf(markdown));
}
