import { expect, it } from 'vitest';
import { coverSize } from '../../../src/blog/covers/cover-size.ts';

it.each([
  ['the usual one, if it is unknown', null, [1200, 630]],
  ["the blog's", [1280, 720], [1280, 720]],
  ['the smallest that is left as it is', [600, 337], [600, 337]],
  ['larger than small pictures', [300, 150], [600, 300]],
  ['the largest that is left as it is', [1600, 900], [1600, 900]],
  ['smaller than large pictures', [4000, 3000], [1600, 1200]],
  ['no wider strip than 4 to 1', [1600, 200], [1600, 400]],
  ['no higher strip than 1 to 3', [600, 6000], [600, 1800]],
] as const)('the size of a cover is %s', (_, size, expected) => {
  const [width, height] = size ?? [];
  const cover = coverSize(size === null ? null : { width: width!, height: height! });
  expect([cover.width, cover.height]).toEqual(expected);
});
