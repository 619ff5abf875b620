import type { Nodes } from 'mdast';
import { firstSentence } from '../language/sentences.ts';
import { wholeWords } from '../language/words.ts';
import { nodesOfType, parsed } from '../markdown/parsed-markdown.ts';

/** Characters. Longer descriptions are cut by those who show them. */
const LONGEST_SUMMARY = 160;

/** The first sentence of the first paragraph as a reader sees it, without Markdown's marks; null without a paragraph, or where not even a word has room. */
export function summaryOf(body: string): string | null {
  const paragraph = firstParagraph(body);
  if (paragraph === null) return null;
  const summary = wholeWords(firstSentence(paragraph), LONGEST_SUMMARY);
  return summary === '' ? null : summary;
}

/** The words of the first paragraph that has any and stands in no list or quote, as one line. */
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
