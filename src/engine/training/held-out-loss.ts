import type { LanguageModel } from '../models/model.ts';
import { WindowPass } from '../models/training-pass.ts';
import { type Batch, NO_TARGET } from '../tokens/batch.ts';

/** Batches of at most B rows of T tokens, measured without learning from them. Keeps its memory until `free`. */
export class HeldOutLoss {
  readonly #pass: WindowPass;

  /** Throws DeviceMemoryFault. */
  constructor(model: LanguageModel, B: number, T: number) {
    this.#pass = new WindowPass(model, B, T, 'evaluate');
  }

  get T(): number {
    return this.#pass.T;
  }

  /** The losses of all predictions of a batch together, in nats. */
  async sumOf(batch: Batch): Promise<number> {
    return (await this.#pass.evaluate(fillRows(batch, this.#pass.B))) * batch.predictions;
  }

  free(): void {
    this.#pass.free();
  }
}

/** The batch padded to B rows that predict nothing. */
function fillRows(batch: Batch, B: number): Batch {
  if (batch.B === B) return batch;
  const inputs = new Int32Array(B * batch.T);
  const targets = new Int32Array(B * batch.T).fill(NO_TARGET);
  inputs.set(batch.inputs);
  targets.set(batch.targets);
  return { ...batch, B, inputs, targets };
}
