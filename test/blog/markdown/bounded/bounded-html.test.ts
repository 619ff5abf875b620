import { describe, expect, it } from 'vitest';
import { plainText } from '../../../../src/blog/corpus/plain-text.ts';
import { boundedHtml } from '../../../../src/blog/markdown/bounded/bounded-html.ts';
import { readPost } from '../../../../src/blog/posts/read-post.ts';

describe('boundedHtml', () => {
  it.each([
    ['a page', '<div class="a"><p>one<p>two <b>three</b><br></div><!-- <b> --><script>if (a<b) {}</script>'],
    ['unclosed list items', `<ul>${'<li>a'.repeat(2000)}</ul>`],
    ['unclosed paragraphs', '<p>a'.repeat(2000)],
    ['unclosed table rows', `<table>${'<tr><td>a<td>b'.repeat(2000)}</table>`],
    ['spans that their boxes close', '<div><span>a</div>'.repeat(2000)],
    ['a tag that never ends', `<a ${'b '.repeat(100)}`],
    ['a comment that never ends', `<!-- ${'<div>'.repeat(1000)}`],
    ['code', `<script>${'<div>'.repeat(1000)}</script>`],
    ['an address of an image itself', `<img src="data:image/png;base64,${'A>'.repeat(50_000)}">`],
    ['signs that are not tags', 'a < b <3 < '.repeat(1000)],
  ])('leaves %s unchanged', (_, html) => {
    const reasons: string[] = [];
    expect(boundedHtml(html, (reason) => reasons.push(reason))).toBe(html);
    expect(reasons).toEqual([]);
  });

  it('leaves out tags that are nested too deeply, with their end tags, and reports this once', () => {
    const reasons: string[] = [];
    const html = boundedHtml(`${'<div>'.repeat(5000)}a${'</div>'.repeat(5000)}b`, (reason) => reasons.push(reason));
    expect(html).toBe(`${'<div>'.repeat(250)}a${'</div>'.repeat(250)}b`);
    expect(reasons).toEqual(['its elements are nested too deeply']);
  });

  it('closes text marks that would be reopened in thousands of blocks', () => {
    const reasons: string[] = [];
    const html = boundedHtml(`${'<b><i><u>'.repeat(10)}${'<p>a'.repeat(50_000)}`, (reason) => reasons.push(reason));
    expect(html).toContain('</b>');
    expect(reasons).toEqual([expect.stringContaining('never closed')]);
  });

  it('keeps the text of a tag with hundreds of attributes', () => {
    const attributes = Array.from({ length: 1000 }, (_, i) => `a${i}="b"`).join(' ');
    expect(boundedHtml(`<p ${attributes}>a</p>`)).toBe('<p>a</p>');
  });
});

describe('HTML in Markdown', () => {
  it.each([
    ['boxes', '<div>\n\n', '</div>\n\n'],
    ['marks of text', '<b>', '</b>'],
    ['lists', '<ul><li>', '</li></ul>'],
    ['quotes', '<blockquote>', '</blockquote>'],
    ['tables', '<table><tr><td>', '</td></tr></table>'],
  ])('keeps the words in thousands of %s, and reports what was left out', (_, opening, closing) => {
    const notes: string[] = [];
    const body = `${opening.repeat(4000)}a kettle${closing.repeat(4000)}\n\nafter\n`;
    const text = plainText(readPost('a.md', `---\ntitle: A\n---\n${body}`), (note) => notes.push(note));
    expect(text).toMatch(/a kettle[\s\S]*after$/);
    expect(notes).toEqual([expect.stringMatching(/^a\.md, line \d+: .*, because .*\.$/)]);
  });
});
