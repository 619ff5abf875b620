import type { PreparedDispatch } from './bind-groups.ts';
import {
  COPY_DST,
  type GpuBindGroup,
  type GpuBuffer,
  type GpuDevice,
  type GpuEncoder,
  type GpuPass,
  UNIFORM,
} from './gpu.ts';
import { type Pipelines, SLOT_BYTES } from './pipelines.ts';

/** Dispatches of one submission. */
const MOST_DISPATCHES = 1024;
/**
 * Multiply-adds of one submission, or those of a single dispatch: drivers reset a GPU that works on one for longer than two seconds
 * or so, and a slow one does 2e11 in a second.
 */
const MOST_MULTIPLY_ADDS = 5e10;

/**
 * Commands in one encoder, sent in one submission. Their parameters are in one buffer, a slot each, which is written when they
 * are sent: the queue does so after what was sent before has run.
 */
export class Commands {
  readonly #device: GpuDevice;
  readonly #parameters = new Uint8Array(MOST_DISPATCHES * SLOT_BYTES);
  readonly #buffer: GpuBuffer;
  readonly #group: GpuBindGroup;
  #encoder: GpuEncoder | null = null;
  #pass: GpuPass | null = null;
  #count = 0;
  #multiplyAdds = 0;
  #batch = 1;
  #afterSending: (() => void)[] = [];

  constructor(device: GpuDevice, pipelines: Pipelines) {
    this.#device = device;
    this.#buffer = device.createBuffer({ size: this.#parameters.length, usage: UNIFORM | COPY_DST });
    this.#group = device.createBindGroup({
      layout: pipelines.parametersLayout,
      entries: [{ binding: 0, resource: { buffer: this.#buffer, offset: 0, size: SLOT_BYTES } }],
    });
  }

  /** Which submission is being recorded. */
  get batch(): number {
    return this.#batch;
  }

  dispatch({ program, group, parameters, workgroups, memories, multiplyAdds }: PreparedDispatch): void {
    const isFull = this.#count === MOST_DISPATCHES || this.#multiplyAdds + multiplyAdds > MOST_MULTIPLY_ADDS;
    if (isFull) this.send();
    this.#encoder ??= this.#device.createCommandEncoder();
    this.#pass ??= this.#encoder.beginComputePass();
    const offset = this.#count * SLOT_BYTES;
    this.#parameters.set(parameters, offset);
    this.#pass.setPipeline(program.pipeline);
    this.#pass.setBindGroup(0, group);
    this.#pass.setBindGroup(1, this.#group, [offset]);
    this.#pass.dispatchWorkgroups(...workgroups);
    this.#count++;
    this.#multiplyAdds += multiplyAdds;
    for (const memory of memories) memory.usedIn = this.#batch;
  }

  copy(from: GpuBuffer, fromBytes: number, to: GpuBuffer, bytes: number): void {
    this.#encoder ??= this.#device.createCommandEncoder();
    this.#pass?.end();
    this.#pass = null;
    this.#encoder.copyBufferToBuffer(from, fromBytes, to, 0, bytes);
  }

  /** Runs `action` when what was recorded so far has been sent. */
  afterSending(action: () => void): void {
    this.#afterSending.push(action);
  }

  /** Sends what was recorded, if there is anything. */
  send(): void {
    const encoder = this.#encoder;
    if (encoder !== null) {
      this.#pass?.end();
      if (this.#count > 0) {
        this.#device.queue.writeBuffer(this.#buffer, 0, this.#parameters, 0, this.#count * SLOT_BYTES);
      }
      this.#device.queue.submit([encoder.finish()]);
      [this.#encoder, this.#pass, this.#count, this.#multiplyAdds] = [null, null, 0, 0];
      this.#batch++;
    }
    const actions = this.#afterSending;
    this.#afterSending = [];
    for (const action of actions) action();
  }

  destroy(): void {
    this.#buffer.destroy();
  }
}
