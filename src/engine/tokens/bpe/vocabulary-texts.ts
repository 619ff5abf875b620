import { END_OF_TEXT, type Marks, type NamedMarks, NO_MARKS } from './marks.ts';
import { GPT2_RULES, isGpt2 } from './text-rules.ts';
import { formatTokenizerJson } from './tokenizer-json.ts';
import type { VocabularyFiles } from './vocabulary.ts';

type Texts = Readonly<Record<string, string>>;

/** The names of the two files in OpenAI's models and in our checkpoints. */
export const OPENAI_NAMES = ['encoder.json', 'vocab.bpe'] as const;

/** The names of the two files at Hugging Face. */
export const HUGGING_FACE_NAMES = ['vocab.json', 'merges.txt'] as const;

/** The one file that holds both. */
export const TOKENIZER_JSON = 'tokenizer.json';

/** Where Hugging Face's software finds the marks and added tokens of a vocabulary. */
export const TOKENIZER_CONFIG = 'tokenizer_config.json';

/** The files next to a checkpoint: two as GPT-2's if these say it all, else tokenizer.json, as it was read if it was. */
export function formatCheckpointFiles(files: VocabularyFiles, marks: Marks): Texts {
  const ends = formatEnds(files.marks ?? NO_MARKS);
  if (!isPlain(files, marks)) {
    return { [TOKENIZER_JSON]: tokenizerJsonOf(files), ...formatTokenizerConfig(files, { ...FAST, ...ends }) };
  }
  const [encoder, merges] = OPENAI_NAMES;
  const config =
    Object.keys(ends).length + (files.added ?? []).length === 0
      ? {}
      : formatTokenizerConfig(files, { ...GPT2, ...ends });
  return { [encoder]: files.encoder, [merges]: files.merges, ...config };
}

/** The marks that end a text, for tokenizer_config.json. */
export function formatEnds({ ends: [first, ...others] }: NamedMarks): object {
  // Our own key: a vocabulary may have more stop tokens than Hugging Face's files can name.
  return first === undefined ? {} : { eos_token: first, ...(others.length > 0 ? { stop_tokens: others } : {}) };
}

/** The files that Hugging Face's libraries load. */
export function formatHuggingFaceFiles(files: VocabularyFiles, marks: Marks, context: number): Texts {
  const textOf = (id: number | null) =>
    id === null ? undefined : ((files.added ?? []).find((token) => token.id === id)?.content ?? END_OF_TEXT);
  const [bos_token, eos_token] = [textOf(marks.beginMark), textOf(marks.endMark)];
  if (!isPlain(files, marks)) {
    return {
      [TOKENIZER_JSON]: tokenizerJsonOf(files),
      ...formatTokenizerConfig(files, { ...FAST, model_max_length: context, bos_token, eos_token }),
    };
  }
  const [encoder, merges] = HUGGING_FACE_NAMES;
  return {
    [TOKENIZER_JSON]: formatTokenizerJson(files),
    ...formatTokenizerConfig(files, {
      ...GPT2,
      add_prefix_space: false,
      model_max_length: context,
      bos_token,
      eos_token,
      unk_token: eos_token,
    }),
    [encoder]: files.encoder,
    [merges]: files.merges,
  };
}

/** Whether two files in GPT-2's form say what there is to say. */
function isPlain({ rules = GPT2_RULES }: VocabularyFiles, { addsBeginMark }: Marks): boolean {
  return isGpt2(rules) && !addsBeginMark;
}

function tokenizerJsonOf(files: VocabularyFiles): string {
  return files.tokenizerJson ?? formatTokenizerJson(files);
}

const GPT2 = { tokenizer_class: 'GPT2Tokenizer' };
/** The class in transformers that takes tokenizer.json as it is; others replace parts of it. */
export const FAST = { tokenizer_class: 'PreTrainedTokenizerFast', clean_up_tokenization_spaces: false };

/** tokenizer_config.json with this content and the added tokens. */
export function formatTokenizerConfig({ added = [] }: Pick<VocabularyFiles, 'added'>, content: object): Texts {
  const added_tokens_decoder = Object.fromEntries(added.map(({ id, ...token }) => [id, token]));
  const all = { ...content, ...(added.length === 0 ? {} : { added_tokens_decoder }) };
  return { [TOKENIZER_CONFIG]: `${JSON.stringify(all, null, 2)}\n` };
}
