import { edited } from '../edits.ts';
import { parsed } from '../parsed-markdown.ts';
import { danglingMarks } from './dangling-marks.ts';
import { openFences } from './fences.ts';
import type { Flaw, FlawFinder } from './flaw.ts';
import { brokenHeadings } from './headings.ts';
import { brokenHtml } from './html-tags.ts';
import { brokenLinks } from './links.ts';
import { brokenLists } from './lists.ts';
import { emptyQuotations } from './quotations.ts';
import { brokenTables } from './tables.ts';

/** All kinds of flaws. If two overlap, the earlier kind is repaired first. */
const FLAWS: readonly FlawFinder[] = [
  openFences,
  brokenTables,
  brokenLists,
  emptyQuotations,
  brokenHeadings,
  brokenHtml,
  brokenLinks,
  danglingMarks,
];

/** One repair may reveal another flaw; after this many rounds, remaining flaws stay. */
const MOST_ROUNDS = 20;

/** All flaws of a text, ordered by kind. Well-formed Markdown has none. */
export function flawsOf(markdown: string): Flaw[] {
  const page = parsed(markdown);
  return FLAWS.flatMap((find) => [...find(page)]);
}

/** Repairs the flaws of a text. A text without flaws is unchanged. */
export function repairMarkdown(markdown: string): string {
  let text = markdown;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const flaws = flawsOf(text);
    if (flaws.length === 0) break;
    text = edited(text, flaws);
  }
  return text;
}
