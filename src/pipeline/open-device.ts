import type { Device } from '../engine/device/device.ts';
import { openReferenceDevice } from '../engine/device/reference/reference-device.ts';
import { nativeDeviceStatus, openNativeDevice } from '../node/native-device/native-device.ts';

export interface DeviceSettings {
  /** cpu: the compiled kernels; reference: plain TypeScript; auto: cpu when it was compiled. */
  readonly device: 'auto' | 'cpu' | 'reference';
  /** Of the cpu device; null is one for each core. */
  readonly threads: number | null;
  /** Of matrix products on the cpu device; auto is bfloat16 where the CPU has instructions for it. */
  readonly precision: 'auto' | 'float32' | 'bfloat16';
}

/** Where the arithmetic happens. */
export interface DeviceEvent {
  readonly type: 'device';
  readonly name: string;
  /** For people: 'CPU, 2 threads, AVX-512'. */
  readonly description: string;
  /** Why it is a slow one, when nobody asked for that; else null. */
  readonly slowBecause: string | null;
}

export interface OpenDevice {
  readonly device: Device;
  readonly event: DeviceEvent;
}

/**
 * Opens the device that the settings ask for; whoever opens it closes it. `auto` takes the compiled kernels, and says
 * why where it cannot. Throws NativeLibraryFault when `cpu` is asked for and was not compiled, PrecisionFault for bfloat16
 * on a CPU without the instructions.
 */
export function openDevice({ device: wanted, threads, precision }: DeviceSettings): OpenDevice {
  const status = nativeDeviceStatus();
  const isReference = wanted === 'reference' || (wanted === 'auto' && !status.available);
  const canRound = status.available && status.bfloat16;
  const device = isReference
    ? openReferenceDevice()
    : openNativeDevice({
        threads: threads ?? undefined,
        precision: precision === 'auto' ? (canRound ? 'bfloat16' : 'float32') : precision,
      });
  const slowBecause = wanted === 'auto' && !status.available ? status.reason : null;
  return { device, event: { type: 'device', name: device.name, description: device.description, slowBecause } };
}
