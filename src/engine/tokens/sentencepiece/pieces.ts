import type { NamedMarks } from '../bpe/marks.ts';
import type { AddedToken } from '../bpe/vocabulary.ts';
import { VocabularyFault } from '../tokenizer.ts';

/** SentencePiece's sign for a space (U+2581). */
export const SPACE_SIGN = '\u2581';

/**
 * Where a space is put in front of text, so that its first word is the token that the word is elsewhere.
 *
 *   none      nowhere
 *   each      before the text, and before what follows an added token
 *   missing   the same, except where a space is already there
 *   first     before the text alone, unless it begins with a space
 */
export type SpacePrefix = 'none' | 'each' | 'missing' | 'first';

/** What is done with text before the merges, and with characters that have no token. */
export interface PieceRules {
  readonly spacePrefix: SpacePrefix;
  /** Whether added tokens that are `normalized` are searched for after spaces have become signs, instead of before. */
  readonly findsInSigns: boolean;
  /** Every space begins a word; otherwise the whole text is one word. */
  readonly splitsAtSpaces: boolean;
  /** A character without a token becomes the tokens `<0x00>` to `<0xFF>` of its bytes, if they exist. */
  readonly byteFallback: boolean;
  /** The token for other characters without a token; null: they are left out. */
  readonly unknown: string | null;
  /** Several such characters in a row become one token. */
  readonly fusesUnknown: boolean;
}

/** A SentencePiece vocabulary as files describe it. */
export interface PieceFiles {
  /** The ids of the tokens as written: with signs for spaces, and `<0x0A>` for a byte. Marks and added tokens may be among them. */
  readonly vocab: ReadonlyMap<string, number>;
  /** Pairs of tokens, the first ones first. */
  readonly merges: readonly (readonly [string, string])[];
  readonly rules: PieceRules;
  readonly added: readonly AddedToken[];
  readonly marks: NamedMarks;
  /** What to call the vocabulary in an error. */
  readonly source: string;
  /** The tokenizer.json that all of this was read from; null if there is none. */
  readonly tokenizerJson: string | null;
}

/** The files without the added tokens that a model of `rows` rows has no row for. */
export function piecesWithinRows(files: PieceFiles, rows: number): PieceFiles {
  const added = files.added.filter(({ id }) => id < rows);
  if (added.length === files.added.length) return files;
  const left = new Set(files.added.filter(({ id }) => id >= rows).map(({ content }) => content));
  const vocab = new Map([...files.vocab].filter(([token]) => !left.has(token)));
  return { ...files, vocab, added, tokenizerJson: null };
}

const BYTE = /^<0x([0-9A-F]{2})>$/;

/** The byte that a token such as `<0x0A>` stands for; null for any other token. */
export function byteOfPiece(token: string): number | null {
  const digits = BYTE.exec(token)?.[1];
  return digits === undefined ? null : Number.parseInt(digits, 16);
}

/** An id far beyond the others would leave a gap that takes all memory. */
const LARGEST_HOLE = 2 ** 16;

/** All tokens in the order of their ids; null where an id has none. Throws VocabularyFault. */
export function tokensOfPieces({ vocab, added, source }: PieceFiles): (string | null)[] {
  const most = vocab.size + added.length + LARGEST_HOLE;
  const tokens: (string | null)[] = [];
  const add = (token: string, id: number) => {
    if (!Number.isInteger(id) || id < 0 || id > most) {
      throw new VocabularyFault(
        `${source} gives token "${token}" the id ${id}, expected a whole number from 0 to ${most}.`,
      );
    }
    while (tokens.length <= id) tokens.push(null);
    if (tokens[id] !== null && tokens[id] !== token) {
      throw new VocabularyFault(`${source} gives the id ${id} twice, to "${tokens[id]}" and to "${token}".`);
    }
    tokens[id] = token;
  };
  for (const [token, id] of vocab) add(token, id);
  for (const { content, id } of added) {
    const known = vocab.get(content);
    if (known !== undefined && known !== id) {
      throw new VocabularyFault(
        `"${content}" is an added token with the id ${id}, and has the id ${known} in ${source}.`,
      );
    }
    add(content, id);
  }
  return tokens;
}
