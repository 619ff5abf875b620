import { describe, expect, it } from 'vitest';
import { markdownOfHtml } from '../../../src/blog/import/html/html-to-markdown.ts';
import { portableMarkdown } from '../../../src/blog/import/portable-markdown.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';

function importOf(body: string): string {
  return portableMarkdown(readPost('a.mdx', body), (note) => expect.unreachable(note));
}

describe('footnotes in MDX', () => {
  it.each<[string, string, string]>([
    ['one', 'Oak.[^1]\n\n[^1]: A tree.', 'Oak.[^1]\n\n[^1]: A tree.'],
    ['with a name', 'Oak.[^tree]\n\n[^tree]: A tree.', 'Oak.[^1]\n\n[^1]: A tree.'],
    ['ordered by their links', '[^b] [^a]\n\n[^a]: A.\n[^b]: B.', '[^1][^2]\n\n[^1]: B.\n\n[^2]: A.'],
    ['with two links', 'Oak[^1], elm[^1].\n\n[^1]: Trees.', 'Oak[^1], elm[^1].\n\n[^1]: Trees.'],
    ['of paragraphs', 'Oak.[^1]\n\n[^1]: One.\n\n    Two.', 'Oak.[^1]\n\n[^1]: One.\n\n    Two.'],
    ['with a list', 'Oak.[^1]\n\n[^1]: One.\n\n    - a', 'Oak.[^1]\n\n[^1]: One.\n\n    - a'],
    ['within emphasis', '*Oak[^1]*.\n\n[^1]: A *tree*.', '*Oak[^1]*.\n\n[^1]: A *tree*.'],
    ['within a heading', '# Oak[^1]\n\n[^1]: A tree.', '# Oak[^1]\n\n[^1]: A tree.'],
    ['within a component', '<Note>\nOak.[^1]\n</Note>\n\n[^1]: A tree.', 'Oak.[^1]\n\n[^1]: A tree.'],
    [
      'within a footnote',
      'Oak.[^1]\n\n[^1]: A tree.[^2]\n\n[^2]: Tall.',
      'Oak.[^1]\n\n[^1]: A tree.[^2]\n\n[^2]: Tall.',
    ],
    ['within itself', 'Oak.[^1]\n\n[^1]: A tree.[^1]', 'Oak.[^1]\n\n[^1]: A tree.[^1]'],
    ['above the text', '[^1]: A tree.\n\nOak.[^1]', 'Oak.[^1]\n\n[^1]: A tree.'],
    ['without a link', 'Oak.\n\n[^1]: A tree.', 'Oak.'],
    ['without a text', 'Oak.[^1]', 'Oak.\\[^1]'],
    ['with punctuation in its name', 'Oak.[^a-ü]\n\n[^a-ü]: A tree.', 'Oak.[^1]\n\n[^1]: A tree.'],
  ])('become Markdown footnotes: %s', (_, body, expected) => {
    expect(importOf(body)).toBe(expected);
  });
});

describe('footnotes in HTML as GitHub shows them', () => {
  const link = '<sup><a href="#fn-1" id="fnref-1" data-footnote-ref>1</a></sup>';
  const section = (id: string) =>
    `<section data-footnotes class="footnotes"><h2>Footnotes</h2><ol><li id="${id}"><p>A tree. <a href="#fnref-1" data-footnote-backref>↩</a></p></li></ol></section>`;

  it('become Markdown footnotes', () => {
    expect(markdownOfHtml(`<p>Oak.${link}</p>${section('fn-1')}`)).toBe('Oak.[^1]\n\n[^1]: A tree.');
  });

  it('keep a text without a link to it', () => {
    expect(markdownOfHtml(`<p>Oak.</p>${section('fn-1')}`)).toContain('1. A tree.');
  });

  it('keep a link to a missing text', () => {
    expect(markdownOfHtml(`<p>Oak.${link}</p>${section('fn-2')}`)).toContain('Oak.[1](#fn-1)');
  });

  it('are written in linear time', () => {
    const links = Array.from({ length: 5000 }, () => link).join(' ');
    const start = performance.now();
    expect(markdownOfHtml(`<p>${links}</p>${section('fn-1').repeat(2000)}`)).toContain('[^1][^1]');
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
