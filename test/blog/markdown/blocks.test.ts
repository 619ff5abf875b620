import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blocksOf, joinBlocks } from '../../../src/blog/markdown/blocks.ts';

const pieces = ['A shed.', '\n', '\n\n', '```', '```js\n', '~~~', '    ', '- ', '---\n', '> ', ' '];
const markdown = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((some) => some.join(''));

describe('blocksOf', () => {
  it('keeps fenced code whole, including blank lines', () => {
    expect(blocksOf('One\ntwo\n```js\na\n\nb\n```\n\n\nEnd').map(({ text, fenced }) => [text, fenced])).toEqual([
      ['One\ntwo', false],
      ['```js\na\n\nb\n```', true],
      ['End', false],
    ]);
  });

  it('is reversed by joinBlocks, except for white space in blank lines and at the ends', () => {
    fc.assert(
      fc.property(markdown, (text) => {
        expect(joinBlocks(blocksOf(joinBlocks(blocksOf(text))))).toBe(joinBlocks(blocksOf(text)));
        expect(joinBlocks(blocksOf(text)).replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      }),
    );
  });
});
