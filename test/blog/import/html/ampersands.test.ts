import { describe, expect, it } from 'vitest';
import { plainText } from '../../../../src/blog/corpus/plain-text.ts';
import { markdownOfHtml } from '../../../../src/blog/import/html/html-to-markdown.ts';
import { readPost } from '../../../../src/blog/posts/read-post.ts';

/** What a reader sees, and the Markdown of it. */
const texts: readonly (readonly [seen: string, markdown: string])[] = [
  ['AT&T', 'AT&T'],
  ['Q&A, R&D and a&b', 'Q&A, R&D and a&b'],
  ['a & b', 'a & b'],
  ['a &b', 'a &b'],
  ['a &b; c', 'a \\&b; c'],
  ['&copy; and &copy', '\\&copy; and &copy'],
  ['&amp;', '\\&amp;'],
  ['&#38; &#x26; &#X26;', '\\&#38; \\&#x26; \\&#X26;'],
  ['&#tag and &#', '&#tag and &#'],
  ['&CounterClockwiseContourIntegral;', '\\&CounterClockwiseContourIntegral;'],
  [`&${'a'.repeat(60)};`, `&${'a'.repeat(60)};`],
  ['&&lt;', '&\\&lt;'],
  ['?a=1&b=2&lt=3', '?a=1&b=2&lt=3'],
];

function asHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

describe('an ampersand in an import', () => {
  it.each(texts)('reads the same and is only escaped where it must be: %s', (seen, markdown) => {
    const imported = markdownOfHtml(`<p>${asHtml(seen)} end.</p>`);
    expect(imported).toBe(`${markdown} end.`);
    expect(plainText(readPost('a.md', imported))).toBe(`${seen} end.`);
  });

  it.each(texts)('stays what it is in bold, a cell, a heading and a list: %s', (seen) => {
    const html = asHtml(seen);
    const parts = [`<p><b>${html}</b></p>`, `<table><tr><th>${html}</th></tr></table>`, `<h2>${html}</h2>`];
    for (const part of [...parts, `<ul><li>${html}</li></ul>`]) {
      const text = plainText(readPost('a.md', markdownOfHtml(`<p>Above.</p>${part}`)));
      expect(text.slice('Above.'.length).replace(/^[\s-]+/, '')).toBe(seen);
    }
  });

  it.each([
    ['http://x.example/?a=1&b=2', '[it](http://x.example/?a=1&b=2)'],
    ['http://x.example/?a=1&copy;=2', '[it](http://x.example/?a=1\\&copy;=2)'],
    ['http://x.example/?a=1&copy', '[it](http://x.example/?a=1&copy)'],
  ])('stays what it is in the address of a link: %s', (address, markdown) => {
    expect(markdownOfHtml(`<p><a href="${asHtml(address)}">it</a></p>`)).toBe(markdown);
  });

  it('makes no reference with the text after it', () => {
    const parts: readonly (readonly [html: string, seen: string])[] = [
      ['&amp;<b>amp</b>;', '&amp;'],
      ['&amp;am<i></i>p;', '&amp;'],
      ['&amp;<span>amp;</span>', '&amp;'],
      ['&amp;amp<!-- x -->;', '&amp;'],
      ['<b>&amp;amp</b>;', '&amp;'],
      // Longer texts are written in pieces of 10,000 characters.
      ...[9995, 9996, 9997, 9998, 9999].map(
        (length) => [`${'a'.repeat(length)}&amp;amp;`, `${'a'.repeat(length)}&amp;`] as const,
      ),
    ];
    for (const [html, seen] of parts) expect(plainText(readPost('a.md', markdownOfHtml(`<p>${html}</p>`)))).toBe(seen);
  });
});
