import type { Device, Tensor } from '../../device/device.ts';
import type { ParameterSet, ParameterSpec } from '../parameters.ts';
import type { Room } from '../room.ts';
import type { Weights } from '../weights.ts';
import type { Norm, RowStatistics } from './norm.ts';

/** out = x / √(mean of squares + epsilon) · weight over each row of C channels. Zhang and Sennrich, 2019. */
export class RmsNorm implements Norm {
  readonly #device: Device;
  readonly #weights: Weights;
  readonly #weight: string;
  readonly #epsilon: number;

  constructor(weights: Weights, name: string, epsilon: number) {
    this.#device = weights.device;
    this.#weights = weights;
    this.#weight = `${name}.weight`;
    this.#epsilon = epsilon;
  }

  static parameters(name: string, C: number, part: ParameterSpec['part']): readonly ParameterSpec[] {
    return [{ name: `${name}.weight`, shape: [C], part, decays: false, parts: 1, initial: 'ones' }];
  }

  statistics(room: Room): RowStatistics {
    return { mean: null, rstd: room.column() };
  }

  forward(x: Tensor, out: Tensor, statistics: RowStatistics | null): void {
    const weight = this.#weights.get(this.#weight);
    this.#device.rmsNorm({ x, weight, out, rstd: statistics?.rstd ?? null, epsilon: this.#epsilon });
  }

  backward(
    { dOut, x, dX }: { dOut: Tensor; x: Tensor; dX: Tensor },
    { rstd }: RowStatistics,
    gradients: ParameterSet,
  ): void {
    const weight = this.#weights.get(this.#weight);
    this.#device.rmsNormBackward({ dOut, x, weight, rstd, dX, dWeight: gradients.find(this.#weight) });
  }
}
