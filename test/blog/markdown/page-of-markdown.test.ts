import fc from 'fast-check';
import { toHtml } from 'hast-util-to-html';
import type { Root } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { describe, expect, it } from 'vitest';
import { renderText } from '../../../src/blog/corpus/render-text.ts';
import { pageOfMarkdown, repairedPage } from '../../../src/blog/markdown/page-of-markdown.ts';

const parser = unified().use(remarkParse).use(remarkGfm).freeze();
const parse = (text: string): Root => parser.parse(text);

const pieces = [
  ...[
    'a',
    'b ',
    '*',
    '**',
    '_',
    '~~',
    '`',
    '``',
    '[',
    ']',
    '](b)',
    '![',
    '[c]',
    '[^1]',
    '|',
    ' | ',
    '\\',
    '&amp;',
    '&#0;',
    '\0',
  ],
  ...[
    '\n',
    '\n\n',
    '  \n',
    '\n- ',
    '\n  - ',
    '\n1. ',
    '\n> ',
    '\n# ',
    '\n```\n',
    '\n    ',
    '\n---\n',
    '\n===\n',
    '\n- [x] ',
  ],
  ...[
    '\n| - | - |\n',
    '\n\n[c]: /d "e"\n\n',
    '\n\n[^1]: f\n\n',
    'www.kettle.example',
    ' jane@kettle.example ',
    '"',
    "'",
    '\t',
  ],
];

describe('pageOfMarkdown', () => {
  it('gives the same page as repairing would, for any Markdown', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 20 }), (chosen) => {
        const text = chosen.join('');
        const [page, repaired] = [pageOfMarkdown(parse(text)), repairedPage(parse(text))];
        expect(toHtml(page), JSON.stringify(text)).toBe(toHtml(repaired));
        expect(renderText(page), JSON.stringify(text)).toBe(renderText(repaired));
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['```\n```\n', '```\n\n```\n', '```\n\n\na\n```\n', '```\na\n```\n', '    a\n', '- ```\n\n  a\n  ```\n'])(
    'drops one line feed at the start of the code of %j, as repairing would',
    (text) => {
      expect(toHtml(pageOfMarkdown(parse(text)))).toBe(toHtml(repairedPage(parse(text))));
    },
  );

  it('repairs nothing twice: code with two empty lines, next to HTML', () => {
    expect(toHtml(pageOfMarkdown(parse('```\n\n\na\n```\n\n<p>b')))).toContain('<code>\na\n</code>');
  });

  it.each(['a b\nc', 'a\n\nb\nc\n\nd\n', 'a\u00A0\nb', '&#32;a', 'a&#32;\n&#9;b', ''])(
    'gives paragraphs of plain text as repairing would: %j',
    (text) => {
      expect(toHtml(pageOfMarkdown(parse(text)))).toBe(toHtml(repairedPage(parse(text))));
    },
  );

  it.each([
    ['a <b>that is never closed\n\nb', '<p>a <b>that is never closed</b></p><b>\n<p>b</p></b>'],
    ['[a [^1]](b)\n\n[^1]: c', '<p><a href="b">a <sup></sup></a><a href="#user-content-fn-1"'],
  ])('repairs %j', (text, html) => {
    expect(toHtml(pageOfMarkdown(parse(text)))).toContain(html);
  });

  it.each([
    ['- a\n- b\n', '<ul>\n<li>a</li>\n<li>b</li>\n</ul>'],
    ['- a\n\n- b\n', '<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>'],
    ['- a\n- b\n\n  c\n', '<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n<p>c</p>\n</li>\n</ul>'],
  ])('makes all items of %j paragraphs if one of them is', (text, html) => {
    expect(toHtml(pageOfMarkdown(parse(text)))).toBe(html);
  });
});
