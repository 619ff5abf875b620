import type { Random } from '../random.ts';
import type { TextStream, Tokenizer } from '../tokens/tokenizer.ts';
import type { BannedState, BannedWords } from './banned-words.ts';
import { Said, type SaidSettings } from './said.ts';
import type { TokenSampler } from './sampling.ts';
import type { Scores } from './scores.ts';
import { StopStrings } from './stop-strings.ts';
import { type AllowedTokens, FORBIDDEN } from './text-constraints.ts';
import type { TokenConstraints } from './token-constraints.ts';
import { type TextToken, type TokenProbabilities, tokensBefore } from './token-probabilities.ts';

/** Listing all tokens that may start or continue a word takes about as long as a dozen draws. */
const FREE_DRAWS = 16;

const NO_TOKENS = new Int32Array();

/** Characters of a text without spaces after which it is reported. */
const LONGEST_PIECE = 32;

/** `number` is the text's. */
export type TextEvent =
  /** A text has more words. */
  | {
      readonly type: 'text-grew';
      readonly number: number;
      /** The next words; all of these together are the text. */
      readonly added: string;
      /** Tokens that were drawn for them. */
      readonly tokens: number;
      /** The new tokens that begin in these words, if they were asked for. */
      readonly logprobs?: readonly TextToken[];
    }
  /** A text is complete. */
  | {
      readonly type: 'text-done';
      readonly number: number;
      readonly text: string;
      /** New tokens; neither the prompt nor a stop token counts. Those of a stop string do. */
      readonly tokens: number;
      /** True if the model drew a stop token or wrote a stop string, false if the text reached its length. */
      readonly ended: boolean;
      /** The stop string before which it ended; absent if it did not. */
      readonly stop?: string;
      /** The new tokens that begin in the text, if they were asked for. */
      readonly logprobs?: readonly TextToken[];
    };

/** What a text starts with, and when it ends. */
export interface TextLimits {
  readonly prompt: string;
  /** Its tokens, if they are not those of its text. */
  readonly promptTokens?: readonly number[] | undefined;
  readonly includePrompt: boolean;
  readonly length: number;
  readonly stopAtEnd: boolean;
  /** End the text before the first of these that the model writes; none by default, and none of them empty. */
  readonly stop?: readonly string[] | undefined;
  readonly sampling: SaidSettings;
  /** Tokens with which repeated sequences end, for DRY; none by default. */
  readonly breakers?: ReadonlySet<number>;
  /** Finds the probabilities that are reported; none by default. */
  readonly probabilities?: TokenProbabilities | null;
}

/** One text while it is written: its random generator, its characters so far, and whether it is done. */
export class Text {
  readonly #number: number;
  readonly #random: Random;
  readonly #tokenizer: Tokenizer;
  readonly #limits: TextLimits;
  readonly #stream: TextStream;
  /** The prompt's tokens and its own. The begin mark is not part of it. */
  readonly #said: Said;
  readonly #stops: StopStrings;
  readonly #rules: TokenConstraints | null;
  /** Of the rules, after the text so far. */
  #state: number;
  readonly #bannedWords: BannedWords | null;
  #banned: BannedState | null;
  #text = '';
  /** The end of the text that no event has had. */
  #pending = '';
  #pendingTokens = 0;
  #tokens = 0;
  /** Characters so far, with those that a stop string may still take back. */
  #decoded = 0;
  /** The new tokens, if they are reported, and how many of them were. */
  readonly #described: TextToken[] = [];
  #reported = 0;
  #done = false;

  constructor(
    number: number,
    random: Random,
    tokenizer: Tokenizer,
    limits: TextLimits,
    rules: TokenConstraints | null = null,
    bannedWords: BannedWords | null = null,
  ) {
    this.#number = number;
    this.#random = random;
    this.#tokenizer = tokenizer;
    this.#limits = limits;
    this.#stream = tokenizer.textStream(limits.prompt !== '');
    this.#said = new Said(limits.sampling, limits.breakers);
    for (const token of limits.promptTokens ?? tokenizer.encode(limits.prompt)) this.#said.push(token);
    this.#stops = new StopStrings(limits.stop ?? []);
    this.#bannedWords = bannedWords;
    this.#banned = bannedWords?.stateAfter(limits.prompt) ?? null;
    this.#rules = rules;
    this.#state = rules?.stateAfter(limits.prompt) ?? 0;
  }

  get done(): boolean {
    return this.#done;
  }

  *begin(): Generator<TextEvent, void, undefined> {
    if (!this.#limits.includePrompt) return;
    this.#decoded = this.#limits.prompt.length;
    yield* this.#add(this.#limits.prompt);
  }

  /**
   * Draws the next token from the scores after the text so far, among those that may follow, and returns it. `plain`: the
   * scores summarised for temperature 1, if probabilities are reported.
   */
  *grow(sampler: TokenSampler, scores: Scores, plain: Scores | null = null): Generator<TextEvent, number, undefined> {
    const token = this.#draw(sampler, scores);
    if (this.#limits.stopAtEnd && this.#tokenizer.stopTokens.has(token)) {
      yield* this.#finish(true);
      return token;
    }
    this.#tokens++;
    this.#pendingTokens++;
    this.#said.write(token);
    if (this.#banned !== null) this.#banned = this.#bannedWords!.next(this.#banned, token);
    const written = this.#stream.push(token);
    if (plain !== null) this.#describe(token, written, plain);
    this.#decoded += written.length;
    const { text, stop } = this.#stops.push(written);
    yield* this.#add(text);
    if (stop !== null) yield* this.#finishWith({ ended: true, stop });
    else if (this.#tokens === this.#limits.length) yield* this.#finish(false);
    return token;
  }

  /**
   * A free draw is taken if the constraints allow it, so a text that satisfies them is the same without them, and the list
   * of all that they allow is seldom needed. After `FREE_DRAWS` forbidden draws, or one where few tokens are allowed, the
   * token is drawn from that list.
   */
  #draw(sampler: TokenSampler, scores: Scores): number {
    const draw = (allowed: AllowedTokens | null) => sampler.draw(scores, this.#said, this.#random, allowed);
    const rules = this.#rules;
    if (rules === null || rules.isFree(this.#state)) return draw(this.#mayFollow());
    let token = draw(null);
    let next = rules.next(this.#state, token);
    const most = next === FORBIDDEN && rules.isNarrow(this.#state) ? 1 : FREE_DRAWS;
    for (let draws = 1; next === FORBIDDEN; draws++) {
      token = draw(draws < most ? null : rules.allowedAfter(this.#state));
      next = rules.next(this.#state, token);
    }
    this.#state = next;
    return token;
  }

  /** The tokens that repeat no earlier sequence and complete no banned word; null: all. */
  #mayFollow(): AllowedTokens | null {
    const repeating = this.#said.repeating();
    const banned = this.#banned === null ? NO_TOKENS : this.#bannedWords!.excludedAfter(this.#banned);
    if (repeating.length === 0 && banned.length === 0) return null;
    const listed = Int32Array.from(new Set([...repeating, ...banned])).sort();
    return { listed, isListOfAllowed: false };
  }

  #describe(token: number, written: string, scores: Scores): void {
    const { probabilities = null, prompt } = this.#limits;
    if (probabilities === null) return;
    const beginsText = this.#tokens === 1 && prompt === '';
    const place = { before: this.#decoded, after: this.#decoded + written.length, beginsText };
    this.#described.push(probabilities.describe(token, place, scores));
  }

  /** The tokens from number `first` on that begin in the text so far; nothing if they are not reported. */
  #logprobs(first: number): { readonly logprobs?: readonly TextToken[] } {
    if ((this.#limits.probabilities ?? null) === null) return {};
    const logprobs = tokensBefore(this.#described.slice(first), this.#text.length);
    this.#reported = first + logprobs.length;
    return { logprobs };
  }

  *#add(added: string): Generator<TextEvent, void, undefined> {
    this.#text += added;
    this.#pending += added;
    if (/\s/.test(added) || this.#pending.length >= LONGEST_PIECE) yield* this.#flush();
  }

  *#flush(): Generator<TextEvent, void, undefined> {
    const [added, tokens] = [this.#pending, this.#pendingTokens];
    [this.#pending, this.#pendingTokens] = ['', 0];
    if (added !== '')
      yield { type: 'text-grew', number: this.#number, added, tokens, ...this.#logprobs(this.#reported) };
  }

  /** Ends the text without a stop string in what was drawn; what was held back may still have one. */
  *#finish(ended: boolean): Generator<TextEvent, void, undefined> {
    const { text, stop } = this.#stops.push(this.#stream.end());
    yield* this.#add(stop === null ? text + this.#stops.end() : text);
    yield* this.#finishWith(stop === null ? { ended } : { ended: true, stop });
  }

  *#finishWith(how: { readonly ended: boolean; readonly stop?: string }): Generator<TextEvent, void, undefined> {
    yield* this.#flush();
    this.#done = true;
    yield {
      type: 'text-done',
      ...{ number: this.#number, text: this.#text, tokens: this.#tokens, ...how, ...this.#logprobs(0) },
    };
  }
}
