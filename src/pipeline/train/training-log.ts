import type { TrainingEvent } from '../../engine/training/training-loop.ts';
import type { Files } from '../../project/files.ts';

/** One line of the log, as JSON. Losses are in nats per token; seconds count from the start of this call. */
export type LogLine =
  | {
      readonly type: 'step';
      readonly step: number;
      readonly seconds: number;
      readonly tokens: number;
      readonly loss: number;
      readonly average: number;
      readonly learning_rate: number;
      readonly gradient_norm: number;
      readonly tokens_per_second: number;
    }
  | { readonly type: 'validation'; readonly step: number; readonly seconds: number; readonly loss: number };

/** Logs the losses of a training to a file, one line per step and per validation. A resumed training appends to it. */
export class TrainingLog {
  readonly #files: Files;
  readonly #path: string;
  readonly #tokensPerStep: number;
  #seconds = 0;

  constructor(files: Files, path: string, tokensPerStep: number) {
    this.#files = files;
    this.#path = path;
    this.#tokensPerStep = tokensPerStep;
  }

  /** Throws WriteFault. */
  async add(event: TrainingEvent): Promise<void> {
    if (event.type !== 'step' && event.type !== 'validation') return;
    const passed = event.seconds - this.#seconds;
    this.#seconds = event.seconds;
    await this.#files.append(this.#path, JSON.stringify(this.#lineOf(event, passed)));
  }

  #lineOf(event: Extract<TrainingEvent, { type: 'step' | 'validation' }>, passed: number): LogLine {
    const { type, step, loss } = event;
    const seconds = rounded(event.seconds, 3);
    if (type === 'validation') return { type, step, seconds, loss };
    const { tokens, average, learning_rate, gradientNorm: gradient_norm } = event;
    const tokens_per_second = rounded(this.#tokensPerStep / passed, 1);
    return { type, step, seconds, tokens, loss, average, learning_rate, gradient_norm, tokens_per_second };
  }
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
