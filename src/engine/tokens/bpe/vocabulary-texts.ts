import { formatTokenizerJson } from './tokenizer-json.ts';
import { END_OF_TEXT, type VocabularyFiles } from './vocabulary.ts';

type Texts = Readonly<Record<string, string>>;

/** The names of the two files in OpenAI's models and in our checkpoints. */
export const OPENAI_NAMES = ['encoder.json', 'vocab.bpe'] as const;

/** The names of the two files at Hugging Face. */
export const HUGGING_FACE_NAMES = ['vocab.json', 'merges.txt'] as const;

/** The one file that holds both. */
export const TOKENIZER_JSON = 'tokenizer.json';

/** The files next to a checkpoint. */
export function formatCheckpointFiles(files: VocabularyFiles): Texts {
  const [encoder, merges] = OPENAI_NAMES;
  return { [encoder]: files.encoder, [merges]: files.merges, ...formatAddedTokens(files, {}) };
}

/** The files that Hugging Face's libraries load. `hasEndMark`: whether the vocabulary has `<|endoftext|>`. */
export function formatHuggingFaceFiles(files: VocabularyFiles, hasEndMark: boolean, context: number): Texts {
  const marks = hasEndMark ? { bos_token: END_OF_TEXT, eos_token: END_OF_TEXT, unk_token: END_OF_TEXT } : {};
  const [encoder, merges] = HUGGING_FACE_NAMES;
  return {
    [TOKENIZER_JSON]: formatTokenizerJson(files),
    ...formatAddedTokens(files, { add_prefix_space: false, model_max_length: context, ...marks }),
    [encoder]: files.encoder,
    [merges]: files.merges,
  };
}

/** tokenizer_config.json, which says what tokens were added to a vocabulary; no file if it would say nothing. */
function formatAddedTokens({ added = [] }: VocabularyFiles, more: object): Texts {
  if (added.length === 0 && Object.keys(more).length === 0) return {};
  const added_tokens_decoder = Object.fromEntries(added.map(({ id, ...token }) => [id, token]));
  const content = {
    tokenizer_class: 'GPT2Tokenizer',
    ...more,
    ...(added.length === 0 ? {} : { added_tokens_decoder }),
  };
  return { 'tokenizer_config.json': `${JSON.stringify(content, null, 2)}\n` };
}
