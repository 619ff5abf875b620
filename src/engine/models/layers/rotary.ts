import type { Device, Tensor } from '../../device/device.ts';
import type { Room } from '../room.ts';

/** Cosines and sines of the angles at each position, (P, HS / 2) each. */
export interface RotaryTables {
  readonly cosines: Tensor;
  readonly sines: Tensor;
}

/** Positions as rotations: a pair of channels is turned by an angle that grows with the position. Su et al., 2021. */
export class Rotary {
  readonly #device: Device;
  readonly #frequencies: readonly number[];

  /** `frequencies`: radians a position, for each of the HS / 2 pairs of a head. */
  constructor(device: Device, frequencies: readonly number[]) {
    this.#device = device;
    this.#frequencies = frequencies;
  }

  /** The tables for positions 0 to `positions`, exclusive. Throws DeviceMemoryFault. */
  allocate(room: Room, positions: number): RotaryTables {
    const half = this.#frequencies.length;
    const table = (of: (angle: number) => number) => {
      const tensor = room.allocate([positions, half]);
      const values = new Float32Array(positions * half);
      // The angle is a product of float32 numbers, as in the software that the models were trained with.
      for (let i = 0; i < values.length; i++) {
        values[i] = of(Math.fround(Math.floor(i / half) * this.#frequencies[i % half]));
      }
      this.#device.write(tensor, values);
      return tensor;
    };
    return { cosines: table(Math.cos), sines: table(Math.sin) };
  }
}
