import { expect, it } from 'vitest';
import { MARKS } from '../../../src/blog/style/marks.ts';
import { styleWords } from '../../../src/blog/style/style-words.ts';

it.each([
  ['variety', null, 33.94, 40.1, '34 different words among 50 in a row; 40 in yours'],
  ['sentence-words', null, 31.4, 17.2, 'sentences of 31 words on average; yours have 17'],
  ['sentence-spread', null, 4, 8.25, 'sentence lengths vary by 4 words around their average; yours by 8.3'],
  ['paragraph-words', null, 9.94, 9.95, 'paragraphs of 9.9 words on average; yours have 10'],
  ['word', 'the', 68, 45, '“the” 68 times per 1,000 words; 45 times in yours'],
  ['mark', '!', 5.02, 0, '5 exclamation marks per 1,000 characters; yours have 0'],
  ['headings', null, 0, 6.6, '0 headings per 1,000 words; yours have 6.6'],
  ['list-items', null, 20, 1, '20 list items per 1,000 words; yours have 1'],
  ['links', null, 0, 1.2, '0 links per 1,000 words; yours have 1.2'],
  ['code', null, 0.5, 0.031, '50 % of its characters are code; in yours 3.1 %'],
] as const)('%s %s', (kind, of, value, usual, words) => {
  expect(styleWords({ kind, of, value, usual, z: 2 })).toBe(words);
});

it('has a name for each kind of mark', () => {
  for (const of of MARKS) {
    expect(styleWords({ kind: 'mark', of, value: 1, usual: 2, z: -2 })).toMatch(/^1 [a-z ]+ per 1,000/);
  }
});
