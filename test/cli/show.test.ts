import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { cli } from '../../src/cli/cli.ts';
import { commands } from '../../src/cli/commands.ts';
import { shownLines } from '../../src/cli/shown-lines.ts';
import type { RunShown, TokensShown } from '../../src/pipeline/show/shown.ts';
import { tinyWorkplace, trained } from '../pipeline/tiny-workplace.ts';
import { fakeSurroundings } from './fake-surroundings.ts';

let root: string;
beforeEach(async () => {
  root = await tinyWorkplace();
  process.chdir(root);
});

async function printed(...argv: string[]): Promise<string> {
  const { surroundings, printed: lines } = fakeSurroundings([]);
  expect(await cli(['show', ...argv], commands, '1', surroundings)).toBe(0);
  return lines.join('\n');
}

test('prints what a run is, and the settings that are not usual', async () => {
  await trained(root, { steps: 2, val_every: 1 });
  const lines = (await printed('run1')).split('\n');
  expect(lines[0]).toMatch(/^run {2,}run1 \(checkpoint\/run1\), \d.* [kM]B$/);
  const line = (name: string) => lines.find((text) => text.startsWith(`${name} `))?.slice(14);
  expect(line('checkpoints')).toMatch(/^of step .*2 \(best\).*; shown here: 2$/);
  expect(line('trained')).toBe('2 steps, 64 tokens read');
  expect(line('best')).toMatch(/^\d\.\d{3} at step 2$/);
  expect(line('started from')).toBe('tiny');
  expect(line('settings')).toMatch(/^steps 2, batch_size 2, window 16, learning_rate 0\.003, /);
  expect(line('program')).toMatch(/^tpdne \d+\.\d+\.\d+, /);
  expect(line('vocabulary')).toBe('257 tokens, end mark 256');
  expect(line('posts')).toBeUndefined();
});

test('prints a line of JSON for each thing of that name', async () => {
  await trained(root, { steps: 1, run_name: 'tiny' });
  const events = (await printed('tiny', '--json')).split('\n').map((line) => JSON.parse(line));
  expect(events.map(({ type }) => type)).toEqual(['run-shown', 'model-shown']);
  expect(events[0].training.settings).toMatchObject({ dataset: [join(root, 'training.txt')], noise: 0 });
});

const run: RunShown = {
  type: 'run-shown',
  name: 'a',
  path: 'checkpoint/a',
  isTraining: true,
  checkpoints: [],
  step: null,
  bytes: 0,
  training: null,
  samples: [],
  job: null,
  model: null,
  problem: 'Something is wrong.',
};

test.each([
  [{ isTrained: false, isComplete: false, written: 0 }, '0 new posts written; still training'],
  [{ isTrained: true, isComplete: false, written: 1 }, '1 new post written; more are to be written'],
  [{ isTrained: true, isComplete: true, written: 3 }, '3 new posts written; the series is complete'],
])('shows how far a run of posts is: %o', (job, words) => {
  expect(shownLines({ ...run, job }).split('\n')).toEqual([
    'run          a (checkpoint/a), 0 bytes, being trained',
    'checkpoints  none',
    'problem      Something is wrong.',
    `posts        ${words}`,
  ]);
});

test('shows what a token file may be', () => {
  const tokens: TokensShown = {
    type: 'tokens-shown',
    path: 'a.npz',
    bytes: 1234,
    chunks: { count: 1, shortest: 5, longest: 5 },
    tokens: 5,
    digest: 'abc',
    largestToken: 4,
    vocabularies: [],
    beginning: null,
  };
  expect(shownLines(tokens)).toMatch(
    /chunks {6}1\n.*\nvocabulary {2}none on this machine has all of these tokens\ndigest/,
  );
  const [one, two] = [
    { model: 'x', tokens: 10, endMarks: 2, documents: 2 },
    { model: 'y', tokens: 90, endMarks: 0, documents: 1 },
  ];
  const more = { chunks: { count: 2, shortest: 1, longest: 4 }, beginning: 'A\n' };
  expect(
    shownLines({ ...tokens, ...more, vocabularies: [one, two] })
      .split('\n')
      .slice(1, -1),
  ).toEqual([
    'chunks      2, of 1 to 4 tokens',
    'tokens      5, the largest 4',
    'documents   2 (2 end marks)',
    'vocabulary  probably that of x (10 tokens): its end mark occurs',
    'or that of  y',
    'begins      "A\\n"',
  ]);
  expect(shownLines({ ...tokens, vocabularies: [two] })).toContain('1 (no end marks, so each chunk counts as one)');
});

test('shows samples on one line each, cut where they are longer', () => {
  const samples = ['It\n\nrained. ', 'e'.repeat(80), 'é'.repeat(81)].map((text, i) => ({
    step: 5,
    prompt: '',
    number: i + 1,
    text,
  }));
  const lines = shownLines({ ...run, samples }).split('\n');
  expect(lines.filter((line) => line.startsWith('sample '))).toEqual([
    'sample       at step 5: It rained.',
    `sample       at step 5: ${'e'.repeat(80)}`,
    `sample       at step 5: ${'é'.repeat(80)}…`,
  ]);
});
