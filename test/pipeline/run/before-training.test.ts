import { expect, test } from 'vitest';
import { fewPostsNotice } from '../../../src/pipeline/run/before-training.ts';

test.each([
  [9, 5000],
  [10, 4999],
  [1, 300],
])('%i posts with %i words are few', (posts, words) => {
  expect(fewPostsNotice({ posts, words, tokens: 1 })?.text).toMatch(/^That is little to learn a voice from: /);
});

test('one post is one', () => {
  expect(fewPostsNotice({ posts: 1, words: 6000, tokens: 1 })?.text).toContain('1 post with 6,000 words');
});

test('ten posts with five thousand words are enough', () => {
  expect(fewPostsNotice({ posts: 10, words: 5000, tokens: 1 })).toBeNull();
});
