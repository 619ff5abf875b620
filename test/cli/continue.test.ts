import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cli } from '../../src/cli/cli.ts';
import { commands } from '../../src/cli/commands.ts';
import { writeReciter } from '../pipeline/reciter.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { fakeSurroundings } from './fake-surroundings.ts';

const here = process.cwd();
beforeEach(async () => {
  process.chdir(temporaryFolder());
  await writeReciter(join('models', 'reciter'), 'One, two three.');
  await writeFile('tea.md', 'One, ');
});
afterEach(() => process.chdir(here));

const line = ['continue', 'tea.md', '--model-name', 'reciter', '--device', 'reference', '--length', '20'];

describe('tpdne continue', () => {
  it('says what it wrote, and with --in-place where the old text is', async () => {
    const { surroundings, printed, noted } = fakeSurroundings();
    expect(await cli([...line, '--seed', '1'], commands, '0', surroundings)).toBe(0);
    expect(printed).toEqual(['Wrote tea-continued.md: 2 words after yours.']);
    expect(await readFile('tea-continued.md', 'utf8')).toBe('One, two three.\n');
    expect(await cli([...line, '--in-place'], commands, '0', surroundings)).toBe(0);
    expect(noted).toContainEqual(expect.stringMatching(/^The seed is \d+;/));
    expect(noted).toContain('Your text as it was is in tea.md.bak.');
  });

  it('says how good the best of several is', async () => {
    await writeFile('posts.txt', 'One, two three. Four five.');
    const { surroundings, printed } = fakeSurroundings();
    const best = [...line, '--best-of', '2', '--dataset', 'posts.txt'];
    expect(await cli(best, commands, '0', surroundings)).toBe(0);
    expect(printed).toEqual([
      expect.stringMatching(/^Wrote tea-continued\.md: 2 words after yours, the best of 2 with a score of \d\.\d\d\.$/),
    ]);
  });

  it('says which part of a long draft the model reads', async () => {
    await writeFile('tea.md', `${'I am a b. '.repeat(9)}One, `);
    const { surroundings, noted } = fakeSurroundings();
    await cli(line, commands, '0', surroundings);
    expect(noted).toContain('The draft has 95 tokens; the model reads the last 16 of them.');
  });
});
