import { mergeLong, mergeShort, SHORT_WORD } from './merge-symbols.ts';
import type { MergeTable } from './merge-table.ts';

/** Byte-pair encoding of words that are bytes (Radford et al., 2019). */
export class WordMerger {
  readonly #merges: MergeTable;
  readonly #tokenOfByte: Int32Array;
  /** (256, 256): the rank of each pair of bytes, with which every word begins: they fit into a processor's cache. */
  readonly #rankOfBytes: Int32Array;
  readonly #ranks = new Int32Array(SHORT_WORD);
  readonly #symbols = new Int32Array(SHORT_WORD);

  /** `tokenOfByte` (256): the token that is each byte; −1 if there is none. */
  constructor(merges: MergeTable, tokenOfByte: Int32Array) {
    this.#merges = merges;
    this.#tokenOfByte = tokenOfByte;
    this.#rankOfBytes = Int32Array.from({ length: 0x10000 }, (_, pair) =>
      merges.rankOf(tokenOfByte[pair >> 8], tokenOfByte[pair & 0xff]),
    );
  }

  /** The tokens of the first `count` bytes, all of which have one. */
  merge(bytes: Uint8Array, count: number): number[] {
    const tokenOfByte = this.#tokenOfByte;
    if (count > SHORT_WORD) {
      return mergeLong(
        Int32Array.from(bytes.subarray(0, count), (byte) => tokenOfByte[byte]),
        this.#merges,
      );
    }
    const [symbols, ranks] = [this.#symbols, this.#ranks];
    for (let at = 0; at < count; at++) symbols[at] = tokenOfByte[bytes[at]];
    for (let at = 0; at < count - 1; at++) ranks[at] = this.#rankOfBytes[(bytes[at] << 8) | bytes[at + 1]];
    return mergeShort(symbols, ranks, count, this.#merges);
  }
}
