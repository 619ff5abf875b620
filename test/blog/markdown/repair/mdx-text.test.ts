import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderText } from '../../../../src/blog/corpus/render-text.ts';
import { markdownTree, mdxTree } from '../../../../src/blog/markdown/markdown-tree.ts';
import { mdxText } from '../../../../src/blog/markdown/repair/mdx-text.ts';
import { repairMarkdown } from '../../../../src/blog/markdown/repair/repair-markdown.ts';
import { readPost } from '../../../../src/blog/posts/read-post.ts';

const pieces = [
  ...[
    'word',
    ' ',
    '\n',
    '\n\n',
    '{',
    '}',
    '<',
    '>',
    '<b>',
    '</b>',
    '<br>',
    '<div>\n',
    '<!-- c -->',
    '\\',
    '`',
    '`{x}`',
  ],
  ...[
    '    code {\n',
    '```\n',
    'import x from y\n',
    'export',
    '- ',
    '> ',
    '# ',
    '<https://a.b/c>',
    '[a](b)',
    '![a {](b)',
  ],
  ...['| a { | b |\n|--|--|\n', '**', '1 < 2', '=>'],
];
const markdown = fc.array(fc.constantFrom(...pieces), { maxLength: 25 }).map((some) => some.join(''));

describe('MDX', () => {
  it.each([
    ['a {b} < c', 'a \\{b\\} \\< c'],
    ['a <kbd>x</kbd> y<!-- z -->', 'a x y'],
    ['<https://a.b/{c}>', '[https://a.b/\\{c\\}](https://a.b/{c})'],
    ['import tax', '&#105;mport tax'],
    ['export\n---', '&#101;xport\n---'],
    ['exporter', 'exporter'],
    ['A\n\n    code {\n\n    more', 'A\n\n```\ncode {\n\nmore\n```'],
    ['- a\n\n      code', '- a\n\n  ```\n  code\n  ```'],
    ['`{x}` and \\{y\\}', '`{x}` and \\{y\\}'],
    ['```js\n{<\n```', '```js\n{<\n```'],
  ])('%j becomes %j', (text, mdx) => {
    expect(mdxText(text)).toBe(mdx);
  });

  it('reads any rewritten text', () => {
    fc.assert(
      fc.property(markdown, (text) => {
        expect(() => mdxTree(mdxText(repairMarkdown(text)))).not.toThrow();
      }),
      { numRuns: 100 },
    );
  });

  it('shows the same words as Markdown does', () => {
    const folder = new URL('../../../../examples/blog/_articles/', import.meta.url);
    for (const name of readdirSync(folder).slice(0, 8)) {
      const body = repairMarkdown(readPost(name, readFileSync(new URL(name, folder), 'utf8')).body);
      if (!/\{%|\{\{|<[a-z]/.test(body))
        expect(renderText(mdxTree(mdxText(body)))).toBe(renderText(markdownTree(body)));
    }
  });
});
