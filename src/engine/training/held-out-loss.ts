import type { Device } from '../device/device.ts';
import type { Hparams } from '../model/configuration.ts';
import { evaluate, type Gpt2 } from '../model/gpt2.ts';
import { Workspace } from '../model/workspace.ts';
import { type Batch, NO_TARGET } from '../tokens/batch.ts';

/** Batches of at most B rows of T tokens, measured without learning from them. Keeps its memory until `free`. */
export class HeldOutLoss {
  readonly #workspace: Workspace;

  /** Throws DeviceMemoryFault. */
  constructor(device: Device, hparams: Hparams, B: number, T: number) {
    this.#workspace = new Workspace(device, hparams, B, T, 'evaluate');
  }

  /** The losses of all predictions of a batch together, in nats. */
  async sumOf(model: Gpt2, batch: Batch): Promise<number> {
    return (await evaluate(model, this.#workspace, fillRows(batch, this.#workspace.B))) * batch.predictions;
  }

  free(): void {
    this.#workspace.free();
  }
}

/** The batch with rows that ask for nothing added, up to B. */
function fillRows(batch: Batch, B: number): Batch {
  if (batch.B === B) return batch;
  const inputs = new Int32Array(B * batch.T);
  const targets = new Int32Array(B * batch.T).fill(NO_TARGET);
  inputs.set(batch.inputs);
  targets.set(batch.targets);
  return { ...batch, B, inputs, targets };
}
