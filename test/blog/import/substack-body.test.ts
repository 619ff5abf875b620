import { expect, test } from 'vitest';
import { substackMarkdown } from '../../../src/blog/import/substack-body.ts';

function attributes(value: unknown): string {
  return `data-attrs="${JSON.stringify(value).replaceAll('"', '&quot;')}"`;
}

const details = (title: string) =>
  `<div class="file-embed-details"><div class="file-embed-details-h1">${title}</div><div class="file-embed-details-h2">118KB ∙ PDF file</div></div>`;
const download = '<a class="file-embed-button wide" href="https://x.example/1.pdf"><span>Download</span></a>';
const cdn = 'https://substackcdn.com/image/fetch/f_auto/a.png';

test.each<[string, string, string]>([
  [
    'a formula',
    `<div class="latex-rendered" ${attributes({ persistentExpression: 'E = mc^2' })}></div>`,
    '$$E = mc^2$$',
  ],
  ['a formula without TeX', `<div class="latex-rendered" ${attributes({ id: 'A' })}></div>`, ''],
  ['a box whose attributes are no JSON', '<p>a</p><div class="latex-rendered" data-attrs="{"></div>', 'a'],
  ['a box whose attributes are no object', '<p>a</p><div class="latex-rendered" data-attrs="null"></div>', 'a'],
  ['a person', `<p>With <span class="mention-wrap" ${attributes({ name: 'Ada L.' })}></span>.</p>`, 'With Ada L..'],
  ['a share', `<p>I sold <span class="cashtag-wrap" ${attributes({ symbol: '$OAK' })}></span>.</p>`, 'I sold $OAK.'],
  [
    'a file',
    `<div class="file-embed-wrapper"><image src="x"></image>${details('The map')}${download}<div class="file-embed-description">Of oaks</div>${download}</div>`,
    '[The map](https://x.example/1.pdf)',
  ],
  ['a file without an address', `<div class="file-embed-wrapper">${details('The map')}</div>`, ''],
  [
    'several images',
    `<div class="image-gallery-embed" ${attributes({ gallery: { images: [{ src: 'https://x.example/1.png' }, null, { src: 'https://x.example/2.png' }], caption: 'Oaks' } })}></div>`,
    '![](https://x.example/1.png)\n\n![](https://x.example/2.png)\n\nOaks',
  ],
  ['several images that are not named', `<p>a</p><div class="image-gallery-embed" ${attributes({})}></div>`, 'a'],
  [
    'an image that leads to itself',
    `<div class="captioned-image-container"><figure><a class="image-link" href="${cdn}"><img src="https://x.example/1.png" alt="Oak"><div class="image-link-expand"><button>+</button></div></a><figcaption>Mine</figcaption></figure></div>`,
    '![Oak](https://x.example/1.png)\n\nMine',
  ],
  [
    'an image that leads elsewhere',
    '<a class="image-link" href="https://y.example/"><img src="https://x.example/1.png" alt="Oak"></a>',
    '[![Oak](https://x.example/1.png)](https://y.example/)',
  ],
  [
    'text as it is typed',
    '<div class="preformatted-block"><label class="hide-text">Text within this block …</label><pre>a\n b</pre></div>',
    '```\na\n b\n```',
  ],
  ['boxes for readers', '<p>a</p><p class="button-wrapper"><a class="button" href="/s">Subscribe</a></p>', 'a'],
  [
    'a footnote',
    '<p>Oak.<a class="footnote-anchor" id="footnote-anchor-1" href="#footnote-1">1</a></p><div class="footnote"><a id="footnote-1" href="#footnote-anchor-1" class="footnote-number">1</a><div class="footnote-content"><p>A <em>tree</em>.</p><p>Tall.</p></div></div>',
    'Oak.[^1]\n\n[^1]: A *tree*.\n\n    Tall.',
  ],
])('a post of Substack: %s', (_, html, markdown) => {
  expect(substackMarkdown(html)).toBe(markdown);
});
