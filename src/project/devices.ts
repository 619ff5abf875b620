import type { KernelScratch } from '../engine/device/counting-device.ts';
import type { Device } from '../engine/device/device.ts';

export interface DeviceSettings {
  /** webgpu: the GPU; cpu: the compiled kernels; reference: plain TypeScript; auto: the first of them that there is. */
  readonly device: 'auto' | 'webgpu' | 'cpu' | 'reference';
  /** Threads of the cpu device; null is one per core. */
  readonly threads: number | null;
  /**
   * What the operands of matrix products are rounded to. bfloat16: on the cpu device alone; float16: on the webgpu device alone. auto:
   * bfloat16 on a CPU that has instructions for it, else float32.
   */
  readonly precision: 'auto' | 'float32' | 'bfloat16' | 'float16';
}

/** The device that computes. */
export interface DeviceEvent {
  readonly type: 'device';
  readonly name: string;
  /** For people: 'CPU, 2 threads, AVX-512 bf16'. */
  readonly description: string;
  /** Of the kernels: 'avx512bf16'; null for a device without instruction sets. */
  readonly instructionSet: string | null;
  /** The type to which operands of matrix products are rounded. */
  readonly precision: 'float32' | 'bfloat16' | 'float16';
  /** Why `auto` took it: 'no GPU was found'; null for a device that was requested. */
  readonly because: string | null;
  /** Why it is slow, if a slow device was not requested; else null. */
  readonly slowBecause: string | null;
}

export interface OpenDevice {
  readonly device: Device;
  readonly event: DeviceEvent;
}

/** What this machine can compute on. */
export interface DeviceFacts {
  readonly instructionSets: readonly string[];
  readonly physicalCores: number | null;
}

/** The devices of a machine. */
export interface Devices {
  /** Opens the device that the settings select. The caller closes it. Throws DeviceFault and its subclasses. */
  open(settings: DeviceSettings): Promise<OpenDevice>;
  facts(): DeviceFacts;
  /** Working memory of the kernels, on the device that needs most. */
  readonly scratchOf: KernelScratch;
}
