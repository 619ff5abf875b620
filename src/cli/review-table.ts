import { columnTitle } from './column-title.ts';
import { counted } from './counted.ts';
import type { Shown } from './review-session.ts';
import { approvalText, draftScore, type Limits, visible, warningsOf } from './review-text.ts';
import { table } from './table.ts';

/** The drafts as a table, a row each, followed by their warnings. */
export function draftTable(rows: readonly Shown[], limits: Limits): string {
  if (rows.length === 0) return 'There are no drafts in the queue.';
  const head = ['title', 'date', 'words', 'copied in a row', 'score', 'state', 'file'];
  const cells = rows.map(({ draft }) => [
    columnTitle(visible(draft.title ?? 'Untitled')),
    visible(draft.date ?? '-'),
    draft.words,
    draft.judgement === null ? '-' : (draft.judgement.shared.longest?.words ?? 0),
    draftScore(draft),
    approvalText(draft),
    visible(draft.path),
  ]);
  const warnings = rows.flatMap(({ draft, usual }) => {
    const found = warningsOf(draft, usual, limits);
    return found.length === 0 ? [] : ['', visible(draft.path), ...found.map((warning) => `  ${visible(warning)}`)];
  });
  return [table([head, ...cells]), ...warnings].join('\n');
}

/** How to decide without a terminal. */
export function howToDecide(queue: string, drafts: number): string[] {
  if (drafts === 0) return [];
  return [
    '',
    `To let ${drafts === 1 ? 'it' : `one of the ${counted(drafts, 'draft')}`} be published: tpdne approve <file>. To hold one back: tpdne hold <file>.`,
    `In a terminal, tpdne review ${queue} shows them one by one.`,
  ];
}
