import { expect, test } from 'vitest';
import { type Judgement, scoreOf, type UsualPost } from '../../../src/blog/judging/judgement.ts';
import { copiedLevel } from '../../../src/studio/pages/parts/copied-level.ts';
import { findingsOf } from '../../../src/studio/pages/review/findings.ts';

const usual: UsualPost = { shortWords: 300, longWords: 1200, repetition: 0.02, style: null };
const passage = { words: 14, passage: 'x', source: '_posts/a.md' };

const judgementWith = (some: Partial<Judgement>): Judgement => ({
  ...{ score: 0, shared: { words: 600, longest: null, passages: [], sharedGrams: 0 }, repetition: 0.01 },
  ...{ open: [], style: null, subject: null, bitsPerByte: null },
  ...some,
});

test('a draft without faults has only factors of 1, or none', () => {
  const findings = findingsOf(judgementWith({}), usual);
  expect(findings.map(({ name, factor }) => [name, factor])).toEqual([
    ['Copying', 1],
    ['Repetition', 1],
    ['Length', 1],
    ['Unfinished', 1],
    ['Style', null],
    ['Subject', null],
    ['Voice', null],
  ]);
  expect(findings.map(({ found }) => found)).toEqual([
    'Nothing is copied from your posts.',
    '1.0 % of its phrases of four words were there before; in your posts 2.0 %.',
    '600 words, as long as yours: half of your posts have 300 to 1,200.',
    'Nothing is left open.',
    'There are too few posts to tell.',
    'There are no uncommon words in its title, or too few posts to compare with.',
    'No model was asked.',
  ]);
});

test('the factors of what was found make the score, and each is said', () => {
  const judgement = judgementWith({
    shared: { words: 150, longest: passage, passages: [passage], sharedGrams: 0.125 },
    repetition: 0.3,
    open: ['a link', 'a list'],
    style: {
      distance: 2,
      unlike: [{ kind: 'headings', of: null, value: 0, usual: 6.6 }],
    } as unknown as Judgement['style'],
    subject: { words: 3, missing: ['tea', 'pot'] },
    bitsPerByte: { before: 1, after: 1.2 },
  });
  const titled = { ...usual, subject: 0.8 };
  const findings = findingsOf(judgement, titled);
  expect(findings.reduce((product, { factor }) => product * (factor ?? 1), 1)).toBeCloseTo(
    scoreOf(judgement, titled),
    12,
  );
  expect(findings.map(({ found }) => found)).toEqual([
    '13 % of its phrases of eight words are in your posts. The longest is 14 words in a row.',
    '30 % of its phrases of four words were there before; in your posts 2.0 %.',
    '150 words, rather short: half of your posts have 300 to 1,200.',
    'Left open: a link; a list.',
    'Unlike your posts: 0 headings per 1,000 words; yours have 6.6.',
    'It says 1 of the 3 uncommon words of its title (not “tea”, “pot”).',
    'The model that learned from you finds it less likely than it did before.',
  ]);
});

test('a few words in a row are not called copied', () => {
  const copied = (words: number) => {
    const shared = { words: 600, longest: { ...passage, words }, passages: [], sharedGrams: 0 };
    return findingsOf(judgementWith({ shared }), usual)[0].found;
  };
  expect([copied(6), copied(1)]).toEqual([
    'At most 6 words in a row are in your posts too.',
    'At most 1 word in a row is in your posts too.',
  ]);
});

test.each([
  [300, 'as long as yours'],
  [299, 'rather short'],
  [1200, 'as long as yours'],
  [1201, 'rather long'],
])('%i words are %s', (words, said) => {
  const shared = { words, longest: null, passages: [], sharedGrams: 0 };
  expect(findingsOf(judgementWith({ shared }), usual)[2].found).toContain(said);
});

test('at the limits, style and voice take nothing', () => {
  const style = (distance: number) => ({ distance, unlike: [] }) as unknown as Judgement['style'];
  const factors = (some: Partial<Judgement>) => findingsOf(judgementWith(some), usual).map(({ factor }) => factor);
  expect(factors({ style: style(1), bitsPerByte: { before: 1, after: 1 } }).slice(4)).toEqual([1, null, 1]);
  expect(factors({ style: style(1.25) })[4]).toBeCloseTo(0.8);
  expect(factors({ bitsPerByte: { before: 1, after: 1.01 } })[6]).toBeLessThan(1);
});

test.each([
  [1, 1],
  [11, 1],
  [12, 2],
  [24, 2],
  [25, 3],
])('a passage of %i words has level %i', (words, level) => {
  expect(copiedLevel(words)).toBe(level);
});
