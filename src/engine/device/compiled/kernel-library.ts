import type { DeviceFault } from '../backend.ts';

/** The kernels of native/ as they were compiled for a machine or for WebAssembly, with their memory and threads. */
export interface KernelLibrary {
  /** For people: 'CPU, 2 threads, AVX-512'. */
  readonly description: string;
  /** The most bytes that it can hold; Infinity if that depends on the machine alone. */
  readonly memoryBytes: number;
  /** The address of zeroed memory; 0 if there is no room. */
  allocate(bytes: number): number;
  /** `bytes` as it was allocated. */
  free(address: number, bytes: number): void;
  copyIn(to: number, from: Float32Array | Int32Array): void;
  copyOut(to: Float32Array | Int32Array, from: number): void | Promise<void>;
  /** Runs commands in order. Resolves with what went wrong, null if nothing did; after a failure the rest is not run. */
  submit(commands: Uint8Array, count: number): Promise<DeviceFault | null>;
  close(): void;
}
