import { type ModelFiles, readText } from '../../model-files.ts';
import { addedTokensIn, marksIn } from '../bpe/added-files.ts';
import { TOKENIZER_JSON } from '../bpe/vocabulary-texts.ts';
import { parsePieceJson } from './piece-json.ts';
import type { PieceFiles } from './pieces.ts';

/** The files that can hold a vocabulary, any one set of them. */
export const pieceFileSets: readonly (readonly string[])[] = [[TOKENIZER_JSON]];

/** The vocabulary among a model's files, with its added tokens; null if there is none of this kind. Throws VocabularyFault. */
export async function piecesIn(files: ModelFiles): Promise<PieceFiles | null> {
  const text = await readText(files, TOKENIZER_JSON);
  const pieces = text === null ? null : parsePieceJson(text, files.pathOf(TOKENIZER_JSON));
  if (pieces === null) return null;
  const vocab = JSON.stringify(Object.fromEntries(pieces.vocab));
  return {
    ...pieces,
    added: await addedTokensIn(files, vocab, pieces.added),
    marks: await marksIn(files, pieces.marks),
  };
}
