import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { cli } from '../../src/cli/cli.ts';
import { commands } from '../../src/cli/commands.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { fakeSurroundings } from './fake-surroundings.ts';

const here = process.cwd();
beforeEach(() => {
  process.chdir(temporaryFolder());
  mkdirSync('posts');
  writeFileSync('posts/tea.md', '---\ntitle: Tea\ndate: 2019-03-01\n---\n\nA cup of tea.\n');
  writeFileSync('notes.txt', `The kettle\n\n${'It sings in the morning. '.repeat(8)}\n`);
});
afterEach(() => process.chdir(here));

it('says where the draft is', async () => {
  const { surroundings, printed } = fakeSurroundings();
  expect(await cli(['draft', 'notes.txt', '--posts', 'posts', '--out', 'drafts'], commands, '0', surroundings)).toBe(0);
  expect(printed).toEqual(['Wrote drafts/the-kettle.md: "The kettle", 40 words.']);
  expect(readFileSync('drafts/the-kettle.md', 'utf8')).toContain('title: The kettle');
});
