import { describe, expect, it } from 'vitest';
import { plainText } from '../../../src/blog/corpus/plain-text.ts';
import { markdownOfHtml } from '../../../src/blog/import/html/html-to-markdown.ts';
import { pagePost } from '../../../src/blog/import/pages/html-page.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';

/** How generators and themes link a heading to itself. */
const permalinks: readonly (readonly [by: string, html: string])[] = [
  ['Flink', '<h2 id="stone">Stone <a class="anchor" href="#stone">#</a></h2>'],
  ['Sphinx', '<h2>Stone<a class="headerlink" href="#stone" title="Permalink to this heading">¶</a></h2>'],
  ['Sphinx with an icon', '<h2>Stone<a class="headerlink" href="#stone" title="Link to this heading"></a></h2>'],
  ['MkDocs', '<h2 id="stone">Stone<a class="headerlink" href="#stone" title="Permanent link">&para;</a></h2>'],
  [
    'Docusaurus',
    '<h2 class="anchor" id="stone">Stone<a href="#stone" class="hash-link" aria-label="Direct link to Stone" title="Direct link to Stone">\u200B</a></h2>',
  ],
  ['VuePress', '<h2 id="stone"><a class="header-anchor" href="#stone">#</a> Stone</h2>'],
  ['VuePress 2', '<h2 id="stone"><a class="header-anchor" href="#stone"><span>Stone</span></a></h2>'],
  [
    'VitePress',
    '<h2 id="stone">Stone <a class="header-anchor" href="#stone" aria-label="Permalink to &quot;Stone&quot;">\u200B</a></h2>',
  ],
  [
    'GitHub',
    '<div class="markdown-heading"><h2 class="heading-element">Stone</h2><a id="user-content-stone" class="anchor" aria-label="Permalink: Stone" href="#stone"><span class="octicon octicon-link"></span></a></div>',
  ],
  [
    'GitHub before',
    '<h2><a id="user-content-stone" class="anchor" aria-hidden="true" href="#stone"><svg><path></path></svg></a>Stone</h2>',
  ],
  [
    'markdown-it-anchor with a symbol',
    '<h2 id="stone">Stone <a class="header-anchor" href="#stone" aria-hidden="true">#</a></h2>',
  ],
  ['markdown-it-anchor around', '<h2 id="stone"><a class="header-anchor" href="#stone">Stone</a></h2>'],
  [
    'markdown-it-anchor after the text',
    '<h2 id="stone">Stone</h2><a class="header-anchor" href="#stone"><span class="visually-hidden">Permalink to “Stone”</span> <span aria-hidden="true">#</span></a>',
  ],
  [
    'markdown-it-anchor with a label',
    '<h2 id="stone">Stone <a class="header-anchor" href="#stone" aria-label="Permalink to “Stone”">§</a></h2>',
  ],
  [
    'rehype-autolink-headings',
    '<h2 id="stone"><a aria-hidden="true" tabindex="-1" href="#stone"><span class="icon icon-link"></span></a>Stone</h2>',
  ],
  ['rehype-autolink-headings around', '<h2 id="stone"><a href="#stone">Stone</a></h2>'],
  ['Hugo', '<h2 id="stone">Stone<a hidden class="anchor" aria-hidden="true" href="#stone">#</a></h2>'],
  ['Hugo with a note', '<h2 id="stone">Stone <a href="#stone" class="hanchor" ariaLabel="Anchor">⌗</a></h2>'],
  [
    'AnchorJS',
    '<h2 id="stone">Stone<a class="anchorjs-link" aria-label="Anchor" data-anchorjs-icon="#" href="#stone">#</a></h2>',
  ],
  ['Zola', '<h2 id="stone">Stone<a class="zola-anchor" href="#stone" aria-label="Anchor link for: stone">🔗</a></h2>'],
  [
    'Gatsby',
    '<h2 id="stone"><a href="#stone" aria-label="stone permalink" class="anchor before"><svg></svg></a>Stone</h2>',
  ],
  ['Hexo', '<h2 id="stone"><a href="#stone" class="headerlink" title="Stone"></a>Stone</h2>'],
  ['Jekyll', '<h2 id="stone">Stone <a class="header-link" href="#stone"><i class="fa fa-link"></i></a></h2>'],
  [
    'Just the Docs',
    '<h2 id="stone"><a href="#stone" class="anchor-heading" aria-labelledby="stone"><svg></svg></a> Stone </h2>',
  ],
  ['rustdoc', '<h2 id="stone">Stone<a class="doc-anchor" href="#stone">§</a></h2>'],
  ['mdBook', '<h2 id="stone"><a class="header" href="#stone">Stone</a></h2>'],
  ['Asciidoctor', '<h2 id="_stone"><a class="anchor" href="#_stone"></a><a class="link" href="#_stone">Stone</a></h2>'],
  [
    'bookdown',
    '<h2 id="stone">Stone<a href="stone.html#stone" class="anchor" aria-hidden="true"><i class="fas"></i></a></h2>',
  ],
  [
    'Starlight',
    '<div class="sl-heading-wrapper"><h2 id="stone">Stone</h2><a class="sl-anchor-link" href="#stone"><span aria-hidden="true"><svg></svg></span><span class="sr-only">Section titled “Stone”</span></a></div>',
  ],
  ['an image', '<h2 id="stone">Stone <a class="permalink" href="#stone"><img src="link.svg" alt="link"></a></h2>'],
  ['words', '<h2 id="stone">Stone <a href="#stone">link</a></h2>'],
  ['MediaWiki', '<h2>Stone<span class="mw-editsection">[<a href="/w?action=edit">edit</a>]</span></h2>'],
];

describe('a link from a heading to itself', () => {
  it.each(permalinks)('as written by %s is removed', (_, html) => {
    expect(markdownOfHtml(`<p>a</p>${html}<p>z</p>`)).toBe('a\n\n## Stone\n\nz');
  });

  it.each(permalinks.filter(([by]) => by !== 'MediaWiki'))(
    'as written by %s is removed from the text of Markdown',
    (_, html) => {
      expect(plainText(readPost('a.md', `a\n\n${html}\n\nz\n`))).toBe('a\n\nStone\n\nz');
    },
  );

  it.each(permalinks.filter(([by]) => by !== 'MediaWiki'))('as written by %s is removed from the title', (_, html) => {
    const page = `<html><body><article>${html.replaceAll('h2', 'h1')}<p>z</p></article></body></html>`;
    const post = pagePost(page, 'a.html', 'a.html');
    expect(post).toMatchObject({ title: 'Stone' });
    expect('markdown' in post && post.markdown()).toBe('z');
  });
});

describe('a link that belongs to the text stays', () => {
  it.each([
    ['<h2>Stone <a href="/wood">and wood</a></h2>', '## Stone [and wood](/wood)'],
    ['<h2><a href="/stone">Stone</a></h2>', '## [Stone](/stone)'],
    ['<h2>Stone<a href="#fn1" id="fnref1">*</a></h2>', '## Stone[\\*](#fn1)'],
    ['<h2>Stone<sup><a href="#note-1">1</a></sup></h2>', '## Stone[1](#note-1)'],
    ['<h2>Stone (<a href="#wood">see wood</a>)</h2>', '## Stone ([see wood](#wood))'],
    ['<p>As in <a href="#stone">the part on stone</a>.</p>', 'As in [the part on stone](#stone).'],
    ['<p>A <a class="anchor" href="#stone">stone</a></p>', 'A [stone](#stone)'],
    ['<p>Stone<a href="#fn1">†</a></p>', 'Stone[†](#fn1)'],
    ['<p>In <a href="/c">C#</a></p>', 'In [C#](/c)'],
  ])('%s', (html, markdown) => {
    expect(markdownOfHtml(html)).toBe(markdown);
  });
});
