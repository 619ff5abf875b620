/**
 * tokenizer.json of a SentencePiece vocabulary:
 *
 *   model           type "BPE"; vocab, token -> id; merges, a list of "left right" or of [left, right]; unk_token, fuse_unk
 *                   and byte_fallback, for characters without a token
 *   added_tokens    marks, and other tokens that are cut out of text
 *   post_processor  a TemplateProcessing that puts a mark in front, or none
 *
 * and the parts that piece-rules-json.ts describes.
 */
import { shown } from '../../../fault.ts';
import { NO_MARKS } from '../bpe/marks.ts';
import { beginOf, templateOf } from '../bpe/rules-json.ts';
import { addedTokensOf, checkModel } from '../bpe/tokenizer-json.ts';
import { VocabularyFault } from '../tokenizer.ts';
import { formatSpaces, hasSigns, pieceRulesOf } from './piece-rules-json.ts';
import type { PieceFiles } from './pieces.ts';

type Values = Readonly<Record<string, unknown>>;

/** Null if the tokenizer is of another kind. Throws VocabularyFault. */
export function parsePieceJson(text: string, name: string): PieceFiles | null {
  // Most large files of other kinds need not be parsed.
  if (!/\u2581|\\u2581/.test(text)) return null;
  const content = parsed(text);
  const model = objectOr(content.model);
  if (!hasSigns(content) || (model.type ?? 'BPE') !== 'BPE') return null;
  const fault = (problem: string, supported = 'BPE as in Llama 2') =>
    new VocabularyFault(`${name} ${problem}; supported: ${supported}.`);
  checkModel(model, fault);
  if (model.ignore_merges === true) throw fault('sets ignore_merges');
  const rules = pieceRulesOf(content, model, fault);
  const begin = beginOf(content, fault);
  const added = addedTokensOf(content.added_tokens, name);
  if (begin !== null && !added.some((token) => token.content === begin)) {
    throw fault(`puts ${shown(begin)} in front of text, which is not among its added_tokens`, 'one of these');
  }
  return {
    vocab: vocabOf(model.vocab, fault),
    merges: mergesOf(model.merges, fault),
    rules,
    added,
    marks: { ...NO_MARKS, begin },
    source: name,
    tokenizerJson: text,
  };
}

/** An empty object if it is not JSON, which the reader of the other kind reports. */
function parsed(text: string): Values {
  try {
    return objectOr(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch {
    return {};
  }
}

function vocabOf(vocab: unknown, fault: (problem: string, supported?: string) => Error): Map<string, number> {
  if (!isObject(vocab)) throw fault('has no vocab');
  const entries = Object.entries(vocab).map(([token, id]) => {
    if (typeof id !== 'number') throw fault(`gives token "${token}" the id ${shown(id)}`, 'whole numbers');
    return [token, id] as const;
  });
  return new Map(entries);
}

function mergesOf(merges: unknown, fault: (problem: string, supported?: string) => Error): [string, string][] {
  if (!Array.isArray(merges)) throw fault('has no merges');
  return merges.map((merge) => {
    const parts: readonly unknown[] = typeof merge === 'string' ? merge.split(' ') : Array.isArray(merge) ? merge : [];
    const [left, right] = parts;
    if (parts.length === 2 && typeof left === 'string' && typeof right === 'string') return [left, right];
    throw fault(`has the merge ${shown(merge)}`, 'two tokens');
  });
}

/** The tokenizer.json of a vocabulary. */
export function formatPieceJson({ vocab, merges, rules, added, marks }: PieceFiles): string {
  const begin = added.find(({ content }) => content === marks.begin);
  return `${JSON.stringify({
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [...added].sort((a, b) => a.id - b.id),
    ...formatSpaces(rules),
    post_processor: begin === undefined ? null : templateOf(begin.content, begin.id),
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: rules.unknown,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: rules.fusesUnknown,
      byte_fallback: rules.byteFallback,
      ignore_merges: false,
      // With the added tokens: those that the model lacks would get other ids.
      vocab: Object.fromEntries([...vocab, ...added.map(({ content, id }) => [content, id] as const)]),
      merges,
    },
  })}\n`;
}

function objectOr(value: unknown): Values {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
