/**
 * tokenizer.json, the one file in which Hugging Face's tokenizers keeps a vocabulary. Of a byte-level BPE:
 *
 *   model          type "BPE"; vocab, token -> id; merges, a list of "left right" or of [left, right]; ignore_merges:
 *                  a word that is a token is not merged
 *   added_tokens   tokens with an id that may be missing in vocab, such as <|endoftext|>
 *
 * and the parts that rules-json.ts describes.
 */
import { shown } from '../../../fault.ts';
import { VocabularyFault } from '../tokenizer.ts';
import { addedToken } from './added-tokens.ts';
import { END_OF_TEXT, NO_MARKS } from './marks.ts';
import { beginOf, formatRules, rulesOf } from './rules-json.ts';
import { GPT2_RULES, isGpt2 } from './text-rules.ts';
import type { AddedToken, VocabularyFiles } from './vocabulary.ts';

/** The two files with the same content. Throws VocabularyFault if the tokenizer is of another kind. */
export function parseTokenizerJson(text: string, name: string): VocabularyFiles {
  const fault = (problem: string, supported = 'a byte-level BPE', cause?: unknown) =>
    new VocabularyFault(`${name} ${problem}; supported: ${supported}.`, { cause });
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw fault('is not JSON', 'the tokenizer.json of a byte-level BPE', cause);
  }
  const content = objectOr(parsed);
  const model = objectOr(content.model);
  const { vocab, merges } = model;
  checkModel(model, fault);
  const rules = rulesOf(content, model, fault);
  const begin = beginOf(content, fault);
  if (!isObject(vocab)) throw fault('has no vocab');
  const encoder: Record<string, unknown> = Object.assign(Object.create(null), vocab);
  const added = addedTokensOf(content.added_tokens, name);
  if (begin !== null && !added.some((token) => token.content === begin)) {
    throw fault(`puts ${shown(begin)} in front of text, which is not among its added_tokens`, 'one of these');
  }
  // The end mark is part of the vocabulary, as in GPT-2's own files.
  const end = added.find((token) => token.content === END_OF_TEXT);
  if (isGpt2(rules) && end !== undefined) encoder[END_OF_TEXT] ??= end.id;
  for (const [token, id] of Object.entries(encoder)) {
    if (typeof id !== 'number') throw fault(`gives token "${token}" the id ${shown(id)}`, 'whole numbers');
  }
  return {
    encoder: JSON.stringify(encoder),
    merges: `#version: 0.2\n${mergesOf(merges, fault)
      .map((merge) => `${merge}\n`)
      .join('')}`,
    encoderName: name,
    mergesName: `${name}, merges,`,
    added,
    rules,
    marks: { begin, ends: [] },
    ...(isGpt2(rules) && begin === null ? {} : { tokenizerJson: text }),
  };
}

export function checkModel(model: Record<string, unknown>, fault: (problem: string) => VocabularyFault): void {
  const { type = 'BPE', continuing_subword_prefix, end_of_word_suffix, dropout } = model;
  if (type !== 'BPE') throw fault(`has a model of type ${shown(type)}`);
  if (continuing_subword_prefix || end_of_word_suffix) throw fault('marks where words begin or end');
  if (dropout) throw fault(`leaves out merges by chance (dropout ${shown(dropout)})`);
}

/** The `added_tokens` of a tokenizer.json. Throws VocabularyFault. */
export function addedTokensOf(list: unknown, name: string): AddedToken[] {
  return (Array.isArray(list) ? list : [])
    .map(objectOr)
    .map((entry) => addedToken(entry.content, entry.id, entry, name));
}

/** tokenizer.json of a vocabulary in two files. */
export function formatTokenizerJson({
  encoder,
  merges,
  added = [],
  rules = GPT2_RULES,
  marks = NO_MARKS,
}: VocabularyFiles): string {
  const vocab: Record<string, number> = JSON.parse(encoder);
  const end = vocab[END_OF_TEXT];
  const endToken = { content: END_OF_TEXT, single_word: false, lstrip: false, rstrip: false, normalized: true };
  const ends =
    end === undefined || added.some(({ content }) => content === END_OF_TEXT)
      ? []
      : [{ id: end, ...endToken, special: true }];
  const begin = added.find(({ content }) => content === marks.begin);
  return `${JSON.stringify({
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [...ends, ...added].sort((a, b) => a.id - b.id),
    ...formatRules(rules, begin === undefined ? null : { token: begin.content, id: begin.id }),
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
      fuse_unk: false,
      byte_fallback: false,
      ...(rules.wholeWords ? { ignore_merges: true } : {}),
      // With the added tokens: those that the model lacks would get other ids.
      vocab: { ...vocab, ...Object.fromEntries(added.map(({ content, id }) => [content, id])) },
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

function mergesOf(merges: unknown, fault: (problem: string, supported?: string) => VocabularyFault): string[] {
  if (!Array.isArray(merges)) throw fault('has no merges');
  return merges.map((merge) => {
    const parts: readonly unknown[] = Array.isArray(merge) ? merge : [merge];
    if (!parts.every((part) => typeof part === 'string')) throw fault(`has the merge ${shown(merge)}`, 'two tokens');
    return parts.join(' ');
  });
}

function objectOr(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
