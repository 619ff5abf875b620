import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkStringify from 'remark-stringify';
import { unified } from 'unified';
import { describe, expect, it } from 'vitest';
import { flawsOf, repairMarkdown } from '../../../../src/blog/markdown/repair/repair-markdown.ts';
import { readPost } from '../../../../src/blog/posts/read-post.ts';

/** Random texts of Markdown's building blocks. */
const pieces = [
  ...[
    'A shed.',
    'word',
    ' ',
    '\n',
    '\n\n',
    '**',
    '*',
    '_',
    '`',
    '~~',
    '```\n',
    '~~~\n',
    '    ',
    '- ',
    '1. ',
    '3. ',
    '> ',
    '>',
    '---\n',
  ],
  ...[
    '# ',
    '##',
    '| a | b |\n',
    '|--|--|\n',
    '| 1 |',
    '[',
    '](',
    '](x)',
    ')',
    '![',
    '[^1]',
    '[ref]: x\n',
    '<b>',
    '</b>',
  ],
  ...['<div>\n', '<!-- ', '-->', '\\', 'www.x.org', 'me@x.org', '{', '&amp;'],
];
const markdown = fc.array(fc.constantFrom(...pieces), { maxLength: 25 }).map((some) => some.join(''));

describe('repairMarkdown', () => {
  it.each([
    ['An **open end', 'An open end'],
    ['A **closed** and **open', 'A **closed** and open'],
    ['*one* and *two', '*one* and two'],
    ['bold** it said', 'bold it said'],
    ['***both*** and **one**', '***both*** and **one**'],
    ['one __, two', 'one , two'],
    ['It stood |\n-', 'It stood |'],
    ['run `npm i', 'run npm i'],
    ['run `npm i` and ``x', 'run `npm i` and x'],
    ['a \\` and `b`', 'a \\` and `b`'],
    ['~~gone', 'gone'],
    ['for _, name in x', 'for _, name in x'],
    ['2 * 3 and a * b', '2 * 3 and a * b'],
    ['snake_case and _open', 'snake_case and open'],
    ['write me@x.org **now', 'write me@x.org now'],
    ['`a ** b` is **power**', '`a ** b` is **power**'],
  ])('drops marks that are not closed: %j becomes %j', (text, repaired) => {
    expect(repairMarkdown(text)).toBe(repaired);
  });

  it.each([
    ['a\n\n~~~~js\ncode', 'a\n\n~~~~js\ncode\n~~~~'],
    ['- a\n  ```js\n  x', '- a\n  ```js\n  x\n  ```'],
    ['> ```\n> x', '> ```\n> x\n> ```'],
    ['>- ```\n>   x', '>- ```\n>   x\n>   ```'],
    ['1. ```\n> x', '1. ```\n   ```\n> x'],
    ['```\na **b\n```', '```\na **b\n```'],
  ])('closes code with its opening fence: %j becomes %j', (text, repaired) => {
    expect(repairMarkdown(text)).toBe(repaired);
  });

  it.each([
    ['| a | b |\n| 1 | 2 |', '| a | b |\n| --- | --- |\n| 1 | 2 |'],
    ['Text\n| a | b |\n|--|:-:|--|\n| 1 | 2 | 3 |\nmore', 'Text\n\n| a | b |\n| -- | :-: |\n| 1 | 2 3 |\n\nmore'],
    ['| a | b |\n|--|--|\n| 1 |\n| 1 \\| 2 | 3 |', '| a | b |\n| -- | -- |\n| 1 |  |\n| 1 \\| 2 | 3 |'],
    ['| a | b |', 'a, b'],
    ['|a|b|\n|-|-|\n|1|2|', '|a|b|\n|-|-|\n|1|2|'],
    ['this | that', 'this | that'],
  ])('gives the rows of a table the same number of cells: %j becomes %j', (text, repaired) => {
    expect(repairMarkdown(text)).toBe(repaired);
  });

  it.each([
    ['- a\n- \n- b', '- a\n- b'],
    ['- a\n- a\n- a\n- b', '- a\n- b'],
    ['1. a\n2. b\n2. c\n7. d', '1. a\n2. b\n3. c\n4. d'],
    ['1. a\n1. b\n1. c', '1. a\n1. b\n1. c'],
    ['4. a\n5. b', '4. a\n5. b'],
  ])('numbers lists in order: %j becomes %j', (text, repaired) => {
    expect(repairMarkdown(text)).toBe(repaired);
  });

  it.each([
    ['>\n> \n> a\n>\n> b\n>', '> a\n>\n> b'],
    ['> a\n>\nb', '> a\n>\nb'],
    ['a\n>\nb', 'a\n\nb'],
    ['- >\n  > a\n- b', '- > a\n- b'],
    ['> >\n> > a\n> >\n\nb', '> > a\n\nb'],
    ['> a\n\n> >\n>\n\nb', '> a\n\n\n\nb'],
  ])('removes empty quotes and lines: %j becomes %j', (text, repaired) => {
    expect(repairMarkdown(text)).toBe(repaired);
  });

  it.each([
    ['See [this](http://x.org', 'See this'],
    ['See [this](/a b) now', 'See this now'],
    ['See [this][ref].', 'See this.'],
    ['Said[^1] so.', 'Said so.'],
    ['Said[^1] so.\n\n[^1]: By me.', 'Said[^1] so.\n\n[^1]: By me.'],
    ['A ![picture](of', 'A '],
    ['[sic] and 3 < 4', '[sic] and 3 < 4'],
    ['##Head', '## Head'],
    ['##\n\nText', '\nText'],
    ['<div>a <b>x</i> y', 'a x y'],
    ['a <b>x</b><br> y', 'a <b>x</b><br> y'],
    ['<!-- b\n\nText', ' b\n\nText'],
    ['An Array<string> of <T>', 'An Array&lt;string> of &lt;T>'],
    ['<T>\n<U>', '&lt;T>\n&lt;U>'],
    ['<script>a()</script>', '&lt;script>a()&lt;/script>'],
  ])('removes broken links and tags: %j becomes %j', (text, repaired) => {
    expect(repairMarkdown(text)).toBe(repaired);
  });

  it('leaves no flaws, and does not change a repaired text', () => {
    fc.assert(
      fc.property(markdown, (text) => {
        const repaired = repairMarkdown(text);
        expect(flawsOf(repaired)).toEqual([]);
        expect(repairMarkdown(repaired)).toBe(repaired);
      }),
      { numRuns: 100 },
    );
  });

  it('finds no flaws in the output of a serializer', () => {
    const remark = unified().use(remarkParse).use(remarkGfm).use(remarkStringify);
    const text =
      '# A *b*\n\n1. x `y`\n2. z\n\n| a | b |\n| - | - |\n| 1 | ~~2~~ |\n\n> **q**\n\n```js\n**\n```\n\n- [ ] to\n- [x] do\n';
    const written = String(remark.processSync(text));
    expect(flawsOf(written)).toEqual([]);
  });

  it('finds no flaws in the posts of the example blog', () => {
    const folder = new URL('../../../../examples/blog/_articles/', import.meta.url);
    const flawed = readdirSync(folder).filter((name) => {
      const { body } = readPost(name, readFileSync(new URL(name, folder), 'utf8'));
      return flawsOf(body).length > 0;
    });
    // Its code is between Liquid tags instead of fences.
    expect(flawed).toEqual(['2014-06-14-a-static-site-generator-for-groceries.md']);
  }, 60_000);
});
