import type { Random } from '../random.ts';
import { type TokenArray, tokenArray } from './token-buffer.ts';

/** An encoded corpus. A window to train on may cross from one document to the next, but not from chunk to chunk. */
export interface TokenSet {
  readonly chunks: readonly TokenArray[];
  /** Tokens in all chunks together. */
  readonly total: number;
  /** The datasets that the chunks are from, in order, if there are several, or one has a weight. */
  readonly parts?: readonly TokenPart[];
}

/** A dataset in a corpus of several. */
export interface TokenPart {
  /** How many of the corpus's chunks are from it: those that follow the chunks of the parts before it. */
  readonly chunks: number;
  /**
   * How often it is trained on; null is usual. In windows from anywhere, it is drawn from with a probability in proportion to
   * its weight (see `WindowSampler`); with whole documents, a pass contains it this many times (see `DocumentWindows`).
   */
  readonly weight: number | null;
}

/** A document in a chunk: tokens [start, end), its end mark included. */
export interface DocumentSpan {
  readonly chunk: TokenArray;
  readonly start: number;
  readonly end: number;
}

/** Chunks are joined up to about this many tokens: room for any window, and joining never copies much at once. */
const JOINED_TOKENS = 2 ** 24;

/** A corpus of these chunks, which are not copied. */
export function tokenSet(chunks: readonly TokenArray[]): TokenSet {
  return { chunks, total: chunks.reduce((sum, chunk) => sum + chunk.length, 0) };
}

/** A corpus of several; each keeps its weight. */
export function joinSets(sets: readonly { readonly tokens: TokenSet; readonly weight: number | null }[]): TokenSet {
  const joined = tokenSet(sets.flatMap(({ tokens }) => tokens.chunks));
  if (sets.length === 1 && sets[0].weight === null) return joined;
  return { ...joined, parts: sets.map(({ tokens, weight }) => ({ chunks: tokens.chunks.length, weight })) };
}

/** The datasets of a corpus with their chunks; one if it is not divided. */
export function partsOf(tokens: TokenSet): readonly { readonly tokens: TokenSet; readonly weight: number | null }[] {
  if (tokens.parts === undefined) return [{ tokens, weight: null }];
  let first = 0;
  return tokens.parts.map(({ chunks, weight }) => {
    const own = tokens.chunks.slice(first, first + chunks);
    first += chunks;
    return { tokens: tokenSet(own), weight };
  });
}

/** Tokens in one pass of whole documents over a corpus. */
export function tokensPerPass(tokens: TokenSet): number {
  return partsOf(tokens).reduce((sum, part) => sum + (part.weight ?? 1) * part.tokens.total, 0);
}

/**
 * Every document of a corpus, in order. One ends with each end mark; in a chunk without any (as the scripts of
 * 2019 made them) nothing tells documents apart, and it counts as one. `endMark`: null if the vocabulary has none.
 */
export function documentsOf(tokens: TokenSet, endMark: number | null): DocumentSpan[] {
  const documents: DocumentSpan[] = [];
  for (const chunk of tokens.chunks) {
    let start = 0;
    while (start < chunk.length) {
      const mark = endMark === null ? -1 : chunk.indexOf(endMark, start);
      const end = mark === -1 ? chunk.length : mark + 1;
      documents.push({ chunk, start, end });
      start = end;
    }
  }
  return documents;
}

/**
 * Joins each chunk that ends with a whole document to the next one, so that no text is lost between short
 * chunks; a chunk that ends anywhere else stays separate, since the next one does not continue it.
 */
export function joinAtDocuments(tokens: TokenSet, endMark: number | null, vocabularySize: number): TokenSet {
  const joined: TokenArray[] = [];
  let run: TokenArray[] = [];
  let runTokens = 0;
  const finishRun = (): void => {
    if (runTokens > 0) joined.push(run.length === 1 ? run[0] : concatenate(run, vocabularySize));
    run = [];
    runTokens = 0;
  };
  for (const chunk of tokens.chunks) {
    run.push(chunk);
    runTokens += chunk.length;
    if (chunk.length > 0 && (chunk.at(-1) !== endMark || runTokens >= JOINED_TOKENS)) finishRun();
  }
  finishRun();
  return tokenSet(joined);
}

/**
 * Numbers of documents to keep for validation: `share` of them, in (0, 1), rounded, but at least one and never
 * all. Empty for fewer than two documents. The same seed gives the same choice.
 */
export function chooseHeldOut(documents: number, share: number, random: Random): Set<number> {
  const wanted = Math.min(Math.max(1, Math.round(documents * share)), documents - 1);
  const chosen = new Set<number>();
  while (chosen.size < wanted) chosen.add(random.below(documents));
  return chosen;
}

/** Divides a corpus by document: those whose number is held out, and the rest. Chunks stay apart. */
export function splitDocuments(
  tokens: TokenSet,
  endMark: number | null,
  vocabularySize: number,
  heldOut: ReadonlySet<number>,
): { training: TokenSet; validation: TokenSet } {
  const documents = documentsOf(tokens, endMark);
  const select = (wanted: boolean): TokenSet => {
    const parts = new Map<TokenArray, TokenArray[]>();
    documents.forEach(({ chunk, start, end }, number) => {
      if (heldOut.has(number) !== wanted) return;
      const ofChunk = parts.get(chunk) ?? [];
      ofChunk.push(chunk.subarray(start, end));
      parts.set(chunk, ofChunk);
    });
    return tokenSet([...parts.values()].map((ofChunk) => concatenate(ofChunk, vocabularySize)));
  };
  return { training: select(false), validation: select(true) };
}

function concatenate(parts: readonly TokenArray[], vocabularySize: number): TokenArray {
  const whole = tokenArray(
    vocabularySize,
    parts.reduce((sum, part) => sum + part.length, 0),
  );
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
