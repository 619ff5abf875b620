import { type ModelFiles, readText } from '../../model-files.ts';
import { addedTokensIn } from './added-files.ts';
import { parseTokenizerJson } from './tokenizer-json.ts';
import type { VocabularyFiles } from './vocabulary.ts';
import { HUGGING_FACE_NAMES, OPENAI_NAMES, TOKENIZER_JSON } from './vocabulary-texts.ts';

/** The files that can hold a vocabulary, any one set of them, the first choice first. */
export const vocabularyFileSets: readonly (readonly string[])[] = [OPENAI_NAMES, HUGGING_FACE_NAMES, [TOKENIZER_JSON]];

/** The vocabulary among a model's files, with its added tokens; null if there is none. Throws VocabularyFault. */
export async function vocabularyIn(files: ModelFiles): Promise<VocabularyFiles | null> {
  for (const names of vocabularyFileSets) {
    const texts = await Promise.all(names.map((name) => readText(files, name)));
    const [encoder, merges] = texts;
    if (texts.includes(null) || encoder === null) continue;
    const [encoderName, mergesName] = names.map((name) => files.pathOf(name));
    const vocabulary =
      merges == null ? parseTokenizerJson(encoder, encoderName) : { encoder, merges, encoderName, mergesName };
    return { ...vocabulary, added: await addedTokensIn(files, vocabulary.encoder) };
  }
  return null;
}
