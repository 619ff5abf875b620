import { expect, it } from 'vitest';
import { summaryOf } from '../../../src/blog/drafts/summary.ts';

it.each([
  ['# Head\n\nIt is *one* [link](x) and `code`\non two lines. More.', 'It is one link and code on two lines.'],
  ['> Quote.\n\n- item.\n\n| a |\n| - |\n| b. |\n\nProse without a stop', 'Prose without a stop'],
  ['***\n\n![](x.png)\n\n“Oh?” she said. “Yes.”', '“Oh?” she said.'],
  [`${'word '.repeat(40)}end.`, 'word '.repeat(32).trim()],
  ['Mr. Pargeter has lent me a ladder. Again.', 'Mr. Pargeter has lent me a ladder.'],
  ['x'.repeat(161), null],
  ['```\ncode.\n```', null],
])('%j', (body, summary) => {
  expect(summaryOf(body)).toBe(summary);
});
