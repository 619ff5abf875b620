import { documentsOf, type TokenSet } from './token-set.ts';
import { type TokenBytes, type Tokenizer, TokenRangeFault } from './tokenizer.ts';

/** The bytes of one token. Throws TokenRangeFault. */
export function bytesOfToken({ tokenBytes, tokenEnds }: TokenBytes, id: number): Uint8Array {
  if (!Number.isInteger(id) || id < 0 || id >= tokenEnds.length) {
    throw new TokenRangeFault(`Token ${id} is not in the vocabulary, whose ids run from 0 to ${tokenEnds.length - 1}.`);
  }
  return tokenBytes.subarray(id === 0 ? 0 : tokenEnds[id - 1], tokenEnds[id]);
}

/** The ids that must never be drawn: those without bytes, and marks (`special`) that do not end a text. Ascending. */
export function unusedTokensOf(
  { tokenEnds }: TokenBytes,
  special: readonly number[],
  stopTokens: ReadonlySet<number>,
): number[] {
  const marksOnly = new Set(special.filter((id) => !stopTokens.has(id)));
  return [...tokenEnds.keys()].filter(
    (id) => marksOnly.has(id) || tokenEnds[id] === (id === 0 ? 0 : tokenEnds[id - 1]),
  );
}

const SPACE = 0x20;

/** Bytes of the text of a document's tokens: neither end marks nor a space that `encode` put in front of it count. */
export function textBytes(
  { bytesOfAll, endMark, addsSpace }: Pick<Tokenizer, 'bytesOfAll' | 'endMark' | 'addsSpace'>,
  document: ArrayLike<number>,
): number {
  const { tokenBytes, tokenEnds } = bytesOfAll;
  const startOf = (id: number) => (id === 0 ? 0 : tokenEnds[id - 1]);
  const hasPrefix = addsSpace && document.length > 0 && tokenBytes[startOf(document[0])] === SPACE;
  let bytes = hasPrefix ? -1 : 0;
  for (let at = 0; at < document.length; at++) {
    const id = document[at];
    if (id !== endMark) bytes += tokenEnds[id] - startOf(id);
  }
  return bytes;
}

/** Bytes of the text of all documents, without their marks. */
export function textBytesOfSet(
  tokens: TokenSet,
  tokenizer: Pick<Tokenizer, 'bytesOfAll' | 'endMark' | 'addsSpace'>,
): number {
  const documents = documentsOf(tokens, tokenizer.endMark);
  return documents.reduce((sum, { chunk, start, end }) => sum + textBytes(tokenizer, chunk.subarray(start, end)), 0);
}
