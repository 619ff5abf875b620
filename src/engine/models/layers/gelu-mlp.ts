import type { Device, Tensor } from '../../device/device.ts';
import type { ParameterSet } from '../parameters.ts';
import type { Room } from '../room.ts';
import type { BranchEnd } from './branch-end.ts';
import type { Linear } from './linear.ts';
import type { Mlp, MlpActivations, MlpScratch } from './mlp.ts';

/** out = down(gelu(up(x))) + residual. */
export class GeluMlp implements Mlp {
  readonly width: number;
  readonly #device: Device;
  readonly #up: Linear;
  readonly #down: BranchEnd;

  constructor(device: Device, width: number, layers: { up: Linear; down: BranchEnd }) {
    this.width = width;
    this.#device = device;
    this.#up = layers.up;
    this.#down = layers.down;
  }

  allocate(room: Room): MlpActivations {
    return { up: room.rows(this.width) };
  }

  forward(x: Tensor, residual: Tensor, out: Tensor, a: MlpActivations, hidden: Tensor): void {
    this.#up.forward(x, null, a.up);
    this.#device.gelu({ x: a.up, out: hidden });
    this.#down.forward(hidden, residual, out, x);
  }

  backward(
    { dOut, x, dX }: { dOut: Tensor; x: Tensor; dX: Tensor },
    a: MlpActivations,
    { hidden, dHidden }: MlpScratch,
    gradients: ParameterSet,
  ): void {
    // out = down(gelu(up)) + residual
    this.#device.gelu({ x: a.up, out: hidden });
    this.#down.backward({ dOut, x: hidden, dX: dHidden }, dX, gradients);
    this.#device.geluBackward({ dOut: dHidden, x: a.up, dX: dHidden });
    // up = up(x)
    this.#up.backward({ dOut: dHidden, x, dX }, gradients);
  }
}
