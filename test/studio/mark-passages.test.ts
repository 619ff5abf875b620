import { toHtml } from 'hast-util-to-html';
import { expect, test } from 'vitest';
import { portableTree } from '../../src/blog/markdown/markdown-tree.ts';
import { markPassages } from '../../src/studio/server/drafts/mark-passages.ts';

/** The page of a Markdown text, with `[n:…]` for each mark of passage n. */
function marked(markdown: string, ...passages: string[]) {
  const tree = portableTree(markdown);
  const found = markPassages(tree, passages);
  const html = toHtml(tree).replace(/<mark data-copied="(\d)" data-words="\d+">(.*?)<\/mark>/gs, '[$1:$2]');
  return { html, found: [...found].sort() };
}

test('a passage is found through emphasis, links and line breaks, whatever its case and punctuation', () => {
  expect(
    marked('So **a cup** of [some\nthing](x), Warm.', 'A cup of something warm', 'a cup of some thing warm'),
  ).toEqual({
    html: '<p>So <strong>[1:a cup]</strong>[1: of ]<a href="x">[1:some\nthing]</a>[1:, Warm].</p>',
    found: [1],
  });
});

test('a passage goes on in the next paragraph, without a mark for the space between', () => {
  expect(marked('One two.\n\n- three\n- four', 'two three four').html).toBe(
    '<p>One [0:two.]</p>\n<ul>\n<li>[0:three]</li>\n<li>[0:four]</li>\n</ul>',
  );
});

test('words in blocks next to each other are two words', () => {
  expect(marked('# One\n\ntwo', 'onetwo').found).toEqual([]);
});

test('of passages that overlap, the first is marked; each is marked wherever it occurs', () => {
  expect(marked('a b c d, and c d', 'a b c', 'c d').html).toBe('<p>[0:a b c] d, and [1:c d]</p>');
  expect(marked('a b. a b.', 'a b').html).toBe('<p>[0:a b]. [0:a b].</p>');
});

test('nothing is marked for passages that are not there, or without words', () => {
  expect(marked('a b', 'b a', '', '—')).toEqual({ html: '<p>a b</p>', found: [] });
});
