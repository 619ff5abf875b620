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
import { openWasmDevice, type StartThread } from '../../src/engine/device/wasm/open-wasm-device.ts';

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

/** The CPU device in WebAssembly, as browsers have it. */
export async function openWasm(
  instructionSet: WasmInstructionSet,
  threads: number,
  more: { readonly memoryBytes?: number } = {},
): Promise<Device> {
  const kind = wasmModules.find((module) => module.instructionSet === instructionSet)!;
  const module = await compileModule(wasmBytes(kind));
  return openWasmDevice({ module, kind, threads, startThread, now: () => performance.now(), ...more });
}

let program: Promise<URL> | undefined;

/** A worker of Node as a thread. It does not keep the process from ending. */
export const startThread: StartThread = async (thread) => {
  program ??= threadProgram();
  const worker = new Worker(await program, { workerData: thread });
  worker.unref();
  await new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve()).once('error', reject);
  });
};

/** Its program: workers load no TypeScript. */
async function threadProgram(): Promise<URL> {
  const modules = await rolldown({ input: here('../../src/engine/device/wasm/kernel-thread.ts'), logLevel: 'silent' });
  const { output } = await modules.generate({ format: 'esm' });
  await modules.close();
  const code = `
    import { parentPort, workerData } from 'node:worker_threads';
    ${output[0].code}
    workAsKernelThread(workerData, () => parentPort.postMessage('ready'));`;
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`);
}
