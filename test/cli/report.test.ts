import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cli } from '../../src/cli/cli.ts';
import { commands } from '../../src/cli/commands.ts';
import { tinyWorkplace, trained } from '../pipeline/tiny-workplace.ts';
import { fakeSurroundings } from './fake-surroundings.ts';

const here = process.cwd();
beforeEach(async () => {
  const root = await tinyWorkplace();
  await trained(root, { steps: 2, val_every: 1 });
  process.chdir(root);
});
afterEach(() => process.chdir(here));

test('tpdne report prints where the page is, and notes whether the training is past its best', async () => {
  const { surroundings, printed, noted } = fakeSurroundings();
  expect(await cli(['report', 'run1'], commands, '1', surroundings)).toBe(0);
  expect(printed).toEqual(['checkpoint/run1/report.html']);
  expect(noted).toEqual([expect.stringMatching(/held-out posts .*\.$/)]);
  expect(readFileSync(printed[0], 'utf8')).toContain(noted[0].split(' (')[0]);
});

test('tpdne report without a name is about the newest run', async () => {
  const { surroundings, printed } = fakeSurroundings();
  expect(await cli(['report', '--out', 'page.html'], commands, '1', surroundings)).toBe(0);
  expect(printed).toEqual(['page.html']);
  const { surroundings: others, noted } = fakeSurroundings();
  expect(await cli(['report', 'run2'], commands, '1', others)).toBe(1);
  expect(noted.at(-1)).toMatch(/There is no run run2: .*did you mean run1\?/);
});
