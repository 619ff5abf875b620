import { describe, expect, it } from 'vitest';
import { plainText } from '../../../src/blog/corpus/plain-text.ts';
import { markdownOfHtml } from '../../../src/blog/import/html/html-to-markdown.ts';
import { unknownDialect } from '../../../src/blog/markdown/dialect.ts';
import { withoutTemplateTags } from '../../../src/blog/markdown/template-tags.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';

const textOf = (body: string) => plainText(readPost('a.md', body), () => {});

/** HTML, and its text: the same in a post of HTML, and where the model reads a post of Markdown. */
const texts: readonly (readonly [name: string, html: string, text: string])[] = [
  ['a power', '10<sup>6</sup>', '10⁶'],
  ['a negative power', 'm s<sup>-1</sup>, m s<sup>−2</sup>', 'm s⁻¹, m s⁻²'],
  ['a power in an element', '<small>10<sup>3</sup></small>', '10³'],
  ['a power of a letter', '2<sup>n</sup> e<sup>i</sup>', '2ⁿ eⁱ'],
  ['a product in brackets', '2<sup>(n+1)</sup>', '2⁽ⁿ⁺¹⁾'],
  ['a sum', '2<sup>n+1</sup> 2<sup>n − 1</sup>', '2ⁿ⁺¹ 2ⁿ⁻¹'],
  ['a fraction', '10<sup>6.5</sup> 2<sup>1/2</sup> 2<sup>n/2</sup> 10<sup>1,5</sup>', '10^6.5 2^(1/2) 2^(n/2) 10^1,5'],
  ['a variable', '2<sup>x</sup> A<sup>T</sup> a<sup>2k</sup> (x)<sup>k</sup>', '2^x A^T a^(2k) (x)^k'],
  [
    'an ordinal',
    '1<sup>st</sup> 2<sup>nd</sup> 3<sup>rd</sup> 4<sup>th</sup> XX<sup>e</sup> 1<sup>o</sup>',
    '1st 2nd 3rd 4th XXe 1o',
  ],
  ['an ordinal in one piece', 'the <sup>2nd</sup>', 'the 2nd'],
  ['an abbreviation', 'M<sup>lle</sup> D<sup>r</sup> kettle<sup>TM</sup> tea<sup>®</sup>', 'Mlle Dr kettleTM tea®'],
  ['a note', 'Rain<sup>1</sup> falls.<sup>2</sup>', 'Rain¹ falls.²'],
  ['several notes', 'Rain<sup>1, 2</sup> falls.<sup>3,4</sup>', 'Rain¹, ² falls.³,⁴'],
  ['a note in brackets', 'Rain<sup>[1]</sup> falls<sup>(2)</sup>', 'Rain[1] falls(2)'],
  ['words', 'Rain<sup>see note 3</sup> <sup>new</sup> <sup>e-mail</sup>', 'Rainsee note 3 new e-mail'],
  ['a long number', `1<sup>${'2'.repeat(30)}</sup>`, `1${'²'.repeat(30)}`],
  ['longer than any exponent', `1<sup>${'2'.repeat(31)}</sup>`, `1${'2'.repeat(31)}`],
  ['nothing', 'a<sup> </sup>b<sub></sub>c', 'a bc'],
  ['no base', '<sup>x</sup> <sup>1/2</sup>', 'x 1/2'],
  ['a formula', 'H<sub>2</sub>O, CO<sub>2</sub>', 'H2O, CO2'],
  ['a base', '101<sub>2</sub>', '101₂'],
  [
    'an index',
    'x<sub>1</sub><sub>2</sub> x<sub>i</sub> a<sub>n+1</sub> T<sub>max</sub> V<sub>B</sub>',
    'x1₂ xᵢ aₙ₊₁ Tmax VB',
  ],
];

describe.each(texts)('%s', (_, html, text) => {
  it('in a post of HTML', () => {
    expect(markdownOfHtml(`<p>${html}</p>`).replace(/\\/g, '')).toBe(text);
  });

  it('where the model reads Markdown', () => {
    expect(textOf(html)).toBe(text);
  });

  it('stays HTML in Markdown', () => {
    expect(withoutTemplateTags(html, { ...unknownDialect, markdown: 'commonmark' } as never)).toBe(html);
  });
});

it.each([
  ['<p>Rain<sup><a href="#n">1</a></sup></p>', 'Rain[1](#n)'],
  ['<p>10<sup>6<br>7</sup></p>', '106\\\n7'],
  ['<p>10<sup><b>6</b></sup> x<sub><i>i</i></sub></p>', '10⁶ xᵢ'],
  ['<p><b>10<sup>6</sup></b></p>', '**10⁶**'],
  ['<p><code>10<sup>6</sup></code></p>', '`10⁶`'],
  ['<p>10<sup><sup>6</sup></sup></p>', '10⁶'],
])('a superscript of HTML with other elements: %s', (html, markdown) => {
  expect(markdownOfHtml(html)).toBe(markdown);
});

it.each([
  ['10^6^ and 2^nd^', '10⁶ and 2nd'],
  ['x~i~, H~2~O, 101~2~', 'xᵢ, H2O, 101₂'],
])('marks of dialects: %s', (markdown, text) => {
  const marks = new Set(['superscripts', 'subscripts'] as const);
  expect(withoutTemplateTags(markdown, { ...unknownDialect, marks })).toBe(text);
});
