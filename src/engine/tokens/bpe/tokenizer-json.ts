/**
 * tokenizer.json, the one file in which Hugging Face's tokenizers keeps a vocabulary. Of a byte-level BPE:
 *
 *   model          type "BPE"; vocab, token -> id; merges, a list of "left right" or of [left, right]
 *   added_tokens   tokens with an id that may be missing in vocab, such as <|endoftext|>
 *   pre_tokenizer  type "ByteLevel": GPT-2's way to cut text into words
 */
import { shown } from '../../../fault.ts';
import { VocabularyFault } from '../tokenizer.ts';
import { addedToken } from './added-tokens.ts';
import { type AddedToken, END_OF_TEXT, type VocabularyFiles } from './vocabulary.ts';

/** The two files with the same content. Throws VocabularyFault if the tokenizer is of another kind. */
export function parseTokenizerJson(text: string, name: string): VocabularyFiles {
  const fault = (problem: string, cause?: unknown) =>
    new VocabularyFault(`${name} ${problem}; only GPT-2's byte-level BPE is supported.`, { cause });
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw fault('is not JSON', cause);
  }
  const { model, added_tokens = [], pre_tokenizer, normalizer } = objectOr(content);
  const { type = 'BPE', vocab, merges, continuing_subword_prefix, end_of_word_suffix } = objectOr(model);
  if (type !== 'BPE') throw fault(`has a model of type ${shown(type)}`);
  if (continuing_subword_prefix || end_of_word_suffix) throw fault('marks where words begin or end');
  if (normalizer != null) throw fault('changes the text before it is cut');
  const cut = objectOr(pre_tokenizer);
  if (cut.type !== 'ByteLevel' || cut.use_regex === false) {
    throw fault(`cuts text by ${shown(cut.type)}, or not as GPT-2 does`);
  }
  if (!isObject(vocab)) throw fault('has no vocab');
  const encoder: Record<string, unknown> = Object.assign(Object.create(null), vocab);
  const added = addedTokensOf(added_tokens, name);
  // The end mark is part of the vocabulary, as in GPT-2's own files.
  const end = added.find(({ content }) => content === END_OF_TEXT);
  if (end !== undefined) encoder[END_OF_TEXT] ??= end.id;
  for (const [token, id] of Object.entries(encoder)) {
    if (typeof id !== 'number') throw fault(`gives token "${token}" the id ${shown(id)}`);
  }
  return {
    encoder: JSON.stringify(encoder),
    merges: `#version: 0.2\n${mergesOf(merges, fault)
      .map((merge) => `${merge}\n`)
      .join('')}`,
    encoderName: name,
    mergesName: `${name}, merges,`,
    added,
  };
}

/** The `added_tokens` of a tokenizer.json. Throws VocabularyFault. */
export function addedTokensOf(list: unknown, name: string): AddedToken[] {
  return (Array.isArray(list) ? list : [])
    .map(objectOr)
    .map((entry) => addedToken(entry.content, entry.id, entry, name));
}

/** tokenizer.json of a vocabulary in two files. */
export function formatTokenizerJson({ encoder, merges, added = [] }: VocabularyFiles): string {
  const vocab: Record<string, number> = JSON.parse(encoder);
  const end = vocab[END_OF_TEXT];
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
  const endToken = { content: END_OF_TEXT, single_word: false, lstrip: false, rstrip: false, normalized: true };
  const ends =
    end === undefined || added.some(({ content }) => content === END_OF_TEXT)
      ? []
      : [{ id: end, ...endToken, special: true }];
  return `${JSON.stringify({
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [...ends, ...added].sort((a, b) => a.id - b.id),
    normalizer: null,
    pre_tokenizer: byteLevel,
    post_processor: { ...byteLevel, trim_offsets: false },
    decoder: byteLevel,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
      fuse_unk: false,
      byte_fallback: false,
      vocab,
      merges: mergeLines(merges),
    },
  })}\n`;
}

/** The merges of vocab.bpe or merges.txt, without its first line and empty ones. */
export function mergeLines(merges: string): string[] {
  const lines = merges.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (lines[0].startsWith('#version')) lines.shift();
  return lines.filter((line) => line !== '');
}

function mergesOf(merges: unknown, fault: (problem: string) => VocabularyFault): string[] {
  if (!Array.isArray(merges)) throw fault('has no merges');
  return merges.map((merge) => {
    const parts: readonly unknown[] = Array.isArray(merge) ? merge : [merge];
    if (!parts.every((part) => typeof part === 'string')) throw fault(`has the merge ${shown(merge)}`);
    return parts.join(' ');
  });
}

function objectOr(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
