import type { Device } from '../../engine/device/device.ts';
import { openReferenceDevice } from '../../engine/device/reference/reference-device.ts';
import { nativeDeviceStatus, openNativeDevice, PrecisionFault } from '../../node/native-device/native-device.ts';

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
  /** For people: 'CPU, 2 threads, AVX-512 bf16'. */
  readonly description: string;
  /** What the operands of matrix products are rounded to. */
  readonly precision: 'float32' | 'bfloat16';
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
 * on a device without the instructions.
 */
export function openDevice({ device: wanted, threads, precision: asked }: DeviceSettings): OpenDevice {
  const status = nativeDeviceStatus();
  const isReference = wanted === 'reference' || (wanted === 'auto' && !status.available);
  const canRound = !isReference && status.available && status.bfloat16;
  const precision = asked === 'auto' ? (canRound ? 'bfloat16' : 'float32') : asked;
  if (isReference && precision === 'bfloat16') {
    throw new PrecisionFault('The reference device knows float32 only; give precision float32 or auto.');
  }
  const device = isReference ? openReferenceDevice() : openNativeDevice({ threads: threads ?? undefined, precision });
  const slowBecause = wanted === 'auto' && !status.available ? status.reason : null;
  const { name, description } = device;
  return { device, event: { type: 'device', name, description, precision, slowBecause } };
}
