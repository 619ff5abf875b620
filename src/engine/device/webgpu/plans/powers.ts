import { type Dispatch, type GpuSlice, type PlanContext, strided } from '../dispatch.ts';
import { shader } from '../shader.ts';
import largestWgsl from '../shaders/largest.wgsl' with { type: 'text' };
import powerWgsl from '../shaders/power.wgsl' with { type: 'text' };
import workgroupLargestWgsl from '../shaders/workgroup-largest.wgsl' with { type: 'text' };

const largest = shader('largest', largestWgsl, workgroupLargestWgsl);
const toPower = shader('power', powerWgsl, workgroupLargestWgsl);

/** Partial results that the second stage compares, one by each of its threads. */
const MOST_PARTIALS = 256;
/** The largest number is brought to at least 2^14; float16 ends at 65504. */
const EXPONENT = 14;
const MOST_EXPONENT = 100;

/** A power of two by which an operand is multiplied before it is rounded to float16: known, or two numbers on the GPU, it and its inverse. */
export type Power = number | GpuSlice;

/** The dispatches that find a power of two, and where it is; neither if operands are not rounded. */
export interface FoundPower {
  readonly dispatches: readonly Dispatch[];
  readonly power: Power | null;
}

/**
 * The power of two that brings the largest element of a matrix near the end of float16, in scratch memory of this name: gradients
 * are often smaller than its least normal number, 6e-5, and what is 2^-29 of the largest stays normal. Rows begin `stride` elements
 * after one another.
 */
export function powerFor(
  context: Pick<PlanContext, 'operands' | 'scratch'>,
  name: string,
  { slice, stride }: { readonly slice: GpuSlice; readonly stride: number },
  rows: number,
  columns: number,
): FoundPower {
  const E = rows * columns;
  if (context.operands === 'float32' || E === 0) return { dispatches: [], power: null };
  const [count] = strided(E, 1024).map((groups) => Math.min(MOST_PARTIALS, groups));
  const partials = context.scratch('largest', MOST_PARTIALS);
  const power = context.scratch(name, 2);
  const dispatches = [
    { shader: largest, tensors: { x: slice, partials }, numbers: { E, columns, stride }, workgroups: [count] as const },
    { shader: toPower, tensors: { partials, power }, numbers: { E: count }, workgroups: [1] as const },
  ];
  return { dispatches, power };
}

/** The same for an operand of which the host knows that no element is larger than `most`. */
export function powerBelow({ operands }: Pick<PlanContext, 'operands'>, most: number): number | null {
  const exponent = EXPONENT - Math.floor(Math.log2(Math.abs(most)));
  if (operands === 'float32' || !Number.isFinite(exponent)) return null;
  return 2 ** Math.max(-MOST_EXPONENT, Math.min(MOST_EXPONENT, exponent));
}
