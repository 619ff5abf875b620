import { expect, test } from 'vitest';
import type { GenerationEvent } from '../../../src/engine/generation/generate-texts.ts';
import { followWriting } from '../../../src/pipeline/ranks/follow-writing.ts';
import type { TextsToWrite, WriteTexts } from '../../../src/pipeline/ranks/messages.ts';
import { RankStoppedFault, SharedTexts } from '../../../src/pipeline/ranks/shared-texts.ts';
import type { Project } from '../../../src/project/project.ts';
import { ranksOfProjects } from './ranks-in-memory.ts';

type Surroundings = Pick<Project, 'ranks' | 'sleep' | 'signal'>;

/** Turns of other work that rank `r` needs for a piece of a text. */
type Pace = (rank: number) => number;

/** A writer whose texts say which they are; text k has k % 3 + 1 pieces. `wrote` gets the numbers, by rank. */
function writer(rank: number, pace: Pace, wrote: number[] = []): WriteTexts<string> {
  return async function* ({ job, firstNumber, count, batchSize }, signal) {
    if (firstNumber === 1) yield { type: 'prompt-cut', tokens: 9, keptTokens: 8 };
    for (let at = 0; at < count; at += batchSize) {
      const numbers = Array.from({ length: Math.min(batchSize, count - at) }, (_, i) => firstNumber + at + i);
      for (let piece = 0; piece < 3; piece++) {
        for (let turn = 0; turn < pace(rank); turn++) await new Promise((resolve) => setTimeout(resolve));
        signal?.throwIfAborted();
        for (const number of numbers) {
          if (piece > number % 3) continue;
          yield { type: 'text-grew', number, added: `${job}${number}.${piece}`, tokens: 1 };
          if (piece < number % 3) continue;
          wrote.push(number);
          yield { type: 'text-done', number, text: `${job}${number}`, tokens: piece + 1, ended: true };
        }
      }
    }
  };
}

async function all(events: AsyncIterable<GenerationEvent>, enough = Number.POSITIVE_INFINITY) {
  const seen: GenerationEvent[] = [];
  for await (const event of events) {
    seen.push(event);
    if (seen.filter(({ type }) => type === 'text-done').length >= enough) break;
  }
  return seen;
}

interface Ask {
  readonly series: readonly TextsToWrite<string>[];
  readonly batchSize: number;
  readonly enough?: number;
}

/** What rank 0 reports, and which numbers each rank wrote. */
async function together(projects: readonly Surroundings[], asks: readonly Ask[], pace: Pace = () => 1) {
  const wrote = projects.map((): number[] => []);
  const followers = projects.slice(1).map((project, i) => followWriting(project, writer(i + 1, pace, wrote[i + 1])));
  const shared = new SharedTexts(projects[0], writer(0, pace, wrote[0]));
  const seen: GenerationEvent[][] = [];
  try {
    for (const { series, batchSize, enough } of asks) seen.push(await all(shared.texts(series, batchSize), enough));
  } finally {
    await shared.close();
    await Promise.all(followers);
  }
  return { seen, wrote };
}

const done = (events: readonly GenerationEvent[]) =>
  events.flatMap((event) => (event.type === 'text-done' ? [event.text] : []));

test.each([2, 3, 5])('%i ranks report one text after the other exactly as one process', async (size) => {
  const asks = [{ series: [{ job: 'a', firstNumber: 1, count: 11 }], batchSize: 1 }];
  const alone = await together(ranksOfProjects(1), asks);
  for (const slowest of [0, size - 1]) {
    const { seen, wrote } = await together(ranksOfProjects(size), asks, (rank) => (rank === slowest ? 7 : 1));
    expect(seen).toEqual(alone.seen);
    expect(wrote.flat().sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(wrote.filter((numbers) => numbers.length > 0)).toHaveLength(size);
  }
});

test('texts side by side are done in the order of their numbers, and all their pieces are reported once', async () => {
  const asks = [{ series: [{ job: 'a', firstNumber: 1, count: 10 }], batchSize: 4 }];
  const { seen, wrote } = await together(ranksOfProjects(2), asks);
  expect(done(seen[0])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((number) => `a${number}`));
  const alone = await together(ranksOfProjects(1), asks);
  const pieces = (events: readonly GenerationEvent[]) =>
    events.flatMap((event) => (event.type === 'text-grew' ? [event.added] : [])).sort();
  expect(pieces(seen[0])).toEqual(pieces(alone.seen[0]));
  expect(seen[0].filter(({ type }) => type === 'prompt-cut')).toHaveLength(1);
  // Of the first four, and of the rest halves: neither rank is given all that fits side by side.
  expect(Math.max(...wrote.map((numbers) => numbers.length))).toBeLessThan(10);
});

test('several prompts with one text each are shared out too', async () => {
  const series = ['a', 'b', 'c', 'd'].map((job, i) => ({ job, firstNumber: i + 1, count: 1 }));
  const { seen, wrote } = await together(ranksOfProjects(2), [{ series, batchSize: 1 }]);
  expect(done(seen[0])).toEqual(['a1', 'b2', 'c3', 'd4']);
  expect(wrote.every((numbers) => numbers.length > 0)).toBe(true);
});

test('a caller that has enough stops all ranks, and the next texts are not mixed with what is left', async () => {
  const asks: Ask[] = [
    { series: [{ job: 'a', firstNumber: 1, count: Number.POSITIVE_INFINITY }], batchSize: 3, enough: 5 },
    { series: [{ job: 'b', firstNumber: 3, count: 4 }], batchSize: 2 },
  ];
  const { seen } = await together(ranksOfProjects(3), asks);
  expect(done(seen[0])).toEqual(['a1', 'a2', 'a3', 'a4', 'a5']);
  expect(done(seen[1])).toEqual(['b3', 'b4', 'b5', 'b6']);
  const others = seen[1].filter((event) => event.type !== 'text-grew' || !event.added.startsWith('b'));
  expect(others.every(({ type }) => type === 'text-done')).toBe(true);
});

const FOREVER: Ask[] = [
  { series: [{ job: 'a', firstNumber: 1, count: Number.POSITIVE_INFINITY }], batchSize: 1, enough: 10_000 },
];

test('a signal on rank 0 ends the writing with its reason, and the others end as well', async () => {
  const stop = new AbortController();
  const projects = ranksOfProjects(2, [stop.signal, stop.signal]);
  setTimeout(() => stop.abort(), 200);
  await expect(together(projects, FOREVER)).rejects.toMatchObject({ name: 'AbortError' });
});

test('a signal on another rank alone ends the writing, and says where it came', { timeout: 20_000 }, async () => {
  const stop = new AbortController();
  const projects = ranksOfProjects(2, [new AbortController().signal, stop.signal]);
  setTimeout(() => stop.abort(), 200);
  const writing = together(projects, FOREVER);
  await expect(writing).rejects.toThrow(RankStoppedFault);
  await expect(writing).rejects.toThrow('A rank on host-1 was stopped, so the others stop too.');
});

test('a signal that rank 0 hears later than another is its own', { timeout: 20_000 }, async () => {
  const [first, second] = [new AbortController(), new AbortController()];
  const projects = ranksOfProjects(2, [first.signal, second.signal]);
  setTimeout(() => second.abort(), 100);
  setTimeout(() => first.abort(), 1200);
  await expect(together(projects, FOREVER)).rejects.toMatchObject({ name: 'AbortError' });
});

test('what goes wrong while a rank writes ends that rank', async () => {
  const [first, second] = ranksOfProjects(2);
  const failing: WriteTexts<string> = async function* () {
    yield { type: 'text-grew', number: 2, added: 'x', tokens: 1 };
    throw new RangeError('no memory');
  };
  const follower = followWriting(second, failing);
  const shared = new SharedTexts(
    first,
    writer(0, () => 1),
  );
  const texts = shared.texts([{ job: 'a', firstNumber: 1, count: 4 }], 1);
  void texts
    .next()
    .then(() => texts.next())
    .catch(() => {});
  await expect(follower).rejects.toThrow('no memory');
});
