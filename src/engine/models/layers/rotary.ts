import type { Device, Tensor } from '../../device/device.ts';
import type { Room } from '../room.ts';

/** Cosines and sines of the angles at each position, (P, HS / 2) each. */
export interface RotaryTables {
  readonly cosines: Tensor;
  readonly sines: Tensor;
}

/**
 * Cosines or sines, whichever `of` is, of the angles at `count` positions from `first` on: (count, HS / 2). `frequencies`:
 * radians a position, for each of the HS / 2 pairs of a head.
 */
export function rotaryTable(
  frequencies: readonly number[],
  [first, count]: readonly [first: number, count: number],
  of: (angle: number) => number,
): Float32Array {
  const half = frequencies.length;
  // The angle is a product of float32 numbers, as in the software that the models were trained with.
  return Float32Array.from({ length: count * half }, (_, i) =>
    of(Math.fround((first + Math.floor(i / half)) * frequencies[i % half])),
  );
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
    const table = (of: (angle: number) => number) => {
      const tensor = room.allocate([positions, this.#frequencies.length]);
      this.#device.write(tensor, rotaryTable(this.#frequencies, [0, positions], of));
      return tensor;
    };
    return { cosines: table(Math.cos), sines: table(Math.sin) };
  }
}
