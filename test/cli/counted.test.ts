import { expect, test } from 'vitest';
import { counted } from '../../src/cli/counted.ts';

test('uses the singular only for one', () => {
  expect([0, 1, 2, 1234].map((count) => counted(count, 'post'))).toEqual([
    '0 posts',
    '1 post',
    '2 posts',
    '1,234 posts',
  ]);
  expect([1, 2].map((count) => counted(count, 'file of posts', 'files of posts'))).toEqual([
    '1 file of posts',
    '2 files of posts',
  ]);
});
