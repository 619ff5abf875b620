import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { rolldown } from 'rolldown';
import type { Device } from '../../src/engine/device/device.ts';
import {
  compileModule,
  type KernelModule,
  supportedModules,
  type WasmInstructionSet,
} from '../../src/engine/device/wasm/kernel-modules.ts';
import type { KernelThread } from '../../src/engine/device/wasm/kernel-thread.ts';
import type { StartThread, WorkerEvents } from '../../src/engine/device/wasm/kernel-threads.ts';
import { openWasmDevice, type WasmDeviceOptions } from '../../src/engine/device/wasm/open-wasm-device.ts';

// Node 20 has it behind a flag, later ones by themselves.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--experimental-wasm-relaxed-simd');

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The modules of native/wasm/ that this Node can run. */
export const wasmModules: readonly KernelModule[] = supportedModules();

/** Why there is no such module here; null if there is one. */
export function missingWasm(instructionSet: WasmInstructionSet): string | null {
  const isThere = wasmModules.some((module) => module.instructionSet === instructionSet);
  return isThere ? null : 'this Node has no such instructions';
}

/** The bytes of a module. */
export function wasmBytes({ file }: Pick<KernelModule, 'file'>): Uint8Array {
  return readFileSync(here(`../../native/wasm/${file}`));
}

/** The CPU device in WebAssembly, as browsers have it: one thread is the calling one, unless `more` says how to start it. */
export async function openWasm(
  instructionSet: WasmInstructionSet,
  threads: number,
  more: Pick<WasmDeviceOptions, 'memoryBytes' | 'startThread'> = {},
): Promise<Device> {
  const kind = wasmModules.find((module) => module.instructionSet === instructionSet)!;
  const module = await compileModule(wasmBytes(kind));
  const starting = threads === 1 ? undefined : startThread;
  return openWasmDevice({ module, kind, threads, startThread: starting, now: () => performance.now(), ...more });
}

/** A worker of Node as a thread. It does not keep the process from ending. */
export const startThread: StartThread = (thread, events) => startWorker(thread, events);

let program: Promise<string> | undefined;

/** The same; `before` is run in the worker before it becomes a thread. */
export async function startWorker(thread: KernelThread, events: WorkerEvents, before = ''): Promise<Worker> {
  program ??= threadProgram();
  const code = `${before}\n${await program}`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`), { workerData: thread });
  worker.unref();
  worker.on('message', events.message);
  worker.on('error', (error) => events.ended(error.message));
  worker.on('exit', () => events.ended());
  return worker;
}

/** Its program: workers load no TypeScript. */
async function threadProgram(): Promise<string> {
  const modules = await rolldown({ input: here('../../src/engine/device/wasm/kernel-thread.ts'), logLevel: 'silent' });
  const { output } = await modules.generate({ format: 'esm' });
  await modules.close();
  return `
    import { parentPort, workerData } from 'node:worker_threads';
    ${output[0].code}
    workAsKernelThread(workerData, (message) => parentPort.postMessage(message));`;
}
