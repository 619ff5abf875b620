import { Fault } from '../../fault.ts';
import { BpeTokenizer } from './bpe/bpe-tokenizer.ts';
import { filesOfLists, GGML_MODEL } from './bpe/token-lists.ts';
import { withinRows } from './bpe/vocabulary.ts';
import type { Tokenizer, TokenLists } from './tokenizer.ts';

/** A vocabulary of a kind that is not supported. */
export class TokenizerKindFault extends Fault {}

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
}

const kinds: readonly TokenizerKind[] = [
  {
    ggmlModel: GGML_MODEL,
    fromLists: (lists, names, rows) => new BpeTokenizer(withinRows(filesOfLists(lists, names), rows)),
  },
];

/** The tokenizer that a GGUF file holds as lists. Throws TokenizerKindFault and VocabularyFault. */
export function tokenizerFromLists(lists: TokenLists, names: ListNames, rows: number): Tokenizer {
  const kind = kinds.find(({ ggmlModel }) => ggmlModel === lists.model);
  if (kind !== undefined) return kind.fromLists(lists, names, rows);
  const supported = kinds.map(({ ggmlModel }) => JSON.stringify(ggmlModel)).join(', ');
  throw new TokenizerKindFault(
    `${names.source} has a tokenizer of kind ${JSON.stringify(lists.model)}, which is not supported; supported: ${supported}.`,
  );
}
