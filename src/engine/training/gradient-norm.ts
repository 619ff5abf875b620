import type { Device, Tensor } from '../device/device.ts';
import type { ParameterSet } from '../models/parameters.ts';

/** Measures the norm of all gradients. */
export class GradientNorm {
  readonly #device: Device;
  readonly #sum: Tensor; // (1)

  constructor(device: Device) {
    this.#device = device;
    this.#sum = device.allocate([1]);
  }

  /** The square root of the sum of all squared gradients; not finite if one of them is not. */
  async of(gradients: ParameterSet): Promise<number> {
    this.#device.fill({ out: this.#sum, value: 0 });
    for (const x of gradients.buffers) this.#device.sumOfSquares({ x, out: this.#sum });
    const [sum] = await this.#device.read(this.#sum);
    return Math.sqrt(sum);
  }

  free(): void {
    this.#device.free(this.#sum);
  }
}

/**
 * The factor that limits the norm of the gradients to `clip`; 0 is no limit. Pascanu et al., 2013; the small number is
 * that of PyTorch's clip_grad_norm_.
 */
export function clippingScale(norm: number, clip: number): number {
  return clip === 0 ? 1 : Math.min(1, clip / (norm + 1e-6));
}
