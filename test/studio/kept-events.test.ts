import { expect, test } from 'vitest';
import { KeptEvents } from '../../src/studio/server/jobs/kept-events.ts';

const types = (kept: KeptEvents) => kept.events.map(({ event }) => event.type);

test('progress is void once there is more of it; numbers count everything', () => {
  const kept = new KeptEvents();
  kept.add({ type: 'reading', bytesDone: 1 });
  kept.add({ type: 'skipped', path: 'a.md' });
  kept.add({ type: 'reading', bytesDone: 2 });
  expect(kept.count).toBe(3);
  expect(kept.events).toEqual([
    { number: 2, event: { type: 'skipped', path: 'a.md' } },
    { number: 3, event: { type: 'reading', bytesDone: 2 } },
  ]);
});

test.each(['reading', 'cleaning-progress', 'evaluating', 'validating', 'exporting', 'download-progress'])(
  'of %s, the latest alone is kept',
  (type) => {
    const kept = new KeptEvents();
    for (const done of [1, 2]) kept.add({ type, done });
    expect(kept.events).toEqual([{ number: 2, event: { type, done: 2 } }]);
  },
);

test('pieces of a text are void once it is whole; those of another text are not', () => {
  const kept = new KeptEvents();
  for (const number of [1, 2, 1]) kept.add({ type: 'text-grew', number, added: 'a' });
  kept.add({ type: 'text-done', number: 1, text: 'aa' });
  expect(types(kept)).toEqual(['text-grew', 'text-done']);
  kept.add({ type: 'draft-continued', path: 'a.md' });
  expect(types(kept)).toEqual(['text-done', 'draft-continued']);
});

test('pieces of a text that was judged are one: nothing else holds the text', () => {
  const kept = new KeptEvents();
  for (const [number, added] of [
    [1, 'One'],
    [2, 'Two'],
    [1, ' and'],
    [1, ' more'],
  ] as const) {
    kept.add({ type: 'text-grew', number, added, tokens: 1 });
  }
  kept.add({ type: 'draft-candidate', number: 1, title: 'One' });
  expect(kept.events.map(({ number, event }) => [number, event.type, event.added])).toEqual([
    [2, 'text-grew', 'Two'],
    [4, 'text-grew', 'One and more'],
    [5, 'draft-candidate', undefined],
  ]);
});

test('steps are thinned, from the first to the last', () => {
  const kept = new KeptEvents();
  for (let step = 1; step <= 50_000; step++) kept.add({ type: 'step', step });
  kept.add({ type: 'saved', step: 50_000 });
  const steps = kept.events.filter(({ event }) => event.type === 'step').map(({ event }) => Number(event.step));
  expect(steps.length).toBeLessThanOrEqual(2000);
  expect(steps.length).toBeGreaterThan(900);
  expect(steps[0]).toBeLessThan(500);
  expect(steps.at(-1)).toBe(50_000);
  expect(kept.count).toBe(50_001);
});

test('posts one by one are void once they are listed together', () => {
  const kept = new KeptEvents();
  for (const path of ['a.md', 'b.md']) kept.add({ type: 'post-seen', path });
  kept.add({ type: 'skipped', path: 'c.md' });
  expect(types(kept)).toEqual(['post-seen', 'post-seen', 'skipped']);
  kept.add({ type: 'posts-shown' });
  expect(types(kept)).toEqual(['skipped', 'posts-shown']);
});
