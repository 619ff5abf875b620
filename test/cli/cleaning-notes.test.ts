import { expect, it } from 'vitest';
import { cleaningNotes } from '../../src/cli/cleaning-notes.ts';
import type { CleaningEvent, Finding } from '../../src/pipeline/events/reading.ts';
import { processorMs } from '../processor-ms.ts';

const found = (line: number): Finding => {
  return { path: 'a.md', line, kind: 'e-mail address', name: 'e-mail address', shown: 'a…@kettle.org' };
};

const event: CleaningEvent = {
  type: 'cleaning',
  findings: [1, 2, 3, 4, 5].map(found),
  redacted: false,
  boilerplate: [{ text: 'Cheers,\nAnna', posts: 7 }],
  stripped: false,
  trackedLinks: 2,
};

it('lists the first findings of each kind, and what can be done about them', () => {
  expect(cleaningNotes(event)).toEqual([
    'One paragraph repeats from post to post; --strip-boilerplate removes it:',
    '  in 7 posts: Cheers, Anna',
    'Private data in the posts; a model can repeat it word for word; --redact masks it:',
    '  e-mail address: 5',
    '    a.md, line 1: a…@kettle.org',
    '    a.md, line 2: a…@kettle.org',
    '    a.md, line 3: a…@kettle.org',
    '    and 2 more',
    'Removed tracking parameters from 2 links.',
  ]);
});

it('reports what was done', () => {
  const notes = cleaningNotes({ ...event, redacted: true, stripped: true, trackedLinks: 0 });
  expect(notes.filter((note) => note.endsWith(':'))).toEqual([
    'One paragraph repeats from post to post; removed:',
    'Private data in the posts; masked:',
  ]);
});

it('takes linear time', async () => {
  const findings = Array.from({ length: 300_000 }, (_, line) => found(line));
  const run = () => expect(cleaningNotes({ ...event, findings })).toContain('  e-mail address: 300,000');
  expect(await processorMs(run)).toBeLessThan(1000);
});
