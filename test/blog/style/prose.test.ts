import { expect, it } from 'vitest';
import { proseOf } from '../../../src/blog/style/prose.ts';

it.each([
  ['a paragraph', 'One two three. Four five.\nSix', [3, 2, 1], [6]],
  ['two paragraphs', 'One two.\n\nThree.', [2, 1], [2, 1]],
  ['a list, which is no paragraph', 'One:\n\n- two three\n- four. Five\n  - six', [1, 2, 1, 1, 1], [1]],
  ['a numbered list', '1. one two\n2. three', [2, 1], []],
  ['a quotation', '> One two.\n>\n> Three.', [2, 1], [2, 1]],
  ['a text without words', '***\n\n—', [], []],
  ['nothing', '', [], []],
  ['Japanese', '猫が好き。犬も好き。', [3, 3], [6]],
])('of %s', (_, text, sentences, paragraphs) => {
  expect(proseOf(text)).toEqual({ sentences, paragraphs });
});
