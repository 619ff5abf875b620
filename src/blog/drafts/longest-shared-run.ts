/** Where a text says the same words in a row as a document does. */
export interface SharedRun {
  /** Number of words; 0 when no word is shared. */
  readonly words: number;
  /** The words as they stand in the text. */
  readonly passage: string;
  /** Index of the first document that has as long a run; −1 when no word is shared. */
  readonly document: number;
}

/** A run of letters, digits and apostrophes; case, punctuation and line breaks do not tell words apart. */
const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu;

/**
 * The longest run of words that `text` has in common with one of `documents`: the longest common substring over
 * words, found exactly, in time proportional to the product of both lengths (two seconds for 700 words against a million).
 */
export function longestSharedRun(text: string, documents: readonly string[]): SharedRun {
  const found = [...text.matchAll(WORD)];
  const idOf = new Map<string, number>();
  const words = Int32Array.from(found, ([word]) => {
    const known = word.toLowerCase();
    if (!idOf.has(known)) idOf.set(known, idOf.size);
    return idOf.get(known)!;
  });
  let best = { words: 0, end: 0, document: -1 };
  documents.forEach((content, document) => {
    const other = Int32Array.from(content.matchAll(WORD), ([word]) => idOf.get(word.toLowerCase()) ?? -1);
    const run = longestCommonRun(words, other);
    if (run.words > best.words) best = { ...run, document };
  });
  if (best.words === 0) return { words: 0, passage: '', document: -1 };
  const [first, last] = [found[best.end - best.words], found[best.end - 1]];
  return { words: best.words, passage: text.slice(first.index, last.index + last[0].length), document: best.document };
}

/** The longest common run of two sequences of word ids, and where it ends in the first one (exclusive). */
function longestCommonRun(words: Int32Array, other: Int32Array): { words: number; end: number } {
  // runs[i]: length of the common run that ends at words[i − 1] and at the word of `other` just looked at.
  const runs = new Int32Array(words.length + 1);
  let [longest, end] = [0, 0];
  for (const word of other) {
    for (let i = words.length; i > 0; i--) {
      runs[i] = words[i - 1] === word ? runs[i - 1] + 1 : 0;
      if (runs[i] > longest) [longest, end] = [runs[i], i];
    }
  }
  return { words: longest, end };
}
