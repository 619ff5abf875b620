import { addedToken } from '../bpe/added-tokens.ts';
import type { Marks } from '../bpe/marks.ts';
import { type ListedToken, type TokenLists, VocabularyFault } from '../tokenizer.ts';
import { byteOfPiece, type PieceFiles, tokensOfPieces } from './pieces.ts';

/** What ggml calls this kind of tokenizer. */
export const GGML_PIECES = 'llama';

type Merge = readonly [string, string];

/**
 * A vocabulary as lists: in place of merges, each token has a score, from which llama.cpp derives them. Throws
 * VocabularyFault if that would give other merges.
 */
export function listsOfPieces(files: PieceFiles, marks: Marks): TokenLists {
  const { rules, source } = files;
  const added = new Map(files.added.map((token) => [token.id, token]));
  const kindOf = (text: string, id: number): ListedToken['kind'] => {
    if (text === rules.unknown) return 'unknown';
    const token = added.get(id);
    if (token !== undefined) return token.special ? 'control' : 'added';
    return rules.byteFallback && byteOfPiece(text) !== null ? 'byte' : 'normal';
  };
  const tokens = tokensOfPieces(files).map((text, id) => (text === null ? null : { text, kind: kindOf(text, id) }));
  const scores = scoresOf(tokens, files.merges);
  const derived = mergesOfScores(tokens, scores);
  const products = (merges: readonly Merge[]) => merges.map(([left, right]) => left + right);
  const [expected, found] = [products(files.merges), products(derived)];
  if (expected.length !== found.length || expected.some((token, rank) => token !== found[rank])) {
    throw new VocabularyFault(
      `${source} has merges that no scores of its tokens give, so GGUF cannot hold this tokenizer; ` +
        'choose another format.',
    );
  }
  return {
    model: GGML_PIECES,
    words: 'default',
    tokens,
    merges: null,
    scores,
    addsSpace: rules.spacePrefix !== 'none',
    ...marks,
  };
}

/** A token that is made first has the highest score; those that no merge makes come last. */
function scoresOf(tokens: readonly (ListedToken | null)[], merges: readonly Merge[]): number[] {
  const orders = new Map<string, number>();
  for (const [left, right] of merges) if (!orders.has(left + right)) orders.set(left + right, orders.size);
  return tokens.map((token) => (token?.kind === 'normal' ? -(orders.get(token.text) ?? orders.size) : 0));
}

/**
 * Every way to make a token of two others, those of the highest score first. Equal scores are in the order of the ids:
 * vocabularies are trained in this order, and some converters write one score for all tokens. The ways to make one token
 * are ordered by the ids of their parts, as in Hugging Face's conversion of Llama 2.
 */
function mergesOfScores(tokens: readonly (ListedToken | null)[], scores: readonly number[]): Merge[] {
  const ids = new Map(tokens.flatMap((token, id) => (token?.kind === 'normal' ? [[token.text, id] as const] : [])));
  const order = [...ids].sort(([, a], [, b]) => scores[b] - scores[a] || a - b);
  return order.flatMap(([text]) => {
    const ways: Merge[] = [];
    for (let at = 1; at < text.length; at++) {
      const way = [text.slice(0, at), text.slice(at)] as const;
      if (ids.has(way[0]) && ids.has(way[1])) ways.push(way);
    }
    const idOf = (part: string) => ids.get(part)!;
    return ways.sort(([a, b], [c, d]) => idOf(a) - idOf(c) || idOf(b) - idOf(d));
  });
}

/** The vocabulary that the lists say. `names`: what to call them in an error. Throws VocabularyFault. */
export function piecesOfLists(
  { tokens, scores, addsSpace, ...lists }: TokenLists,
  names: { readonly source: string; readonly tokens: string },
): PieceFiles {
  if (scores === null || scores.length < tokens.length) {
    throw new VocabularyFault(
      `${names.source} has a tokenizer of kind "${GGML_PIECES}" without a score for each token.`,
    );
  }
  const listed = tokens.flatMap((token, id) => (token === null ? [] : [{ ...token, id }]));
  const vocab = new Map(listed.map(({ text, id }) => [text, id]));
  if (vocab.size !== listed.length) throw new VocabularyFault(`${names.tokens} holds a token twice.`);
  // llama.cpp puts a begin mark in front unless the file says otherwise.
  const begins = (lists.addsBeginMark ?? true) && lists.beginMark !== null;
  const ends = [lists.endMark, ...lists.stopTokens].filter((id): id is number => id !== null && tokens[id] != null);
  const marks = new Set([...(begins ? [lists.beginMark] : []), ...ends]);
  const added = listed.flatMap(({ text, id, kind }) => {
    const special = kind === 'control' || kind === 'unknown' || marks.has(id);
    return special || kind === 'added' ? [addedToken(text, id, { special, normalized: false }, names.source)] : [];
  });
  return {
    vocab,
    merges: mergesOfScores(tokens, scores),
    rules: {
      spacePrefix: (addsSpace ?? true) ? 'each' : 'none',
      findsInSigns: true,
      splitsAtSpaces: false,
      byteFallback: listed.some(({ kind }) => kind === 'byte'),
      unknown: listed.find(({ kind }) => kind === 'unknown')?.text ?? null,
      fusesUnknown: true,
    },
    added,
    marks: {
      begin: begins ? (tokens[lists.beginMark!]?.text ?? null) : null,
      ends: [...new Set(ends.map((id) => tokens[id]!.text))],
    },
    source: names.source,
    tokenizerJson: null,
  };
}
