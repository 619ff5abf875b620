import { expect, test } from 'vitest';
import { folderName, memoryInWords, postName } from '../../../src/studio/pages/core/words.ts';

test('memory is what is free, or what a browser says that the machine has', () => {
  expect(memoryInWords(8e9, true)).toBe('8.0 GB of memory are free.');
  expect(memoryInWords(8e9, false)).toBe('This machine has 8.0 GB of memory or more.');
  expect(memoryInWords(Number.MAX_SAFE_INTEGER, true)).toBe('How much memory this machine has is not known.');
});

test.each([
  ['_drafts/tea.md', 'tea.md'],
  ['_drafts/tea/index.md', 'tea/index.md'],
  ['index.md', 'index.md'],
  ['_drafts/tea/notes.md', 'notes.md'],
])('%s is called %s', (path, name) => expect(postName(path)).toBe(name));

test('the folder of the studio is this folder', () => {
  expect([folderName('.'), folderName('_posts')]).toEqual(['this folder', '_posts']);
});
