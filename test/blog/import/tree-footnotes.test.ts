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

const back = (id: string, text = '↩') => `<a href="#${id}">${text}</a>`;
const word = (n: number) => `<p><a href="#_ftnref${n}" name="_ftn${n}">[${n}]</a> Note ${n}.</p>`;
const two = 'Oak.[^1]\n\n[^1]: A tree.';

describe('footnotes in HTML', () => {
  it.each<[string, string, string]>([
    [
      'kramdown',
      '<p>Oak.<sup id="fnref:1" role="doc-noteref"><a href="#fn:1" class="footnote" rel="footnote">1</a></sup></p><div class="footnotes" role="doc-endnotes"><ol><li id="fn:1" role="doc-endnote"><p>A tree. <a href="#fnref:1" class="reversefootnote" role="doc-backlink">&#8617;</a></p></li></ol></div>',
      two,
    ],
    [
      'Goldmark',
      '<p>Oak.<sup id="fnref:1"><a href="#fn:1" class="footnote-ref" role="doc-noteref">1</a></sup></p><div class="footnotes" role="doc-endnotes"><hr><ol><li id="fn:1"><p>A tree.&#160;<a href="#fnref:1" class="footnote-backref" role="doc-backlink">&#x21a9;&#xfe0e;</a></p></li></ol></div>',
      two,
    ],
    [
      'Pandoc',
      '<p>Oak.<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a></p><section class="footnotes" role="doc-endnotes"><hr /><ol><li id="fn1" role="doc-endnote"><p>A tree.<a href="#fnref1" class="footnote-back" role="doc-backlink">↩︎</a></p></li></ol></section>',
      two,
    ],
    [
      'markdown-it',
      '<p>Oak.<sup class="footnote-ref"><a href="#fn1" id="fnref1">[1]</a></sup></p><hr class="footnotes-sep"><section class="footnotes"><ol class="footnotes-list"><li id="fn1" class="footnote-item"><p>A tree. <a href="#fnref1" class="footnote-backref">↩︎</a></p></li></ol></section>',
      two,
    ],
    [
      'Docutils',
      '<p>Oak.<a class="footnote-reference brackets" href="#footnote-1" id="footnote-reference-1" role="doc-noteref"><span class="fn-bracket">[</span>1<span class="fn-bracket">]</span></a></p><aside class="footnote brackets" id="footnote-1" role="doc-footnote"><span class="label"><span class="fn-bracket">[</span><a role="doc-backlink" href="#footnote-reference-1">1</a><span class="fn-bracket">]</span></span><p>A tree.</p></aside>',
      two,
    ],
    [
      'Docutils of before',
      '<p>Oak.<a class="footnote-reference" href="#id2" id="id1">[1]</a></p><table class="docutils footnote" id="id2"><tbody><tr><td class="label"><a class="fn-backref" href="#id1">[1]</a></td><td>A tree.</td></tr></tbody></table>',
      two,
    ],
    [
      'Word',
      `<p>Oak<a href="#_ftn1" name="_ftnref1"><sup>[1]</sup></a>, elm<a href="#_ftn2" name="_ftnref2">[2]</a>.</p><hr>${word(1)}${word(2)}`,
      'Oak[^1], elm[^2].\n\n[^1]: Note 1.\n\n[^2]: Note 2.',
    ],
    [
      'Google',
      '<p>Oak.<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup></p><hr><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a><span>&nbsp;A tree.</span></p></div>',
      two,
    ],
    [
      'Wikipedia',
      '<p>Oak.<sup id="cite_ref-1" class="reference"><a href="#cite_note-1">[1]</a></sup></p><ol class="references"><li id="cite_note-1"><span class="mw-cite-backlink"><b><a href="#cite_ref-1">^</a></b></span> <span class="reference-text">A tree.</span></li></ol>',
      two,
    ],
    [
      'a number in brackets of the text',
      `<p>Oak.<sup>[<a href="#n" id="r">1</a>]</sup></p><ol><li id="n">A tree. ${back('r')}</li></ol>`,
      two,
    ],
    [
      'a star',
      `<p>Oak<a href="#n" id="r">*</a>.</p><p id="n">${back('r', '*')} A tree.</p>`,
      'Oak[^1].\n\n[^1]: A tree.',
    ],
    [
      'of several paragraphs',
      `<p>Oak.<a href="#n1" id="r1">1</a></p><div class="footnote"><p>${'<a id="n1" href="#r1">1</a>'} A tree.</p><p>Tall.</p></div>`,
      'Oak.[^1]\n\n[^1]: A tree.\n\n    Tall.',
    ],
    [
      'two links to one note, which leads back to both',
      `<p>Oak<a href="#n" id="r">1</a>, elm<a href="#n" id="r2">1</a>.</p><ol><li id="n">Trees. ${back('r')} ${back('r2')}</li></ol>`,
      'Oak[^1], elm[^1].\n\n[^1]: Trees.',
    ],
    [
      'a title above',
      `<p>Oak.<a href="#n" id="r">1</a></p><hr><h2>Notes</h2><ol><li id="n">A tree. ${back('r')}</li></ol>`,
      two,
    ],
    [
      'text after the notes, whose title stays',
      `<p>Oak.<a href="#n" id="r">1</a></p><h2>Notes</h2><ol><li id="n">A tree. ${back('r')}</li></ol><p>End.</p>`,
      'Oak.[^1]\n\n## Notes\n\nEnd.\n\n[^1]: A tree.',
    ],
    [
      'an image as a note',
      `<p>Oak.<a href="#n" id="r">1</a></p><ol><li id="n"><img src="https://x.example/oak.png" alt="Oak"> ${back('r')}</li></ol>`,
      'Oak.[^1]\n\n[^1]: ![Oak](https://x.example/oak.png)',
    ],
  ])('become Markdown footnotes: %s', (_, html, markdown) => {
    expect(markdownOfHtml(html)).toBe(markdown);
  });

  it.each<[string, string, string]>([
    ['nothing leads back', '<p>Oak.<a href="#n" id="r">1</a></p><ol><li id="n">A tree.</li></ol>', '[1](#n)'],
    ['there is no text', `<p>Oak.<a href="#n" id="r">1</a></p><ol><li id="n">${back('r')}</li></ol>`, '[1](#n)'],
    [
      'the link has words',
      `<p><a href="#n" id="r">See oak</a></p><ol><li id="n">A tree. ${back('r')}</li></ol>`,
      '[See oak](#n)',
    ],
    ['it is a heading', `<p><a href="#n" id="r">1</a></p><h2 id="n">Oaks ${back('r')}</h2>`, '[1](#n)'],
    [
      'two notes are in one paragraph',
      `<p><a href="#n" id="r">1</a> <a href="#m" id="s">2</a></p><p><a id="n" href="#r">1</a> Oak <a id="m" href="#s">2</a> elm</p>`,
      '[1](#n)',
    ],
  ])('stay links where %s', (_, html, part) => {
    expect(markdownOfHtml(html)).toContain(part);
  });

  it('have a bounded length', () => {
    const note = (elements: number) =>
      `<p>Oak.<a href="#n" id="r">1</a></p><ol><li id="n">${back('r')}${'<i>a</i>'.repeat(elements - 2)}</li></ol>`;
    expect(markdownOfHtml(note(2000))).toContain('Oak.[^1]');
    expect(markdownOfHtml(note(2001))).toContain('Oak.[1](#n)');
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
