import { describe, expect, it } from 'vitest';
import { attribute, findElement, hasClass } from '../../../../src/blog/import/html/hast-search.ts';
import { htmlTree, markdownOfHtml } from '../../../../src/blog/import/html/html-to-markdown.ts';
import { pagePost } from '../../../../src/blog/import/pages/html-page.ts';
import { processorMs } from '../../../processor-ms.ts';

it('names attributes as trees of HTML do', () => {
  const html =
    '<a class="a b" href="u" data-my-id="1"><time datetime="x"></time><img srcset="y" alt=""><td colspan="2">';
  const tree = htmlTree(html);
  const element = (name: string) => findElement(tree, ({ tagName }) => tagName === name)!;
  expect(hasClass(element('a'), 'b')).toBe(true);
  expect(attribute(element('a'), 'dataMyId')).toBe('1');
  expect(attribute(element('time'), 'dateTime')).toBe('x');
  expect(attribute(element('img'), 'srcSet')).toBe('y');
});

/** What a page consists of, and how its text begins. */
const hostile: readonly (readonly [piece: string, expected: RegExp])[] = [
  ['<div>x', /^x\n\nx\n\nx/],
  ['<b>x', /^\*\*x+\*\*$/],
  ['<b>x<i>y', /^\*/],
  ['<font color=red>x', /^x+$/],
  ['<p>x', /^x\n\nx/],
  ['<b>x<p>', /^\*\*x\*\*\n\n\*\*x/],
  ['<ul><li>x', /^- x\n {2}- x\n/],
  ['<blockquote>x', /^> x\n>\n> > x/],
  ['<table><td>x', /x/],
  ['<table><tr><td>x<td>y', /x/],
  ['<ol><li>x', /^1\. x\n {3}1\. x/],
  ['<li>x', /^- x\n- x/],
  ['<a href=u>x', /^\[x\]\(u\)\[x\]\(u\)/],
  ['<b>(x</b>y<i>z)</i>', /^\*\*\(x\*\*y\*z\)\*/],
  ['<br>', /^$/],
  ['x<br>', /^x\\\nx/],
  ['x ', /^x x/],
  ['\u00A0', /^$/],
  ['*', /^(?:\\\*)+$/],
  ['[', /^(?:\\\[)+$/],
  ['&lt;', /^</],
  ['a@b.c ', /^a\\@b\.c/],
  ['<code>`', /^`/],
  ['<q>x', /^"x"x/],
  ['<span>', /^$/],
  ['<select><option>', /^$/],
  ['<svg>', /^$/],
];

describe('a page that consists only of', () => {
  it.each(hostile)('%j is read completely, in linear time', async (piece, expected) => {
    const pageOf = (characters: number) => piece.repeat(Math.ceil(characters / piece.length));
    const [small, large] = [pageOf(20_000), pageOf(160_000)];
    const timeOf = (page: string) => processorMs(() => expect(markdownOfHtml(page)).toMatch(expected));
    await timeOf(small);
    const growths: number[] = [];
    const growth = async () => {
      const before = await timeOf(small);
      return (await timeOf(large)) / Math.max(before, 20);
    };
    // Eight times the input; quadratic time would be sixty-four times as long, each time.
    do growths.push(await growth());
    while (growths.at(-1)! >= 40 && growths.length < 4);
    expect(Math.min(...growths)).toBeLessThan(40);
  });

  it('nested elements are still a page', () => {
    const post = pagePost(`<article><h1>A</h1>${'<div>'.repeat(30_000)}far down</article>`, 'a.html', 'a.html');
    expect('markdown' in post && post.markdown()).toBe('far down');
  });
});
