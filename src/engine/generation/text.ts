import type { Random } from '../random.ts';
import { TextStream, type Tokenizer } from '../tokens/tokenizer.ts';
import type { TokenSampler } from './sampling.ts';
import type { Scores } from './scores.ts';
import type { TokenRules } from './token-rules.ts';

/** `number` is the text's. */
export type TextEvent =
  /** The characters that one more token completed; all of them together are the text. */
  | { readonly type: 'text-grew'; readonly number: number; readonly added: string }
  | {
      readonly type: 'text-done';
      readonly number: number;
      readonly text: string;
      /** New tokens; neither the prompt nor the end mark counts. */
      readonly tokens: number;
      /** True when the model set the end mark, false when the text was as long as allowed. */
      readonly ended: boolean;
    };

/** What a text begins with, and when it ends. */
export interface TextLimits {
  readonly prompt: string;
  readonly includePrompt: boolean;
  readonly length: number;
  readonly stopAtEnd: boolean;
}

/** One text while it is written: its chance, its characters so far, and whether it is done. */
export class Text {
  readonly #number: number;
  readonly #random: Random;
  readonly #tokenizer: Tokenizer;
  readonly #limits: TextLimits;
  readonly #stream: TextStream;
  /** The tokens that a repetition penalty falls on. The end mark a text begins from is no part of it. */
  readonly #occurred: Set<number>;
  readonly #rules: TokenRules | null;
  /** Of the rules, after the text so far. */
  #state: number;
  #text = '';
  #tokens = 0;
  #done = false;

  constructor(
    number: number,
    random: Random,
    tokenizer: Tokenizer,
    limits: TextLimits,
    rules: TokenRules | null = null,
  ) {
    this.#number = number;
    this.#random = random;
    this.#tokenizer = tokenizer;
    this.#limits = limits;
    this.#stream = new TextStream(tokenizer);
    this.#occurred = new Set(tokenizer.encode(limits.prompt));
    this.#rules = rules;
    this.#state = rules?.stateAfter(limits.prompt) ?? 0;
  }

  get done(): boolean {
    return this.#done;
  }

  *begin(): Generator<TextEvent, void, undefined> {
    if (this.#limits.includePrompt) yield* this.#add(this.#limits.prompt);
  }

  /** Draws the next token from the scores after the text so far, among those that the rules allow, and returns it. */
  *grow(sampler: TokenSampler, scores: Scores): Generator<TextEvent, number, undefined> {
    const allowed = this.#rules?.allowedAfter(this.#state) ?? null;
    const token = sampler.draw(scores, this.#occurred, this.#random, allowed);
    if (allowed !== null) this.#state = this.#rules!.next(this.#state, token);
    const ended = token === this.#tokenizer.endOfText && this.#limits.stopAtEnd;
    if (!ended) {
      this.#tokens++;
      this.#occurred.add(token);
      yield* this.#add(this.#stream.push(token));
    }
    if (ended || this.#tokens === this.#limits.length) yield* this.#finish(ended);
    return token;
  }

  *#add(added: string): Generator<TextEvent, void, undefined> {
    if (added === '') return;
    this.#text += added;
    yield { type: 'text-grew', number: this.#number, added };
  }

  *#finish(ended: boolean): Generator<TextEvent, void, undefined> {
    yield* this.#add(this.#stream.end());
    this.#done = true;
    yield { type: 'text-done', number: this.#number, text: this.#text, tokens: this.#tokens, ended };
  }
}
