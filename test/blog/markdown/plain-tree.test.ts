import fc from 'fast-check';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { describe, expect, it } from 'vitest';
import { plainTree } from '../../../src/blog/markdown/plain-tree.ts';

const parser = unified().use(remarkParse).use(remarkGfm).freeze();

/** Pieces that may be marks, depending on their position. */
const pieces = [
  ...'ab1ß雨 .,:;!?()\'"“—-+=#>{}^$%/|*_`~[]<&@\\'.split(''),
  ...[
    '\n',
    '\n\n',
    '\n',
    '  ',
    '1.',
    '12) ',
    'www.',
    'http://',
    '\t',
    '\r',
    'kettle',
    'The rain',
    '\uFEFF',
    '\0',
    '\u00A0',
    '\f',
  ],
];
/** The same pieces, with plain text more often. */
const plain = [
  'a',
  'Rain',
  ' fell',
  '.',
  ', ',
  '1',
  '\n',
  '\n\n',
  '? ',
  '#',
  '>',
  ' - ',
  '-',
  '+',
  '=',
  ':',
  '{',
  '1. ',
];

describe('plainTree', () => {
  it.each([
    ['any pieces', pieces],
    ['mostly plain pieces', plain],
  ])('agrees with the parser on %s, or returns null', (_, of) => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...of), { maxLength: 12 }), (chosen) => {
        const text = chosen.join('');
        const tree = plainTree(text);
        if (tree !== null) expect(tree, JSON.stringify(text)).toEqual(parser.parse(text));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    '',
    '\n\n',
    'a',
    'The kettle sings before rain, and nobody asks why.\n\n"Why?" asks nobody.\nIt sings.\n',
    '\n\nIn 1984 (or so), it sang: twice!\n\n\n2024 too\n',
    '雨前壺鳴',
  ])('reads %j without the parser', (text) => {
    expect(plainTree(text)).toEqual(parser.parse(text));
  });

  it.each([
    '- a',
    '1. a',
    'a\n===',
    'a *b*',
    '    a',
    'a  \nb',
    'see www.kettle.example',
    'jane@kettle.example',
    '[a]',
    'a &amp; b',
    '# a',
    'a\tb',
  ])('leaves %j to the parser', (text) => {
    expect(plainTree(text)).toBeNull();
  });
});
