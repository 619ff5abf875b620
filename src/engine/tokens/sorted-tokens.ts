import type { Tokenizer } from './tokenizer.ts';

/**
 * The tokens of a vocabulary in the order of their bytes, so that those that begin alike stand together: whoever goes
 * through them in this order looks at each common beginning once. The end mark, which is no text, is not among them.
 */
export class SortedTokens {
  /** (N): the tokens. */
  readonly ids: Int32Array;
  /** (N): how many bytes each has in common with the one before it. */
  readonly sharedBytes: Int32Array;
  /** (N): the next one that has fewer bytes in common with the one before it; N where there is none. */
  readonly nextSharingFewer: Int32Array;
  /** The bytes of all, one after the other; those of entry i end at `ends[i]`. */
  readonly bytes: Uint8Array;
  readonly ends: Int32Array;
  readonly longestBytes: number;

  constructor(tokenizer: Tokenizer) {
    const entries: { readonly id: number; readonly bytes: string }[] = [];
    for (let id = 0; id < tokenizer.n_vocab; id++) {
      const bytes = tokenizer.bytesOf(id);
      // As a string with a character a byte, which the engine compares fast.
      if (id !== tokenizer.endOfText && bytes.length > 0) entries.push({ id, bytes: String.fromCharCode(...bytes) });
    }
    entries.sort((a, b) => (a.bytes < b.bytes ? -1 : a.bytes > b.bytes ? 1 : a.id - b.id));
    this.ids = Int32Array.from(entries, ({ id }) => id);
    this.sharedBytes = Int32Array.from(entries, ({ bytes }, i) => sharedBytes(entries[i - 1]?.bytes ?? '', bytes));
    this.nextSharingFewer = nextSmaller(this.sharedBytes);
    let end = 0;
    this.ends = Int32Array.from(entries, ({ bytes }) => (end += bytes.length));
    this.bytes = new Uint8Array(end);
    this.longestBytes = entries.reduce((longest, { bytes }) => Math.max(longest, bytes.length), 0);
    for (const [i, { bytes }] of entries.entries()) {
      const start = this.ends[i] - bytes.length;
      for (let k = 0; k < bytes.length; k++) this.bytes[start + k] = bytes.charCodeAt(k);
    }
  }
}

function sharedBytes(a: string, b: string): number {
  let count = 0;
  while (count < a.length && a[count] === b[count]) count++;
  return count;
}

/** For each number the place of the next smaller one; their count where there is none. */
function nextSmaller(numbers: Int32Array): Int32Array {
  const places = new Int32Array(numbers.length);
  for (let i = numbers.length - 1; i >= 0; i--) {
    let next = i + 1;
    while (next < numbers.length && numbers[next] >= numbers[i]) next = places[next];
    places[i] = next;
  }
  return places;
}
