/** Where a line of text can be cut: behind its first sentence, behind a clause of it, or behind a word. */

/** What ends a sentence, and what closes there; a small letter behind it goes on. */
const SENTENCE_END = /[.!?…]+[)\]"'”’»*_`~]*(?=\s+(?![\s\p{Ll}])|\s*$)|[。！？]+[」』）”’]*/gu;

/** What ends a clause. A hyphen does where spaces stand around it. */
const CLAUSE_END = /[,;:](?=\s)|\s*—|\s[–-](?=\s)|[、，；：]/gu;

/** Before a full stop: `J`, `Mr`, `Ltd` (no vowel), `U.S`, and the number of an item that a line begins with. */
const ABBREVIATION =
  /(?:^|[\s("“'‘[*_])(?:(?!I$)\p{Lu}|[B-DF-HJ-NP-TV-Z][b-df-hj-np-tv-z]{1,3}|Prof|Rev|Capt|Vol|[^\s.]*\p{L}\.[^\s]*)$|^\d{1,3}$/u;

/** Writing that puts no spaces between its words. */
const SPACELESS = '[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}]';
const ENDS_SPACELESS = new RegExp(`${SPACELESS}$`, 'u');
const BEGINS_SPACELESS = new RegExp(`^${SPACELESS}`, 'u');

const PAIRS = ['()', '[]', '“”', '«»', '「」', '『』'];

const words = new Intl.Segmenter('en', { granularity: 'word' });

/** The first sentence with its marks; all of the text where it has but one, or none that ends. */
export function firstSentence(text: string): string {
  for (const { 0: marks, index } of text.matchAll(SENTENCE_END)) {
    const sentence = text.slice(0, index + marks.length);
    const isStop = marks.startsWith('.') && !marks.startsWith('..');
    const goesOn = !isClosed(sentence) || (isStop && ABBREVIATION.test(text.slice(0, index)));
    if (!goesOn && /[\p{L}\p{N}]/u.test(sentence)) return sentence;
  }
  return text;
}

/** As many clauses as have room in `most` characters, without the mark behind the last one; null when not even one has. */
export function wholeClauses(text: string, most: number): string | null {
  const clauses = [...text.matchAll(CLAUSE_END)].map(({ index }) => text.slice(0, index).trimEnd());
  return clauses.findLast((clause) => clause.length <= most && isClosed(clause)) ?? null;
}

/** As many words as have room in `most` characters; '' when not even the first has. */
export function wholeWords(text: string, most: number): string {
  if (text.length <= most) return text;
  let end = 0;
  // A word that begins before the end of the room is seen whole or goes out of it.
  for (const { index, segment } of words.segment(text.slice(0, 2 * most))) {
    const stop = index + segment.length;
    if (stop > most) break;
    const isSpaceless = ENDS_SPACELESS.test(segment) || BEGINS_SPACELESS.test(text.slice(stop));
    if (isSpaceless || /^\s/.test(text.slice(stop))) end = stop;
  }
  return text.slice(0, end).trimEnd();
}

/** Whether all brackets and quotes that were opened are closed. */
export function isClosed(text: string): boolean {
  const count = (mark: string) => text.split(mark).length - 1;
  return count('"') % 2 === 0 && PAIRS.every(([open, close]) => count(open) <= count(close));
}
