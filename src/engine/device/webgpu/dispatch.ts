import type { RecordedCall, Slice } from '../backend.ts';
import type { MatrixUnits } from './matrix-units.ts';
import type { GpuMemory } from './memory.ts';
import type { Operands } from './operands.ts';
import type { Choices, Shader } from './shader.ts';
import type { Tuning } from './tuning.ts';

export type GpuSlice = Slice<GpuMemory>;
export type GpuCall = RecordedCall<GpuMemory>;

/** One run of a shader. */
export interface Dispatch {
  readonly shader: Shader;
  /** By the names of the shader's bindings; null is not given, and `HAS_<NAME>` is false then. */
  readonly tensors: Readonly<Record<string, GpuSlice | null>>;
  readonly numbers: Readonly<Record<string, number>>;
  readonly choices?: Choices;
  readonly workgroups: readonly [x: number, y?: number, z?: number];
  /** What it computes, if that takes long; default: 0. */
  readonly multiplyAdds?: number;
}

/** What planning a call may ask of the device. */
export interface PlanContext {
  /**
   * Working memory of a name for kernels of one call, at least this many elements; what it held before is lost. All calls
   * share it, since they run one after the other.
   */
  scratch(name: string, elements: number): GpuSlice;
  /** The whole numbers that a tensor holds when the call is recorded. */
  integers(slice: GpuSlice): Int32Array;
  /** How products are cut. */
  readonly tuning: Tuning;
  /** What operands of products are rounded to. */
  readonly operands: Operands;
  /** How matrix units are used; null where they are not. */
  readonly matrixUnits: MatrixUnits | null;
  /** The most elements that one binding may have. */
  readonly mostElements: number;
}

/** The dispatches of an operation's call, in order. Throws TensorFault for whole numbers that a kernel could not follow. */
export type Plan = (call: GpuCall, context: PlanContext) => Dispatch[];

/** The most workgroups in one dimension of a dispatch that every device takes. */
export const MOST_WORKGROUPS = 65535;

/** Workgroups of 256 threads for this many elements; shaders go through the rest in a stride. */
export function strided(elements: number, perGroup = 256): [number] {
  return [Math.max(1, Math.min(MOST_WORKGROUPS, Math.ceil(elements / perGroup)))];
}

/** Elements of `slice` from `first` on, as many as there are or as given. */
export function part(slice: GpuSlice, first: number, elements = slice.elements - first): GpuSlice {
  return { memory: slice.memory, firstElement: slice.firstElement + first, elements };
}

/** Threads that share a row of this many elements. */
export function threadsFor(elements: number): number {
  return elements <= 128 ? 32 : 256;
}
