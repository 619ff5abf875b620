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

/** Lines of lists, and what may come between them. */
const ofLists = [
  '- a',
  '- Rain fell.',
  '+ b',
  '1. c',
  '2. d',
  '1) e',
  '12) f',
  'g',
  '- 1',
  '-',
  '- ',
  '1.',
  '- - h',
  '  i',
  '- # j',
]
  .flatMap((line) => [`${line}\n`, `${line}\n`, `${line}\n\n`])
  .concat('\n', '\n\n', '- x', '---\n', '===\n', '1.  y\n');

describe('plainTree', () => {
  it.each([
    ['any pieces', pieces],
    ['mostly plain pieces', plain],
    ['lines of lists', ofLists],
    ['plain lines of lists', ofLists.slice(0, 24)],
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
    '- a\n- b\n',
    '1234567890. a',
    'Tea:\n\n- green\n- black\n\n- white\n\n\nSo there are three.\n',
    '3. a\n1. b\n\n\n2) c\n+ d\n- e',
  ])('reads %j without the parser', (text) => {
    expect(plainTree(text)).toEqual(parser.parse(text));
  });

  it.each([
    'a\n- b',
    'a\n1. b',
    '- a\nb',
    '- a\n  b',
    '-  a',
    '- a ',
    '- # a',
    '- - a',
    '- 1. a',
    '* a',
    '- [ ] a',
    ' - a',
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
