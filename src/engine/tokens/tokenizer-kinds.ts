import { Fault } from '../../fault.ts';
import type { ModelFiles } from '../model-files.ts';
import { ADDED_FILES } from './bpe/added-files.ts';
import { BpeTokenizer } from './bpe/bpe-tokenizer.ts';
import { filesOfLists, GGML_MODEL } from './bpe/token-lists.ts';
import { withinRows } from './bpe/vocabulary.ts';
import { vocabularyFileSets, vocabularyIn } from './bpe/vocabulary-files.ts';
import { pieceFileSets, piecesIn } from './sentencepiece/piece-files.ts';
import { GGML_PIECES, piecesOfLists } from './sentencepiece/piece-lists.ts';
import { piecesWithinRows } from './sentencepiece/pieces.ts';
import { SentencePieceTokenizer } from './sentencepiece/sentencepiece-tokenizer.ts';
import type { Tokenizer, TokenLists } from './tokenizer.ts';

/** A vocabulary of a kind that is not supported. */
export class TokenizerKindFault extends Fault {
  override readonly code: string = 'tokenizer-kind';
}

/** A model without the files of a vocabulary. */
export class NoVocabularyFault extends Fault {
  override readonly code: string = 'no-vocabulary';
}

/** What to call the lists of a vocabulary in an error. */
export interface ListNames {
  readonly source: string;
  readonly tokens: string;
  readonly merges: string;
}

interface TokenizerKind {
  /** What ggml calls it: `tokenizer.ggml.model`. */
  readonly ggmlModel: string;
  /** Without the added tokens that a model of `rows` rows has no row for. Throws VocabularyFault. */
  fromLists(lists: TokenLists, names: ListNames, rows: number): Tokenizer;
  /** The files that can hold it, any one set of them, the first choice first. */
  readonly fileSets: readonly (readonly string[])[];
  /** Files that add to any of these sets. */
  readonly optionalFiles: readonly string[];
  /** The tokenizer among a model's files, as above; null if there is none of this kind. Throws VocabularyFault. */
  fromFiles(files: ModelFiles, rows: number): Promise<Tokenizer | null>;
}

/** The first kind that recognises a tokenizer.json has it; the last one reports what no kind supports. */
const kinds: readonly TokenizerKind[] = [
  {
    ggmlModel: GGML_PIECES,
    fromLists: (lists, names, rows) => new SentencePieceTokenizer(piecesWithinRows(piecesOfLists(lists, names), rows)),
    fileSets: pieceFileSets,
    optionalFiles: ADDED_FILES,
    async fromFiles(files, rows) {
      const pieces = await piecesIn(files);
      return pieces === null ? null : new SentencePieceTokenizer(piecesWithinRows(pieces, rows));
    },
  },
  {
    ggmlModel: GGML_MODEL,
    fromLists: (lists, names, rows) => new BpeTokenizer(withinRows(filesOfLists(lists, names), rows)),
    fileSets: vocabularyFileSets,
    optionalFiles: ADDED_FILES,
    async fromFiles(files, rows) {
      const vocabulary = await vocabularyIn(files);
      return vocabulary === null ? null : new BpeTokenizer(withinRows(vocabulary, rows));
    },
  },
];

/** The files that can hold a tokenizer, any one set of them, the first choice first. */
export const tokenizerFileSets: readonly (readonly string[])[] = kinds
  .flatMap(({ fileSets }) => fileSets)
  .filter((names, i, all) => all.findIndex((others) => others.join() === names.join()) === i);

/** Files that add to any of these sets. */
export const optionalTokenizerFiles: readonly string[] = [...new Set(kinds.flatMap((kind) => kind.optionalFiles))];

/**
 * The tokenizer among a model's files, without the added tokens that a model of `rows` rows has no row for. Throws
 * NoVocabularyFault if there is none, and VocabularyFault.
 */
export async function tokenizerIn(files: ModelFiles, rows = Number.POSITIVE_INFINITY): Promise<Tokenizer> {
  for (const kind of kinds) {
    const tokenizer = await kind.fromFiles(files, rows);
    if (tokenizer !== null) return tokenizer;
  }
  const wanted = tokenizerFileSets.map((names) => names.join(' and ')).join(', or ');
  throw new NoVocabularyFault(`${files.description} has no vocabulary: it needs ${wanted}.`);
}

/** The tokenizer that a GGUF file holds as lists. Throws TokenizerKindFault and VocabularyFault. */
export function tokenizerFromLists(lists: TokenLists, names: ListNames, rows: number): Tokenizer {
  const kind = kinds.find(({ ggmlModel }) => ggmlModel === lists.model);
  if (kind !== undefined) return kind.fromLists(lists, names, rows);
  const supported = kinds.map(({ ggmlModel }) => JSON.stringify(ggmlModel)).join(', ');
  throw new TokenizerKindFault(
    `${names.source} has a tokenizer of kind ${JSON.stringify(lists.model)}, which is not supported; supported: ${supported}.`,
  );
}
