import type { Device, Tensor } from '../../device/device.ts';
import type { ParameterSet, ParameterSpec } from '../parameters.ts';
import type { Room } from '../room.ts';
import type { Weights } from '../weights.ts';
import type { Norm, RowStatistics } from './norm.ts';

/** out = (x − mean) · rstd · weight + bias over each row of C channels. Ba et al., 2016. */
export class LayerNorm implements Norm {
  readonly #device: Device;
  readonly #weights: Weights;
  readonly #weight: string;
  readonly #bias: string;
  readonly #epsilon: number;

  constructor(weights: Weights, name: string, epsilon: number) {
    this.#device = weights.device;
    this.#weights = weights;
    this.#weight = `${name}.weight`;
    this.#bias = `${name}.bias`;
    this.#epsilon = epsilon;
  }

  static parameters(name: string, C: number, part: ParameterSpec['part']): readonly ParameterSpec[] {
    return [
      { name: `${name}.weight`, shape: [C], part, decays: false, parts: 1, initial: 'ones' },
      { name: `${name}.bias`, shape: [C], part, decays: false, parts: 1, initial: 'zeros' },
    ];
  }

  statistics(room: Room): RowStatistics {
    return { mean: room.column(), rstd: room.column() };
  }

  forward(x: Tensor, out: Tensor, statistics: RowStatistics | null): void {
    const [weight, bias] = [this.#weights.get(this.#weight), this.#weights.get(this.#bias)];
    const { mean, rstd } = statistics ?? { mean: null, rstd: null };
    this.#device.layerNorm({ x, weight, bias, out, mean, rstd, epsilon: this.#epsilon });
  }

  backward(
    { dOut, x, dX }: { dOut: Tensor; x: Tensor; dX: Tensor },
    { mean, rstd }: RowStatistics,
    gradients: ParameterSet,
  ): void {
    const [dWeight, dBias] = [gradients.find(this.#weight), gradients.find(this.#bias)];
    const weight = this.#weights.get(this.#weight);
    this.#device.layerNormBackward({ dOut, x, weight, mean: mean!, rstd, dX, dWeight, dBias });
  }
}
