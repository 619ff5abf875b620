import { createDevice } from '../create-device.ts';
import type { Device } from '../device.ts';
import { productsAreRight } from './check-products.ts';
import { NoGpuFault } from './faults.ts';
import type { GpuAdapter, GpuDevice } from './gpu.ts';
import { featuresOf, matrixUnitsOf } from './matrix-units.ts';
import type { Operands } from './operands.ts';
import { type Tuner, tuned } from './tune.ts';
import { matrixTuning } from './tuning.ts';
import { WebGpuBackend } from './webgpu-backend.ts';

export interface WebGpuOptions {
  /**
   * float16 needs an adapter with the feature shader-f16; matrix units are used where the adapter has them too and they pass a
   * test. Default: float32.
   */
  readonly operands?: Operands;
  /** Finds out how this GPU multiplies fastest, once, unless it is software. Default: products are cut as on any GPU. */
  readonly tuner?: Tuner | null;
}

/**
 * Opens a device on a GPU's adapter, which can be opened once: ask for another adapter to open it again. The caller closes the
 * device, which also ends the adapter's GPUDevice. Tensors may be as large as the adapter allows. Throws NoGpuFault, and what
 * the tuner's store throws.
 */
export async function openWebGpuDevice(adapter: GpuAdapter, options: WebGpuOptions = {}): Promise<Device> {
  return createDevice(await openWebGpuBackend(adapter, options));
}

/** The same without the checks of calls. */
export async function openWebGpuBackend(
  adapter: GpuAdapter,
  { operands = 'float32', tuner = null }: WebGpuOptions = {},
): Promise<WebGpuBackend> {
  const isRounded = operands === 'float16';
  const description = descriptionOf(adapter);
  if (isRounded && !adapter.features.has('shader-f16')) {
    throw new NoGpuFault(`${description} has no float16 (shader-f16); use precision float32.`);
  }
  const offered = isRounded ? matrixUnitsOf(adapter) : null;
  const device = await requestDevice(adapter, [
    ...(isRounded ? ['shader-f16'] : []),
    ...(offered === null ? [] : featuresOf(offered)),
  ]);
  const backend = new WebGpuBackend(device, description, { operands, matrixUnits: offered });
  try {
    await settle(backend, adapter, operands, tuner);
  } catch (fault) {
    await backend.close();
    throw fault;
  }
  return backend;
}

/** Tests the matrix units that are offered, and chooses how products are cut. */
async function settle(
  backend: WebGpuBackend,
  adapter: GpuAdapter,
  operands: Operands,
  tuner: Tuner | null,
): Promise<void> {
  const offered = backend.matrixUnits;
  if (offered !== null && !(await productsAreRight(backend, 'matrix units'))) backend.matrixUnits = null;
  if (operands === 'float16') backend.description += ', float16 operands';
  if (backend.matrixUnits !== null) {
    backend.description += ' on matrix units';
    backend.tuning = matrixTuning;
  } else if (offered !== null) backend.description += ', not on matrix units, which computed something else in a test';
  if (tuner !== null && !isSoftware(adapter)) {
    backend.tuning = await tuned(backend, adapter.info, operands, tuner);
  }
}

async function requestDevice(adapter: GpuAdapter, requiredFeatures: string[]): Promise<GpuDevice> {
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  try {
    return await adapter.requestDevice({
      requiredFeatures,
      requiredLimits: { maxBufferSize, maxStorageBufferBindingSize },
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new NoGpuFault(`${descriptionOf(adapter)} could not be opened: ${reason}. Use --device cpu.`, { cause });
  }
}

/**
 * Whether the adapter computes on the processor: a browser's or a driver's fallback. Mesa's lavapipe has the architecture 'software'
 * and a device named after llvmpipe.
 */
export function isSoftware({ info }: GpuAdapter): boolean {
  const { isFallbackAdapter, architecture, device, description } = info;
  return (
    isFallbackAdapter === true ||
    /^software$|swiftshader|llvmpipe|lavapipe|warp/i.test(architecture) ||
    /swiftshader|llvmpipe|lavapipe/i.test(`${device} ${description}`)
  );
}

/** For people: 'GPU, nvidia-h200'. Browsers tell the vendor and the architecture alone. */
export function descriptionOf(adapter: GpuAdapter): string {
  const { device, vendor, architecture } = adapter.info;
  const name = device || [vendor, architecture].filter(Boolean).join(' ') || 'of an unknown kind';
  return `${isSoftware(adapter) ? 'GPU in software' : 'GPU'}, ${name.replace(/-+$/, '')}`;
}
