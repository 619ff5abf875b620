import { describe, expect, it } from 'vitest';
import { dialectWith, unknownDialect } from '../../../src/blog/markdown/dialect.ts';
import { withoutTemplateTags } from '../../../src/blog/markdown/template-tags.ts';

const python = dialectWith('none', 'python');

/** Whether Python-Markdown's CodeHilite shows the first line of code is as documented in its source. */
const firstLines: readonly (readonly [line: string, isShown: boolean])[] = [
  [':::python', false],
  ['::python', false],
  ['::::python', false],
  [':::c++', false],
  [':::objective-c', false],
  [':::python   ', false],
  [':::python hl_lines="1 3"', false],
  [":::python hl_lines='1'", false],
  ['#!python', false],
  ['#!python hl_lines="2"', false],
  ['#!/usr/bin/python', true],
  ['#!/usr/bin/env python', true],
  ['#! python', true],
  [':python', true],
  [':::', true],
  ['#python', true],
  ['a :::python', true],
];

describe('the language above indented code', () => {
  it.each(firstLines)('of Python-Markdown: %j', (line, isShown) => {
    const below = (first: string) => `Code:\n\n    ${first}a = 1\n    b = 2\n\nEnd.`;
    expect(withoutTemplateTags(below(`${line}\n    `), python)).toBe(below(isShown ? `${line}\n    ` : ''));
  });

  it.each<[string, string, string]>([
    ['after a tab', '\t:::c\n\ta = 1', '\ta = 1'],
    ['before a line with a tab', '    :::c\n\ta = 1', '\ta = 1'],
    ['at the top', '    :::c\n    a = 1', '    a = 1'],
    ['in a list item', '- a\n\n        :::c\n        b = 1', '- a\n\n        b = 1'],
    ['twice', '    :::c\n    a\n\nb\n\n    :::d\n    e', '    a\n\nb\n\n    e'],
  ])('%s', (_, markdown, seen) => {
    expect(withoutTemplateTags(markdown, python)).toBe(seen);
  });

  it.each<[string, string]>([
    ['as a further line', '    a\n    :::c\n    b'],
    ['without code below', 'a\n\n    :::c\n\nb'],
    ['in a fence', '```\n\n    :::c\n    a\n```'],
    ['below a line of text', 'a\n    :::c\n    b'],
    ['above less indented code', '- a\n\n        :::c\n    b'],
  ])('is code or text %s', (_, markdown) => {
    expect(withoutTemplateTags(markdown, python)).toBe(markdown);
  });

  it('is left out of files from no known site, except where it begins a container', () => {
    expect(withoutTemplateTags('a\n\n    :::c\n    b', unknownDialect)).toBe('a\n\n    b');
    expect(withoutTemplateTags('- a\n\n    :::note\n    b\n    :::', unknownDialect)).not.toContain(':::');
  });

  it.each(['kramdown', 'goldmark', 'markdown-it', 'remark'] as const)('means nothing in %s', (flavour) => {
    const markdown = 'a\n\n    :::c\n    b';
    expect(withoutTemplateTags(markdown, dialectWith('none', flavour))).toBe(markdown);
  });
});
