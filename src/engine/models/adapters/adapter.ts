import type { Tensor } from '../../device/device.ts';
import type { DropoutCall } from '../dropout.ts';

/**
 * Two small matrices beside a frozen linear layer: out += scale · (dropout(x) · Aᵀ) · Bᵀ (Hu et al., 2021). Of a layer whose outputs are
 * M parts side by side, as queries, keys and values are, each part has its own pair.
 */
export interface Adapter {
  /** The names of both in the parameter table. */
  readonly names: AdapterNames;
  /** (H, C): the A of all M parts one below the other; H = M · R. */
  readonly a: Tensor;
  /** (OC, R) */
  readonly b: Tensor;
  /** Where each part of the outputs ends, (M) int32. */
  readonly ends: Tensor;
  /** alpha / rank */
  readonly scale: number;
  /** What is left out of x before A, for a kernel that is recorded now. */
  dropout(): DropoutCall;
  /** Room for x · Aᵀ of so many rows, (rows, H), kept from the forward to the backward. Throws DeviceMemoryFault. */
  h(rows: number): Tensor;
  /** Room for its gradient, which all layers use in turn. Throws DeviceMemoryFault. */
  dH(rows: number): Tensor;
}

export interface AdapterNames {
  readonly a: string;
  readonly b: string;
}

/** The names of the two matrices beside a layer in the parameter table. */
export function adapterNames(layer: string): AdapterNames {
  return { a: `${layer}.lora_A`, b: `${layer}.lora_B` };
}
