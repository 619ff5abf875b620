import { END_OF_TEXT, type Marks, marksOf } from '../bpe/marks.ts';
import { MergeTable } from '../bpe/merge-table.ts';
import type { AddedToken } from '../bpe/vocabulary.ts';
import { VocabularyFault } from '../tokenizer.ts';
import { byteOfPiece, type PieceFiles, SPACE_SIGN, tokensOfPieces } from './pieces.ts';
import { unitKinds } from './word-cuts.ts';

/** Not a token. */
export const NO_TOKEN = -1;

/** A parsed SentencePiece vocabulary. */
export interface PieceVocabulary {
  readonly marks: Marks;
  /** The ids of marks, which no text gives. */
  readonly specialTokens: readonly number[];
  /** As in `TokenBytes`: with spaces for their signs. */
  readonly tokenBytes: Uint8Array;
  readonly tokenEnds: Int32Array;
  /** (65536): the token of each character below U+10000; NO_TOKEN if it has none. A space counts as its sign. */
  readonly tokenOfUnit: Int32Array;
  /** The tokens of characters from U+10000 on. */
  readonly tokenOfPoint: ReadonlyMap<number, number>;
  /** (256): the token of each byte; NO_TOKEN if there is none. */
  readonly tokenOfByte: Int32Array;
  /** The token for other characters; NO_TOKEN: they are left out. */
  readonly unknown: number;
  readonly merges: MergeTable;
  /** (65536): how words may be cut at each UTF-16 unit. */
  readonly unitKinds: Uint8Array;
  readonly added: readonly AddedToken[];
}

/** Checks the files and makes tables of them. Throws VocabularyFault. */
export function parsePieces(files: PieceFiles): PieceVocabulary {
  const { vocab, rules, added, source } = files;
  const tokens = tokensOfPieces(files);
  const tokenOfByte = new Int32Array(256).fill(NO_TOKEN);
  const tokenOfUnit = new Int32Array(0x10000).fill(NO_TOKEN);
  const tokenOfPoint = new Map<number, number>();
  for (const [token, id] of vocab) {
    const byte = rules.byteFallback ? byteOfPiece(token) : null;
    if (byte !== null) tokenOfByte[byte] = id;
    const point = token.codePointAt(0) ?? 0;
    if (token.length === 1) tokenOfUnit[point] = id;
    else if (token.length === 2 && point >= 0x10000) tokenOfPoint.set(point, id);
  }
  tokenOfUnit[SPACE_UNIT] = tokenOfUnit[SPACE_SIGN.charCodeAt(0)];
  const unknown = rules.unknown === null ? NO_TOKEN : (vocab.get(rules.unknown) ?? NO_TOKEN);
  if (rules.unknown !== null && unknown === NO_TOKEN) {
    throw new VocabularyFault(`${source} has no token "${rules.unknown}", which it names for unknown characters.`);
  }
  const special = added.filter((token) => token.special).map(({ id }) => id);
  const idOfAdded = new Map(added.map(({ content, id }) => [content, id]));
  return {
    marks: marksOf(files.marks, (token) => idOfAdded.get(token) ?? null),
    specialTokens: [...special, ...(idOfAdded.has(END_OF_TEXT) ? [idOfAdded.get(END_OF_TEXT)!] : [])],
    ...packBytes(tokens, files),
    tokenOfUnit,
    tokenOfPoint,
    tokenOfByte,
    unknown,
    merges: mergeTable(files),
    unitKinds: unitKinds(
      files,
      tokenOfByte.every((id) => id !== NO_TOKEN),
    ),
    added,
  };
}

const SPACE_UNIT = 0x20;

function packBytes(
  tokens: readonly (string | null)[],
  { added, rules }: PieceFiles,
): { tokenBytes: Uint8Array; tokenEnds: Int32Array } {
  const encoder = new TextEncoder();
  const addedById = new Map(added.map((token) => [token.id, token]));
  // Such a token is found after a space has been put in front of it, which is then part of it.
  const space = rules.findsInSigns && rules.spacePrefix !== 'none' ? ' ' : '';
  const bytesOf = (token: string | null, id: number): Uint8Array => {
    if (token === null) return new Uint8Array(0);
    const one = addedById.get(id);
    if (one !== undefined) return encoder.encode(one.normalized && !one.special ? space + token : token);
    const byte = rules.byteFallback ? byteOfPiece(token) : null;
    return byte === null ? encoder.encode(token.replaceAll(SPACE_SIGN, ' ')) : Uint8Array.of(byte);
  };
  const all = tokens.map(bytesOf);
  const tokenBytes = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  const tokenEnds = Int32Array.from(all, (bytes) => {
    tokenBytes.set(bytes, end);
    end += bytes.length;
    return end;
  });
  return { tokenBytes, tokenEnds };
}

function mergeTable({ vocab, merges, source }: PieceFiles): MergeTable {
  const table = new MergeTable(merges.length);
  for (const [left, right] of merges) {
    const [leftId, rightId, joined] = [left, right, left + right].map((token) => {
      const id = vocab.get(token);
      if (id !== undefined) return id;
      throw new VocabularyFault(
        `${source}: the merge "${left} ${right}" needs the token "${token}", which is missing.`,
      );
    });
    if (!table.add(leftId, rightId, joined)) {
      throw new VocabularyFault(`${source} has the merge "${left} ${right}" twice.`);
    }
  }
  return table;
}
