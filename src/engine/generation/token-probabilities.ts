import { SCORE_BLOCK } from '../device/operations.ts';
import type { Tokenizer } from '../tokens/tokenizer.ts';
import { fallingExponential } from './falling-exponential.ts';
import { notNumbers } from './sampling.ts';
import type { Scores } from './scores.ts';

/** A token, and how likely it is at its place in a text. */
export interface LikelyToken {
  /** Its id. */
  readonly token: number;
  /** Its characters, of a mark its name; bytes that are not whole characters are U+FFFD. */
  readonly text: string;
  /** Its bytes if they are not whole characters, because other tokens complete them; else null. */
  readonly bytes: readonly number[] | null;
  /**
   * ln p, at most 0. p is what the model says, the softmax of its logits: before bias, penalties, temperature and all
   * filters, as in OpenAI's API and llama.cpp.
   */
  readonly logprob: number;
}

/** A token of a text, with what else could have stood there. */
export interface TextToken extends Omit<LikelyToken, 'logprob'> {
  /** Where it begins in the text, in UTF-16 units; a token that is a part of a character begins where the character does. */
  readonly start: number;
  /** As of a LikelyToken; null for a token that nothing precedes, which the model does not predict. */
  readonly logprob: number | null;
  /** The likeliest tokens, in order, the token itself among them if it is one; as many as were asked for, if there are. */
  readonly top: readonly LikelyToken[];
}

/** The ids that are never drawn or shown, ascending: those without a token, and marks that do not end a text. */
export function undrawableTokens(tokenizer: Tokenizer, vocabulary: number): number[] {
  const { unusedTokens, vocabularySize } = tokenizer;
  return [...unusedTokens, ...Array.from({ length: vocabulary - vocabularySize }, (_, i) => vocabularySize + i)];
}

/**
 * Finds how likely tokens are, and which are the likeliest. All logits count in the sum of the softmax, as they do in the loss of
 * a training: those of ids without a token too, which are never among the likeliest.
 */
export class TokenProbabilities {
  readonly #tokenizer: Tokenizer;
  /** (V): 1 for ids that are never shown. */
  readonly #isHidden: Uint8Array;
  readonly #likeliest: Likeliest;
  /** The texts of tokens that were shown. */
  readonly #texts = new Map<number, Pick<LikelyToken, 'text' | 'bytes'>>();

  /** `vocabulary` is the model's, V; `count`: likeliest tokens to find for each, 0 or more. */
  constructor(tokenizer: Tokenizer, vocabulary: number, count: number) {
    this.#tokenizer = tokenizer;
    this.#isHidden = new Uint8Array(vocabulary);
    for (const token of undrawableTokens(tokenizer, vocabulary)) this.#isHidden[token] = 1;
    this.#likeliest = new Likeliest(count);
  }

  /**
   * A token, by the scores of all tokens at its place, summarised for temperature 1; null: nothing precedes it. Throws
   * LogitsFault.
   */
  describe(token: number, { before, after, beginsText = false }: TokenPlace, scores: Scores | null): TextToken {
    const { text, bytes } = this.#textOf(token, beginsText);
    // Bytes before it that never became a character were decoded only now, and precede it.
    const named = { token, text, bytes, start: bytes === null ? after - text.length : before };
    if (scores === null) return { ...named, logprob: null, top: [] };
    const norm = logSumExp(scores);
    const { tokens, logits } = this.#likeliest;
    const found = this.#likeliest.find(scores, this.#isHidden);
    const top = Array.from({ length: found }, (_, i): LikelyToken => {
      return { token: tokens[i], ...this.#textOf(tokens[i], beginsText), logprob: logprobOf(logits[i], norm) };
    });
    return { ...named, logprob: logprobOf(scores.logits[token], norm), top };
  }

  #textOf(token: number, beginsText: boolean): Pick<LikelyToken, 'text' | 'bytes'> {
    if (beginsText && this.#tokenizer.addsSpace) return textOf(withoutSpace(this.#tokenizer.bytesOf(token)));
    const known = this.#texts.get(token) ?? textOf(this.#tokenizer.bytesOf(token));
    this.#texts.set(token, known);
    return known;
  }
}

/** Where a token is in a text. */
export interface TokenPlace {
  /** Characters of the text that were decoded before the token, in UTF-16 units. */
  readonly before: number;
  /** The same, after it. */
  readonly after: number;
  /** It is the first token, so a space that the tokenizer puts in front of every text is not part of the text. Default: false. */
  readonly beginsText?: boolean;
}

/** Those of a text that begin before its character `end`. */
export function tokensBefore(tokens: readonly TextToken[], end: number): readonly TextToken[] {
  const first = tokens.findIndex(({ start }) => start >= end);
  return first === -1 ? tokens : tokens.slice(0, first);
}

const SPACE = 0x20;

function withoutSpace(bytes: Uint8Array): Uint8Array {
  return bytes[0] === SPACE ? bytes.subarray(1) : bytes;
}

// U+FEFF is ordinary text, also at the start.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const strictDecoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

function textOf(bytes: Uint8Array): Pick<LikelyToken, 'text' | 'bytes'> {
  try {
    return { text: strictDecoder.decode(bytes), bytes: null };
  } catch {
    return { text: decoder.decode(bytes), bytes: [...bytes] };
  }
}

/** Rounding may make it a little more than 0. */
function logprobOf(logit: number, norm: number): number {
  return Math.min(0, logit - norm);
}

/** ln Σ e^logit over all tokens, by the sums of the blocks. */
function logSumExp({ blocks }: Scores): number {
  const G = blocks.length / 2;
  let highest = -Infinity;
  for (let g = 0; g < G; g++) if (blocks[g] > highest) highest = blocks[g];
  let total = 0;
  for (let g = 0; g < G; g++) total += blocks[G + g] * fallingExponential(highest - blocks[g]);
  const sum = highest + Math.log(total);
  if (!Number.isFinite(sum)) throw notNumbers();
  return sum;
}

/** The tokens with the highest logits, without sorting: only blocks that have one of them are looked into. */
class Likeliest {
  /** The highest first; of equal ones that with the lower id. */
  readonly tokens: Int32Array;
  readonly logits: Float64Array;

  constructor(count: number) {
    this.tokens = new Int32Array(count);
    this.logits = new Float64Array(count);
  }

  /** Returns how many there are: fewer than `count` in a small vocabulary. */
  find({ logits, blocks }: Scores, isHidden: Uint8Array): number {
    const count = this.tokens.length;
    if (count === 0) return 0;
    let found = 0;
    let lowest = -Infinity;
    for (let g = 0; g < blocks.length / 2; g++) {
      if (!(blocks[g] > lowest)) continue;
      const end = Math.min((g + 1) * SCORE_BLOCK, logits.length);
      for (let token = g * SCORE_BLOCK; token < end; token++) {
        if (!(logits[token] > lowest) || isHidden[token] === 1) continue;
        if (found < count) found++;
        this.#insert(token, logits[token], found - 1);
        if (found === count) lowest = this.logits[count - 1];
      }
    }
    return found;
  }

  /** Puts a token where it belongs among the first `last`; what was at `last` is gone. */
  #insert(token: number, logit: number, last: number): void {
    const { tokens, logits } = this;
    let at = last;
    for (; at > 0 && logits[at - 1] < logit; at--) {
      tokens[at] = tokens[at - 1];
      logits[at] = logits[at - 1];
    }
    tokens[at] = token;
    logits[at] = logit;
  }
}
