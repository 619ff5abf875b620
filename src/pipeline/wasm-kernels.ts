import { DeviceFault, DeviceMemoryFault } from '../engine/device/backend.ts';
import type { Device } from '../engine/device/device.ts';
import {
  compileModule,
  type KernelFile,
  supportedModules,
  type WasmInstructionSet,
} from '../engine/device/wasm/kernel-modules.ts';
import type { StartThread } from '../engine/device/wasm/kernel-threads.ts';
import { openWasmDevice } from '../engine/device/wasm/open-wasm-device.ts';
import { MOST_MEMORY_BYTES } from '../engine/device/wasm/wasm-library.ts';

/** The smallest model can be trained in so much. */
const LEAST_MEMORY_BYTES = 2 ** 29;

/** Where a page has the compiled kernels, and how it starts their threads. */
export interface WasmKernels {
  /** The content of a file of wasm/ in this package. Only the one that this browser can run is asked for. */
  readonly load: (file: KernelFile) => Promise<Uint8Array>;
  /** Without it there is one thread, the calling one. */
  readonly startThread?: StartThread | undefined;
}

/** The device, and why it has one thread although the processor may have more; null if that is not so. */
export interface OpenKernels {
  readonly device: Device;
  readonly instructionSet: WasmInstructionSet;
  readonly oneThreadBecause: string | null;
}

/** What is used of a page or worker: hardware threads, and whether it may share memory. */
interface Surroundings {
  readonly crossOriginIsolated?: boolean;
  readonly navigator?: { readonly hardwareConcurrency?: number };
}

/** Opens the kernels with so many threads, null for as many as are worth starting. The caller closes the device. Throws DeviceFault. */
export async function openKernels(
  { load, startThread }: WasmKernels,
  threads: number | null,
  surroundings: Surroundings = globalThis as Surroundings,
): Promise<OpenKernels> {
  const [kind] = supportedModules();
  if (kind === undefined) throw new DeviceFault('This browser has no WebAssembly with vectors (SIMD).');
  const oneThreadBecause = reasonForOneThread(startThread, surroundings);
  if (threads !== null && threads > 1 && oneThreadBecause !== null) {
    throw new DeviceFault(`There is one thread, not ${threads}, since ${oneThreadBecause}; leave out \`threads\`.`);
  }
  const count = threads ?? (oneThreadBecause === null ? usualThreads(surroundings.navigator?.hardwareConcurrency) : 1);
  const module = await load(kind.file)
    .then(compileModule)
    .catch((cause: Error) => {
      throw new DeviceFault(`${kind.file} could not be loaded: ${cause.message}`, { cause });
    });
  const starting = oneThreadBecause === null ? startThread : undefined;
  const device = await withLargestMemory((memoryBytes) =>
    openWasmDevice({ module, kind, threads: count, startThread: starting, now: () => performance.now(), memoryBytes }),
  );
  return { device, instructionSet: kind.instructionSet, oneThreadBecause };
}

/** Some browsers, on telephones above all, refuse a memory that may grow to 4 GiB. */
async function withLargestMemory(open: (bytes: number) => Promise<Device>): Promise<Device> {
  for (let bytes = MOST_MEMORY_BYTES; ; bytes /= 2) {
    try {
      return await open(bytes);
    } catch (fault) {
      if (!(fault instanceof DeviceMemoryFault) || bytes <= LEAST_MEMORY_BYTES) throw fault;
    }
  }
}

function reasonForOneThread(
  startThread: StartThread | undefined,
  { crossOriginIsolated }: Surroundings,
): string | null {
  if (startThread === undefined) return 'this page starts no others';
  // Without these headers browsers let no threads share memory.
  return crossOriginIsolated === false
    ? 'the server sends this page without the headers Cross-Origin-Opener-Policy and Cross-Origin-Embedder-Policy'
    : null;
}

/** Browsers count hardware threads. Two share the multipliers of a core on many processors with more than four of them. */
function usualThreads(hardwareThreads = 1): number {
  return hardwareThreads <= 4 ? hardwareThreads : Math.ceil(hardwareThreads / 2);
}
