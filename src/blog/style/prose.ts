import { sentencesOf } from '../language/sentences.ts';
import { countWords } from '../language/words.ts';

/** Words in the parts of a text. */
export interface Prose {
  /** Of each sentence, those of list items and quotations included. */
  readonly sentences: readonly number[];
  /** Of each paragraph; lists are not paragraphs. */
  readonly paragraphs: readonly number[];
}

/** What `renderText` puts before the lines of quotations and list items. */
const QUOTATION = /^(?:> ?)+/;
const ITEM = /^ *(?:- |\d{1,9}\. |\[[ x\d]+\] )+/;

/** Measures a text as `renderText` writes it, or a text file: blocks have empty lines between them. */
export function proseOf(text: string): Prose {
  const [sentences, paragraphs]: [number[], number[]] = [[], []];
  for (const block of text.split(/\n(?:[> ]*\n)+/)) {
    const lines = block.split('\n').map((line) => line.replace(QUOTATION, ''));
    const isList = lines.some((line) => ITEM.test(line));
    const parts = isList ? lines.map((line) => line.replace(ITEM, '')) : [lines.join(' ')];
    for (const part of parts) {
      for (const sentence of sentencesOf(part)) {
        const words = countWords(sentence);
        if (words > 0) sentences.push(words);
      }
    }
    const words = countWords(lines.join(' '));
    if (!isList && words > 0) paragraphs.push(words);
  }
  return { sentences, paragraphs };
}
