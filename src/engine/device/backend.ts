import { Fault } from '../../fault.ts';
import type { DataType } from './data-types.ts';
import type { OperationName } from './operations.ts';

/**
 * What a new device implements: memory, and each operation of the table. Shapes, ownership and accounting
 * are done once, in `create-device.ts`; a backend may rely on every call it receives being well-formed.
 */
export interface Backend<Memory> {
  readonly name: string;
  readonly description: string;
  /** The largest tensor that it takes; default: no limit. */
  readonly largestBufferBytes?: number;
  /** The most bytes that it can hold; default: no limit of its own. */
  readonly memoryBytes?: number;
  /** Zeroed memory of `storedBytes(shape, dtype)`. Throws DeviceMemoryFault when there is no room. */
  allocate(shape: readonly number[], dtype: DataType): Memory;
  /** Called once per allocation; kernels recorded before may still need it. */
  free(memory: Memory): void;
  write(target: Slice<Memory>, data: Float32Array | Int32Array): void;
  /** `into` is given for float32 only, and as long as the slice. */
  read(source: Slice<Memory>, into?: Float32Array): Promise<Float32Array>;
  record(call: RecordedCall<Memory>): void;
  /** Makes one of many calls, to be recorded together more than once: returns what does so. */
  prepare(calls: readonly RecordedCall<Memory>[]): () => void;
  finish(): Promise<void>;
  close(): Promise<void>;
}

/** `elements` elements of `memory` from `firstElement` on. */
export interface Slice<Memory> {
  readonly memory: Memory;
  readonly firstElement: number;
  readonly elements: number;
}

/** One kernel to run; tensors and scalars in the order of the table, dims by shape letter in order of appearance. */
export interface RecordedCall<Memory> {
  readonly operation: OperationName;
  readonly tensors: Readonly<Record<string, Slice<Memory> | null>>;
  readonly dims: Readonly<Record<string, number>>;
  readonly scalars: Readonly<Record<string, number>>;
}

/** A kernel failed, or the device was lost. */
export class DeviceFault extends Fault {
  override readonly code: string = 'device';
}

/** The device has no room for an allocation. */
export class DeviceMemoryFault extends DeviceFault {
  override readonly code: string = 'device-memory';
}

/** The caller's mistake: shapes that do not fit, a freed tensor, a tensor of another device. */
export class TensorFault extends DeviceFault {
  override readonly code: string = 'tensor';
}
