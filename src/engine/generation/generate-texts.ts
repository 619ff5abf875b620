import { Fault } from '../../fault.ts';
import { CachedReader } from '../models/decoding-state.ts';
import type { LanguageModel } from '../models/model.ts';
import { Random } from '../random.ts';
import type { Tokenizer } from '../tokens/tokenizer.ts';
import { BannedWords } from './banned-words.ts';
import { TokenSampler } from './sampling.ts';
import type { SamplingSettings } from './sampling-settings.ts';
import { scoresOfText } from './scores.ts';
import { sequenceBreakers } from './sequence-breakers.ts';
import { SlidingReader } from './sliding-reader.ts';
import { Text, type TextEvent } from './text.ts';
import { AfterSpace, FORBIDDEN, type TextConstraints } from './text-constraints.ts';
import { TokenConstraints } from './token-constraints.ts';
import { TokenProbabilities, undrawableTokens } from './token-probabilities.ts';

/** A text cannot start: the vocabulary has no mark to start from, or the constraints forbid the prompt. */
export class PromptFault extends Fault {
  override readonly code: string = 'prompt';
}

/** What to write, and how. */
export interface TextRequest {
  /** Text to continue; if empty, a text starts at the begin mark. */
  readonly prompt: string;
  /** The tokens of the prompt, if they are not those of its text: marks, for example, are in no text. */
  readonly promptTokens?: readonly number[] | undefined;
  /** The prompt starts a text, so the begin mark precedes it. Default: false, anything may precede it. */
  readonly promptBegins?: boolean;
  /** Texts to write; Infinity: until the signal aborts or the caller stops iterating. */
  readonly count: number;
  /** Number of the first text, 1 by default: the texts 4 to 6 are the same when they are asked for alone. */
  readonly firstNumber?: number;
  /** Texts written side by side. */
  readonly batchSize: number;
  /** The most new tokens of a text. It may exceed the model's window: see `generateTexts`. */
  readonly length: number;
  readonly sampling: SamplingSettings;
  readonly seed: number;
  /** End a text at a stop token, which is then not part of it. */
  readonly stopAtEnd: boolean;
  /** End a text before the first of these strings that the model writes; the prompt is not searched. None of them empty. */
  readonly stop?: readonly string[] | undefined;
  /** Words that the model never writes: see `BannedWords`. Constraints take precedence. None by default. */
  readonly bannedWords?: readonly string[] | undefined;
  /** Begin each text with the prompt. */
  readonly includePrompt: boolean;
  /** Constraints on each text, prompt included. Default: none. A stop token can only follow where they end. */
  readonly rules?: TextConstraints | undefined;
  /**
   * Report each new token with its log probability and with those of this many of the likeliest tokens at its place; 0: with its
   * own alone. Null, the default: report none, which costs nothing. The texts are the same.
   */
  readonly logprobs?: number | null;
  readonly signal?: AbortSignal | undefined;
}

/** What happens while texts are written. Texts side by side grow in turns. */
export type GenerationEvent =
  /** The prompt is longer than the model's window; its last `keptTokens` tokens are kept. */
  { readonly type: 'prompt-cut'; readonly tokens: number; readonly keptTokens: number } | TextEvent;

/**
 * Writes texts, `batchSize` side by side. A text depends on the seed and its number only: not on the batch size, not
 * on the other texts. Throws PromptFault, LogitsFault, and the signal's reason when it is given.
 *
 * A model has a window of fixed length. When it is full, its last half becomes the start of a new window and is read
 * again, because positions are absolute. Of a prompt longer than the window, the last tokens that fit are kept.
 */
export async function* generateTexts(
  model: LanguageModel,
  tokenizer: Tokenizer,
  request: TextRequest,
): AsyncGenerator<GenerationEvent, void, undefined> {
  const { context: window, vocabulary } = model.shape;
  const prompt = promptTokens(tokenizer, request);
  const context = Int32Array.from(prompt.slice(-window));
  if (context.length < prompt.length) {
    yield { type: 'prompt-cut', tokens: prompt.length, keptTokens: context.length };
  }
  const sampler = new TokenSampler(request.sampling, vocabulary, undrawableTokens(tokenizer, vocabulary));
  const rules = constraintsOf(request, tokenizer, vocabulary);
  if (rules?.stateAfter(request.prompt) === FORBIDDEN) throw againstRules(request.prompt);
  const banned = request.bannedWords?.length ? new BannedWords(request.bannedWords, tokenizer) : null;
  const limits = { ...request, ...neededFor(request, tokenizer, vocabulary) };
  const firstNumber = request.firstNumber ?? 1;
  for (let written = 0; written < request.count; written += request.batchSize) {
    const size = Math.min(request.batchSize, request.count - written);
    const texts = Array.from({ length: size }, (_, b) => {
      const number = firstNumber + written + b;
      return new Text(number, Random.fromSeed(request.seed, 'sample', number), tokenizer, limits, rules, banned);
    });
    yield* writeBatch(model, sampler, context, texts, request);
  }
}

/** What texts share, if it is asked for. */
function neededFor({ sampling, logprobs = null }: TextRequest, tokenizer: Tokenizer, vocabulary: number) {
  const usesDry = (sampling.dry_multiplier ?? 0) > 0;
  return {
    ...(usesDry ? { breakers: sequenceBreakers(tokenizer) } : {}),
    probabilities: logprobs === null ? null : new TokenProbabilities(tokenizer, vocabulary, logprobs),
  };
}

function constraintsOf({ rules, prompt }: TextRequest, tokenizer: Tokenizer, vocabulary: number) {
  if (rules === undefined) return null;
  // A prompt has had its space.
  const given = tokenizer.addsSpace && prompt === '' ? new AfterSpace(rules) : rules;
  return new TokenConstraints(given, tokenizer, vocabulary);
}

function againstRules(prompt: string): PromptFault {
  return new PromptFault(`No text that begins with ${JSON.stringify(prompt)} can satisfy its constraints.`);
}

function promptTokens(tokenizer: Tokenizer, request: TextRequest): readonly number[] {
  const { prompt, promptBegins } = request;
  if (request.promptTokens !== undefined) return request.promptTokens;
  if (prompt !== '' && promptBegins !== true) return tokenizer.encode(prompt);
  if (tokenizer.beginMark !== null) return [tokenizer.beginMark, ...tokenizer.encode(prompt)];
  throw new PromptFault("This model's vocabulary has no mark to begin a text from; give a prompt.");
}

/** Writes the texts from one context (T), all at the same position; a text that is done waits for the others. */
async function* writeBatch(
  model: LanguageModel,
  sampler: TokenSampler,
  context: Int32Array,
  texts: readonly Text[],
  { length, signal, logprobs = null }: TextRequest,
): AsyncGenerator<TextEvent, void, undefined> {
  const B = texts.length;
  const reader = new SlidingReader(
    new CachedReader(model, B, Math.min(model.shape.context, context.length + length - 1)),
  );
  try {
    for (const text of texts) yield* text.begin();
    let next = repeat(context, B);
    while (texts.some((text) => !text.done)) {
      signal?.throwIfAborted();
      const scores = await reader.read(next, sampler.temperature, logprobs !== null);
      next = new Int32Array(B);
      for (const [b, text] of texts.entries()) {
        if (text.done) continue;
        const plain = scores.plain === null ? null : scoresOfText(scores.plain, b, B);
        next[b] = yield* text.grow(sampler, scoresOfText(scores, b, B), plain);
      }
    }
  } finally {
    reader.free();
  }
}

/** (B, T), every row the same (T). */
function repeat(row: Int32Array, B: number): Int32Array {
  const rows = new Int32Array(B * row.length);
  for (let b = 0; b < B; b++) rows.set(row, b * row.length);
  return rows;
}
