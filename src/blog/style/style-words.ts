import type { UnlikeFeature } from './style-distance.ts';
import { VARIETY_WORDS } from './variety.ts';

const MARK_NAMES: Readonly<Record<string, string>> = {
  ',': 'commas',
  '.': 'full stops',
  '?': 'question marks',
  '!': 'exclamation marks',
  ':': 'colons',
  ';': 'semicolons',
  '—': 'dashes',
  '“': 'quotation marks',
  '(': 'brackets',
  '…': 'ellipses',
};

/** What is unlike the posts, in words: 'sentences of 31 words on average; yours have 17'. */
export function styleWords({ kind, of, value, usual }: UnlikeFeature): string {
  const [here, yours] = [rounded(value), rounded(usual)];
  switch (kind) {
    case 'word':
      return `“${of}” ${here} times per 1,000 words; ${yours} times in yours`;
    case 'variety':
      return `${here} different words among ${VARIETY_WORDS} in a row; ${yours} in yours`;
    case 'sentence-words':
      return `sentences of ${here} words on average; yours have ${yours}`;
    case 'sentence-spread':
      return `sentence lengths vary by ${here} words around their average; yours by ${yours}`;
    case 'paragraph-words':
      return `paragraphs of ${here} words on average; yours have ${yours}`;
    case 'mark':
      return `${here} ${MARK_NAMES[of!]} per 1,000 characters; yours have ${yours}`;
    case 'headings':
      return `${here} headings per 1,000 words; yours have ${yours}`;
    case 'list-items':
      return `${here} list items per 1,000 words; yours have ${yours}`;
    case 'links':
      return `${here} links per 1,000 words; yours have ${yours}`;
    case 'code':
      return `${rounded(100 * value)} % of its characters are code; in yours ${rounded(100 * usual)} %`;
  }
}

/** Whole from 10 on, one digit below. */
function rounded(value: number): string {
  return value >= 9.95 ? value.toFixed(0) : value.toFixed(1).replace('.0', '');
}
