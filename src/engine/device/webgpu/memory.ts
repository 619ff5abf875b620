import type { DataType } from '../data-types.ts';
import type { GpuBuffer } from './gpu.ts';

/** A tensor's buffer. */
export interface GpuMemory {
  readonly buffer: GpuBuffer;
  /** Never used again for another buffer. */
  readonly id: number;
  readonly dtype: DataType;
  /** What a tensor of whole numbers holds: only the host writes them, so calls are checked before they run. */
  readonly integers: Int32Array | null;
  /** How often `integers` was written. */
  version: number;
  /** The last batch of commands that uses it. */
  usedIn: number;
  isFreed: boolean;
}
