import type { Tensor } from '../../device/device.ts';
import type { ParameterSet } from '../parameters.ts';
import type { Room } from '../room.ts';

export interface MlpActivations {
  /** What the first layer gives, before the activation. */
  readonly up: Tensor;
}

/** Room for what the activation gives, (B, T, F) each, which every block uses in turn. */
export interface MlpScratch {
  readonly hidden: Tensor;
  readonly dHidden: Tensor;
}

/** The second half of a block: each token by itself, through F channels and back. */
export interface Mlp {
  /** Channels that the activation gives (F). */
  readonly width: number;
  allocate(room: Room): MlpActivations;
  /** out = mlp(x) + residual: overwrites `out` (B, T, C), which may be `residual`, `x` and `hidden`. */
  forward(x: Tensor, residual: Tensor, out: Tensor, a: MlpActivations, hidden: Tensor): void;
  /** Of out = mlp(x) + residual, for x alone: overwrites `dX` (B, T, C), the scratch and `a`, adds to the gradients. */
  backward(
    call: { readonly dOut: Tensor; readonly x: Tensor; readonly dX: Tensor },
    a: MlpActivations,
    scratch: MlpScratch,
    gradients: ParameterSet,
  ): void;
}
