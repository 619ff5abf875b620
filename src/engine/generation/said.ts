import { RecentTokens } from './recent-tokens.ts';
import { RepeatGuard } from './repeat-guard.ts';
import { RepeatedEndings } from './repeated-endings.ts';
import { DRY, type SamplingSettings } from './sampling-settings.ts';

/** What a draw is told about the text so far. */
export interface SaidTokens {
  /** The tokens that the repetition penalty applies to, each once. */
  readonly recent: Iterable<number>;
  /** How often each token was drawn that the model wrote itself, for the penalties of frequency and presence. */
  readonly written: ReadonlyMap<number, number>;
  /** For DRY: tokens that would extend a sequence that the text repeats, with the length of the longest one. */
  readonly extending: ReadonlyMap<number, number>;
}

export type SaidSettings = Pick<
  SamplingSettings,
  'no_repeat_ngram_size' | 'repetition_window' | 'dry_multiplier' | 'dry_allowed_length'
>;

const NOTHING: ReadonlyMap<number, number> = new Map();

/** The tokens that a text has so far, as the penalties need them. */
export class Said implements SaidTokens {
  readonly #recent: RecentTokens;
  readonly #written = new Map<number, number>();
  readonly #guard: RepeatGuard;
  /** Null without DRY. */
  readonly #endings: RepeatedEndings | null;

  /** `breakers`: tokens with which repeated sequences end. */
  constructor(settings: SaidSettings, breakers: ReadonlySet<number> = new Set()) {
    const { no_repeat_ngram_size = 0, repetition_window = null, dry_multiplier = 0 } = settings;
    this.#recent = new RecentTokens(repetition_window);
    this.#guard = new RepeatGuard(no_repeat_ngram_size);
    const shortest = settings.dry_allowed_length ?? DRY.allowed_length;
    this.#endings = dry_multiplier > 0 ? new RepeatedEndings(shortest, breakers) : null;
  }

  /** A token of the prompt. */
  push(token: number): void {
    this.#recent.push(token);
    this.#guard.push(token);
    this.#endings?.push(token);
  }

  /** A token that was drawn. */
  write(token: number): void {
    this.push(token);
    this.#written.set(token, (this.#written.get(token) ?? 0) + 1);
  }

  get written(): ReadonlyMap<number, number> {
    return this.#written;
  }

  get recent(): Iterable<number> {
    return this.#recent.tokens();
  }

  get extending(): ReadonlyMap<number, number> {
    return this.#endings?.extending() ?? NOTHING;
  }

  /** The tokens, ascending, that must not come next: they would repeat a sequence of no_repeat_ngram_size tokens. */
  repeating(): Int32Array {
    return this.#guard.repeating();
  }
}
