import { expect, test } from 'vitest';
import { eventWords, wouldChange } from '../../../src/studio/pages/calendar/event-words.ts';

test.each([
  [
    { type: 'published', draft: '_drafts/tea.md', post: '_posts/tea.md', address: null },
    'Published tea.md as _posts/tea.md.',
  ],
  [
    { type: 'published', draft: 'q/tea.md', post: 'q/x.md', address: 'https://a.b/tea' },
    'Published tea.md as https://a.b/tea.',
  ],
  [
    { type: 'unpublished', draft: '_drafts/tea.md', post: '_posts/tea.md', address: null },
    'Took back _posts/tea.md; its draft is _drafts/tea.md, held back.',
  ],
  [{ type: 'draft-skipped', path: 'q/a.md', reason: 'no.' }, 'q/a.md stays in the queue: no.'],
  [{ type: 'nothing-approved', later: null }, 'No draft is approved, so nothing can be published.'],
  [
    { type: 'nothing-approved', later: { drafts: 2, first: '2026-12-05' } },
    'Nothing can be published now: 2 approved drafts wait for a later day, the first for 2026-12-05.',
  ],
  [{ type: 'nothing-due', next: { day: '2026-12-05' } }, 'Nothing is due before 2026-12-05.'],
  [{ type: 'committed', message: 'Publish "Tea"' }, 'Committed: Publish "Tea".'],
  [{ type: 'note', note: 'A remark.' }, 'A remark.'],
  [{ type: 'refill-started', drafts: 1 }, 'Writing 1 new draft for the queue.'],
  [{ type: 'difference', text: '' }, null],
  [{ type: 'refill-event' }, null],
])('%j is said as %j', (event, words) => {
  expect(eventWords(event)).toBe(words);
});

test('a dry run would change something if it has a difference or a request', () => {
  expect(wouldChange([{ type: 'note' }, { type: 'nothing-approved' }])).toBe(false);
  expect(wouldChange([{ type: 'difference' }])).toBe(true);
  expect(wouldChange([{ type: 'request' }])).toBe(true);
});
