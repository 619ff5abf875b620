import type { KernelScratch } from '../engine/device/counting-device.ts';
import type { Device } from '../engine/device/device.ts';

export interface DeviceSettings {
  /** cpu: the compiled kernels; reference: plain TypeScript; auto: cpu if it was compiled. */
  readonly device: 'auto' | 'cpu' | 'reference';
  /** Of the cpu device; null is one for each core. */
  readonly threads: number | null;
  /** Of matrix products on the cpu device; auto is bfloat16 if the CPU has instructions for it. */
  readonly precision: 'auto' | 'float32' | 'bfloat16';
}

/** Where the arithmetic happens. */
export interface DeviceEvent {
  readonly type: 'device';
  readonly name: string;
  /** For people: 'CPU, 2 threads, AVX-512 bf16'. */
  readonly description: string;
  /** What the operands of matrix products are rounded to. */
  readonly precision: 'float32' | 'bfloat16';
  /** Why it is a slow one, if nobody asked for that; else null. */
  readonly slowBecause: string | null;
}

export interface OpenDevice {
  readonly device: Device;
  readonly event: DeviceEvent;
}

/** What this machine can compute with. */
export interface DeviceFacts {
  readonly instructionSets: readonly string[];
  readonly physicalCores: number | null;
}

/** The devices of a machine. */
export interface Devices {
  /** Opens the device that the settings ask for. The caller closes it. Throws DeviceFault and its kinds. */
  open(settings: DeviceSettings): Promise<OpenDevice>;
  facts(): DeviceFacts;
  /** Memory that the kernels take for themselves, of the device that takes most. */
  readonly scratchOf: KernelScratch;
}
