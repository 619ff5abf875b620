import type { Device, Tensor } from '../device/device.ts';
import { blockOf, type ParameterSet } from '../models/parameters.ts';
import type { Collective, Wire } from './collective.ts';

/** Numbers that travel together, 4 MB of them: enough for the network, and few enough that it starts early. */
const PIECE_ELEMENTS = 2 ** 20;

/** A stretch of the gradients, and where it is kept while it travels. */
interface Piece {
  readonly view: Tensor;
  readonly values: Float32Array;
}

/**
 * Adds up the gradients of all ranks. What a backward has finished travels while it goes on with the blocks before: each block
 * by itself, the last first, then the embedding and what is left.
 */
export class GradientSum {
  readonly #device: Device;
  readonly #collective: Collective;
  readonly #wire: Wire;
  /** The pieces of each block, and under null the rest. */
  readonly #pieces = new Map<number | null, Piece[]>();
  readonly #sent = new Set<number | null>();
  #travelling: Promise<void> = Promise.resolve();

  constructor(device: Device, gradients: ParameterSet, collective: Collective, wire: Wire = 'float32') {
    this.#wire = wire;
    this.#device = device;
    this.#collective = collective;
    for (const { block, buffer, start, end } of stretches(gradients)) {
      const pieces = this.#pieces.get(block) ?? [];
      for (let at = start; at < end; at += PIECE_ELEMENTS) {
        const elements = Math.min(PIECE_ELEMENTS, end - at);
        pieces.push({
          view: device.view(gradients.buffers[buffer], at, [elements]),
          values: new Float32Array(elements),
        });
      }
      this.#pieces.set(block, pieces);
    }
  }

  /** The kernels recorded so far finish the gradients of this block. */
  readonly blockDone = (block: number): void => this.#send(block);

  /** Sends what was not sent yet, and resolves when the gradients on the device are the sums. */
  async finish(): Promise<void> {
    for (const block of this.#pieces.keys()) this.#send(block);
    await this.#travelling;
    // Now, as the device has nothing to do and takes them without a copy in between.
    for (const { view, values } of [...this.#pieces.values()].flat()) this.#device.write(view, values);
    this.#sent.clear();
  }

  #send(block: number | null): void {
    if (this.#sent.has(block)) return;
    this.#sent.add(block);
    for (const { view, values } of this.#pieces.get(block) ?? []) {
      const read = this.#device.read(view, values);
      const before = this.#travelling;
      this.#travelling = Promise.all([read, before]).then(() => this.#collective.sum(values, this.#wire));
      // `finish` says what went wrong.
      this.#travelling.catch(() => {});
    }
  }
}

/** Gradients that are finished together and stand side by side. */
interface Stretch {
  readonly block: number | null;
  readonly buffer: number;
  readonly start: number;
  end: number;
}

function stretches(gradients: ParameterSet): Stretch[] {
  const found: Stretch[] = [];
  for (const spec of gradients.inMemory()) {
    const { buffer, start } = gradients.place(spec.name);
    const end = start + gradients.get(spec.name).elements;
    const [block, current] = [blockOf(spec), found.at(-1)];
    if (current?.block === block && current.buffer === buffer) current.end = end;
    else found.push({ block, buffer, start, end });
  }
  return found;
}
