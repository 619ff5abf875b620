import type { Element } from 'hast';
import { expect, test } from 'vitest';
import { htmlTree } from '../../../src/blog/import/html/html-tree.ts';
import { isBackLink } from '../../../src/blog/markdown/back-link.ts';

const isBack = (html: string) => isBackLink(htmlTree(html).children[0] as Element);

test.each([
  '<a href="#r1" data-footnote-backref>1</a>',
  '<a href="#r1" role="doc-backlink">1</a>',
  '<a href="#r1" rev="footnote">1</a>',
  '<a href="#r1" class="reversefootnote">1</a>',
  '<a href="#r1" class="footnote-back">1</a>',
  '<a href="#r1" class="footnote-backref">1</a>',
  '<a href="#r1" class="footnoteBackLink footnotebacklink">1</a>',
  '<a href="#r1">↩</a>',
  '<a href="#r1">&#8617;&#xfe0e;</a>',
  '<a href="#r1"> ↑ </a>',
])('%s leads back', (html) => {
  expect(isBack(html)).toBe(true);
});

test.each([
  '<a href="#r1">1</a>',
  '<a href="#r1">up ↑</a>',
  '<a href="#">↑</a>',
  '<a href="https://trees.example/#r1">↩</a>',
  '<a>↩</a>',
  '<a href="#r1"> </a>',
  '<a href="#r1"><b>↩</b></a>',
  '<a href="#r1"></a>',
  '<span class="reversefootnote">↩</span>',
])('%s does not', (html) => {
  expect(isBack(html)).toBe(false);
});
