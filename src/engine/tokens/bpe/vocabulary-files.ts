import { type ModelFiles, readText } from '../../model-files.ts';
import { addedTokensIn, addedTokensInJson, marksIn, tokenizerClassIn } from './added-files.ts';
import { QWEN2_RULES } from './text-rules.ts';
import { parseTokenizerJson } from './tokenizer-json.ts';
import type { VocabularyFiles } from './vocabulary.ts';
import { HUGGING_FACE_NAMES, OPENAI_NAMES, TOKENIZER_JSON } from './vocabulary-texts.ts';

/**
 * The files that can hold a vocabulary, any one set of them, the first choice first. Only tokenizer.json says how text is
 * split, so it comes before Hugging Face's two files.
 */
export const vocabularyFileSets: readonly (readonly string[])[] = [OPENAI_NAMES, [TOKENIZER_JSON], HUGGING_FACE_NAMES];

/** The vocabulary among a model's files, with its added tokens; null if there is none. Throws VocabularyFault. */
export async function vocabularyIn(files: ModelFiles): Promise<VocabularyFiles | null> {
  const vocabulary = (await openAiVocabulary(files)) ?? (await huggingFaceVocabulary(files));
  if (vocabulary === null) return null;
  return {
    ...vocabulary,
    added: await addedTokensIn(files, vocabulary.encoder, vocabulary.added ?? []),
    marks: await marksIn(files, vocabulary.marks),
  };
}

async function openAiVocabulary(files: ModelFiles): Promise<VocabularyFiles | null> {
  const pair = await pairIn(files, OPENAI_NAMES);
  return pair === null ? null : { ...pair, added: await addedTokensInJson(files) };
}

async function huggingFaceVocabulary(files: ModelFiles): Promise<VocabularyFiles | null> {
  const pair = await pairIn(files, HUGGING_FACE_NAMES);
  const text = await readText(files, TOKENIZER_JSON);
  if (text === null) {
    const isQwen2 = pair !== null && /^Qwen2Tokenizer(Fast)?$/.test((await tokenizerClassIn(files)) ?? '');
    return isQwen2 ? { ...pair, rules: QWEN2_RULES } : pair;
  }
  const whole = parseTokenizerJson(text, files.pathOf(TOKENIZER_JSON));
  // Both say the same then; the two files are those that OpenAI published.
  return pair !== null && whole.tokenizerJson === undefined ? { ...pair, added: whole.added ?? [] } : whole;
}

async function pairIn(files: ModelFiles, names: readonly [string, string]): Promise<VocabularyFiles | null> {
  const [encoder, merges] = await Promise.all(names.map((name) => readText(files, name)));
  if (encoder === null || merges === null) return null;
  const [encoderName, mergesName] = names.map((name) => files.pathOf(name));
  return { encoder, merges, encoderName, mergesName };
}
