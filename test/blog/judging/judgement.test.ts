import { describe, expect, it } from 'vitest';
import { DraftJudge } from '../../../src/blog/judging/draft-judge.ts';
import { type Judgement, scoreOf, scoreText, type UsualPost } from '../../../src/blog/judging/judgement.ts';

const usual: UsualPost = { shortWords: 100, longWords: 400, repetition: 0, style: null };
const good = {
  shared: { words: 200, sharedGrams: 0, longest: null, passages: [] },
  repetition: 0,
  open: [],
  style: null,
  subject: null,
  bitsPerByte: null,
} as Omit<Judgement, 'score'>;

describe('the score', () => {
  // The share of a text that it repeats, the same for the blog's median post, and the factor.
  it.each([
    [0, 0, 1],
    [0.25, 0, 0.75],
    [1, 0, 0],
    [0, 0.5, 1],
    [0.3, 0.5, 1],
    [0.5, 0.5, 1],
    [0.6, 0.5, 0.8],
    [0.75, 0.5, 0.5],
    [1, 0.5, 0],
    [0.2, 0.2, 1],
    [0.4, 0.2, 0.75],
    [0.6, 0.2, 0.5],
    [1, 0.2, 0],
    [0.95, 0.9, 0.5],
    [1, 0.9, 0],
    [0.5, 1, 1],
    [1, 1, 1],
  ])('of a text that repeats %f of itself, in a blog that repeats %f, is %f', (repetition, ofBlog, score) => {
    expect(scoreOf({ ...good, repetition }, { ...usual, repetition: ofBlog })).toBeCloseTo(score, 12);
  });

  it.each([
    [0, 0],
    [1, 0.01],
    [50, 0.5],
    [99, 0.99],
    [100, 1],
    [400, 1],
    [401, 400 / 401],
    [800, 0.5],
  ])('of a text of %i words, where posts have 100 to 400, is %f', (words, score) => {
    expect(scoreOf({ ...good, shared: { ...good.shared, words } }, usual)).toBeCloseTo(score, 12);
  });

  it.each([
    [0, 1],
    [1, 1],
    [1.01, 1 / 1.01],
    [4, 0.25],
  ])('of a text at a distance of %f from the style of the posts is %f', (distance, score) => {
    expect(scoreOf({ ...good, style: { distance, unlike: [] } }, usual)).toBeCloseTo(score, 12);
  });

  // Two bits in four bytes are odds of four to one.
  it.each([
    [2, 2, 1],
    [2, 1.999, 1],
    [2, 1.5, 1],
    [2, 2.001, 2 / (1 + 2 ** 0.004)],
    [2, 2.5, 0.4],
    [2, 1000, 0],
  ])('of a text of %f bits per byte before the training and %f after it is %f', (before, after, score) => {
    expect(scoreOf({ ...good, bitsPerByte: { before, after } }, usual)).toBeCloseTo(score, 12);
  });

  // Uncommon words of a title, how many of them are said, and the share that three in four posts say.
  it.each([
    [1, 0, 0, 1],
    [1, 1, 0.5, 1],
    [1, 0, 0.5, 1 / 1.5],
    [2, 1, 0.5, 1],
    [2, 0, 0.5, 0.5],
    [2, 1, 1, 2 / 3],
    [4, 3, 0.75, 1],
    [4, 2, 0.75, 0.75],
    [4, 0, 0.75, 0.25],
    [4, 4, 1, 1],
  ])(
    'of a text with %i uncommon words in its title that says %i, where posts say %f, is %f',
    (words, said, share, score) => {
      const missing = Array.from({ length: words - said }, (_, i) => `word${i}`);
      expect(scoreOf({ ...good, subject: { words, missing } }, { ...usual, subject: share })).toBeCloseTo(score, 12);
    },
  );

  it.each([{ subject: null }, {}])('does not look at the title where the posts say %j of theirs', (known) => {
    expect(scoreOf({ ...good, subject: { words: 1, missing: ['a'] } }, { ...usual, ...known })).toBe(1);
  });

  it('is the product of all factors', () => {
    const text = {
      shared: { ...good.shared, words: 50, sharedGrams: 0.2 },
      repetition: 0.4,
      open: ['code', 'a link'],
      style: { distance: 2, unlike: [] },
      subject: { words: 2, missing: ['tea', 'pot'] },
      bitsPerByte: { before: 2, after: 2.5 },
    };
    const score = 0.8 * 0.75 * 0.5 * 0.8 ** 2 * 0.5 * 0.5 * 0.4;
    expect(scoreOf(text, { ...usual, repetition: 0.2, subject: 0.5 })).toBeCloseTo(score, 12);
  });
});

it.each([
  [0, '0.00'],
  [0.29, '0.29'],
  [0.4999, '0.49'],
  [0.5, '0.50'],
  [0.57, '0.57'],
  [0.999, '0.99'],
  [1, '1.00'],
])('a score of %f is shown as %s', (score, text) => {
  expect(scoreText(score)).toBe(text);
});

describe('a blog that repeats itself', () => {
  const refrain = 'and the sea came back to the door again';
  /** Posts of at least 80 words, with this many repetitions of the same nine words. */
  const post = (name: string, refrains: number) => ({
    source: `${name}.md`,
    extension: '.md',
    body: `${Array.from({ length: 80 }, (_, i) => `${name}${i}`).join(' ')} ${Array(refrains).fill(refrain).join(' ')}.`,
  });
  const judge = DraftJudge.of([post('a', 0), post('b', 8), post('c', 12), post('d', 8), post('e', 90)]);
  const calm = DraftJudge.of(['a', 'b', 'c', 'd', 'e'].map((name) => post(name, 1)));

  it('takes its median post as typical', () => {
    const { repetition } = judge.judge(post('b', 8));
    expect(repetition).toBeGreaterThan(0.3);
    expect(judge.usual.repetition).toBe(repetition);
    expect(calm.usual.repetition).toBe(0);
  });

  it('does not lower the score of a draft that repeats itself as much, only of one that does so more', () => {
    const [same, more] = [post('x', 8), post('y', 12)].map(({ body }) => ({
      source: 'draft.md',
      extension: '.md',
      body: body.replaceAll(refrain, 'but the tide went out of the bay once'),
    }));
    expect(judge.judge(same).score).toBe(1);
    const { repetition, score } = judge.judge(more);
    const { repetition: R } = judge.usual;
    expect(repetition).toBeGreaterThan(R);
    expect(score).toBeCloseTo(1 - (repetition - R) / (1 - R), 12);
    expect(calm.judge(more).score).toBeLessThan(score * 0.8);
  });
});
