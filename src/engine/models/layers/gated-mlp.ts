import type { Device, Tensor } from '../../device/device.ts';
import type { ParameterSet } from '../parameters.ts';
import type { Room } from '../room.ts';
import type { BranchEnd } from './branch-end.ts';
import type { Linear } from './linear.ts';
import type { Mlp, MlpActivations, MlpScratch } from './mlp.ts';

/** out = down(silu(gate(x)) · up(x)) + residual (SwiGLU; Shazeer, 2020). Gate and up are one product, side by side. */
export class GatedMlp implements Mlp {
  readonly width: number;
  readonly #device: Device;
  readonly #gateUp: Linear;
  readonly #down: BranchEnd;

  constructor(device: Device, width: number, layers: { gateUp: Linear; down: BranchEnd }) {
    this.width = width;
    this.#device = device;
    this.#gateUp = layers.gateUp;
    this.#down = layers.down;
  }

  allocate(room: Room): MlpActivations {
    return { up: room.rows(2 * this.width) };
  }

  forward(x: Tensor, residual: Tensor, out: Tensor, a: MlpActivations, hidden: Tensor): void {
    this.#gateUp.forward(x, null, a.up);
    this.#device.swiglu({ x: a.up, out: hidden });
    this.#down.forward(hidden, residual, out, x);
  }

  backward(
    { dOut, x, dX }: { dOut: Tensor; x: Tensor; dX: Tensor },
    a: MlpActivations,
    { hidden, dHidden }: MlpScratch,
    gradients: ParameterSet,
  ): void {
    // out = down(swiglu(up)) + residual
    this.#device.swiglu({ x: a.up, out: hidden });
    this.#down.backward({ dOut, x: hidden, dX: dHidden }, dX, gradients);
    // Nothing needs `up` afterwards: its gradient takes its place.
    this.#device.swigluBackward({ dOut: dHidden, x: a.up, dX: a.up });
    // up = gateUp(x)
    this.#gateUp.backward({ dOut: a.up, x, dX }, gradients);
  }
}
