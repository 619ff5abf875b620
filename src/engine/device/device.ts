import type { DataType } from './data-types.ts';
import type { OperationName, Operations } from './operations.ts';
import type { TensorArgument } from './tensor-argument.ts';

/**
 * The device: where arithmetic happens. Kernels are recorded and run in order; `finish()` and `read()`
 * wait for them without blocking the event loop longer than the backend must. Model code is written once
 * against this page; `reference/`, `webgpu/` and node/native-device/ implement it through `backend.ts`.
 */
export interface Device extends Kernels {
  /** 'reference', 'cpu' or 'webgpu'. */
  readonly name: string;
  /** For people: 'CPU, 2 threads, AVX-512'. */
  readonly description: string;
  /** Bytes allocated and not yet freed. */
  readonly liveBytes: number;
  /** The largest tensor that kernels can be given; a GPU binds 128 MiB unless it is asked for more. */
  readonly largestBufferBytes: number;
  /** The most bytes that it can hold, whatever the machine has: 4 GiB in WebAssembly, Infinity on most devices. */
  readonly memoryBytes: number;

  /**
   * A new tensor of zeros. The caller frees it. Throws DeviceMemoryFault when there is no room.
   * A packed matrix has two axes, and no view; it is neither written nor read.
   */
  allocate(shape: readonly number[], dtype?: DataType): Tensor;
  /** A window on `tensor` from `firstElement` on; owns nothing and is not freed. */
  view(tensor: Tensor, firstElement: number, shape: readonly number[]): Tensor;
  /** Gives the memory back, after the kernels recorded so far. A tensor or view of it used later throws. */
  free(tensor: Tensor): void;

  /**
   * The kernels that `record` records, kept and not run: `replay` runs them again and again, at a fraction of the cost of
   * recording them. `record` may do nothing else with the device.
   */
  capture(record: () => void): Recording;
  /** Records the captured kernels once more. Throws TensorFault when one of their tensors was freed. */
  replay(recording: Recording): void;

  /** Sets the tensor's elements, in order with the recorded kernels. `data` is copied before this returns. */
  write(tensor: Tensor, data: Float32Array | Int32Array): void;
  /**
   * A copy of the tensor's elements after all kernels recorded so far, in `into` where that is given: a float32 tensor that
   * is read again and again then needs no new memory each time.
   */
  read(tensor: Tensor, into?: Float32Array): Promise<Float32Array>;
  /** Waits for all kernels recorded so far. Throws DeviceFault when one of them failed. */
  finish(): Promise<void>;
  /** Waits, then gives everything back. The device cannot be used afterwards. */
  close(): Promise<void>;
}

declare const recordingBrand: unique symbol;
/** Captured kernels, an opaque handle. It owns nothing: their tensors must be there when it is replayed. */
export interface Recording {
  readonly [recordingBrand]: true;
}

/** An opaque handle: rows are contiguous, the last axis is the fastest. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly dtype: DataType;
  readonly elements: number;
}

/** One method per operation of the table: `device.layerNorm({ x, weight, bias, out, mean, rstd, epsilon })`. */
export type Kernels = { readonly [Name in OperationName]: (call: KernelCall<Name>) => void };

export type KernelCall<Name extends OperationName> = TensorsOf<Operations[Name]['tensors']> & {
  readonly [S in Operations[Name]['scalars'][number]]: number;
};

type TensorsOf<Arguments extends Readonly<Record<string, TensorArgument>>> = {
  readonly [Key in keyof Arguments]: Arguments[Key] extends TensorArgument<true> ? Tensor | null : Tensor;
};
