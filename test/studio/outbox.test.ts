import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Outbox } from '../../src/studio/server/jobs/outbox.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function outbox() {
  const sent: string[][] = [];
  return { sent, box: new Outbox((events) => sent.push(events.map(({ type }) => type))) };
}

test('events go out together, soon', () => {
  const { sent, box } = outbox();
  box.add({ type: 'text-grew' });
  box.add({ type: 'text-grew' });
  vi.advanceTimersByTime(99);
  expect(sent).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(sent).toEqual([['text-grew', 'text-grew']]);
});

test('steps wait for a second, unless something else comes, which takes them along', () => {
  const { sent, box } = outbox();
  box.add({ type: 'step' });
  vi.advanceTimersByTime(999);
  expect(sent).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(sent).toEqual([['step']]);
  box.add({ type: 'step' });
  box.add({ type: 'saved' });
  box.add({ type: 'step' });
  vi.advanceTimersByTime(100);
  expect(sent).toEqual([['step'], ['step', 'saved', 'step']]);
});

test('the end sends what waits, once', () => {
  const { sent, box } = outbox();
  box.add({ type: 'step' });
  box.flush();
  box.flush();
  vi.advanceTimersByTime(2000);
  expect(sent).toEqual([['step']]);
});
