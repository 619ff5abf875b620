import type { Nodes } from 'mdast';
import { firstSentence } from '../language/sentences.ts';
import { wholeWords } from '../language/words.ts';
import { nodesOfType, parsed } from '../markdown/parsed-markdown.ts';

/** Characters. Search engines and feeds cut longer descriptions. */
const MAX_SUMMARY_CHARACTERS = 160;

/**
 * The first sentence of the first paragraph as a reader sees it, without Markdown marks; null if there is no paragraph,
 * or if not even one word fits.
 */
export function summaryOf(body: string): string | null {
  const paragraph = firstParagraph(body);
  if (paragraph === null) return null;
  const summary = wholeWords(firstSentence(paragraph), MAX_SUMMARY_CHARACTERS);
  return summary === '' ? null : summary;
}

/** The text of the first non-empty paragraph outside lists and quotes, as one line. */
function firstParagraph(body: string): string | null {
  for (const { node, parents } of nodesOfType(parsed(body), 'paragraph')) {
    const words = wordsOf(node).replace(/\s+/g, ' ').trim();
    if (parents.length === 1 && /[\p{L}\p{N}]/u.test(words)) return words;
  }
  return null;
}

function wordsOf(node: Nodes): string {
  if (node.type === 'text' || node.type === 'inlineCode') return node.value;
  if (node.type === 'break') return ' ';
  return 'children' in node ? node.children.map(wordsOf).join('') : '';
}
