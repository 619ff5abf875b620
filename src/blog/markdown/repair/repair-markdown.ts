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

/** The kinds of flaws. Where two mend the same place, the earlier one goes first. */
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

/** Mending one place may uncover another; what is left after so many rounds stays. */
const MOST_ROUNDS = 20;

/** All flaws of a text, in the order of their kinds. None is in Markdown that does what its marks say. */
export function flawsOf(markdown: string): Flaw[] {
  const page = parsed(markdown);
  return FLAWS.flatMap((find) => [...find(page)]);
}

/** Mends the flaws of a text; one without flaws stays as it is. */
export function repairMarkdown(markdown: string): string {
  let text = markdown;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const flaws = flawsOf(text);
    if (flaws.length === 0) break;
    text = edited(text, flaws);
  }
  return text;
}
