// The CPU device in WebAssembly, as browsers have it, in Node.
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { bundleOf, loadSources } from './sources.mjs';

/** The modules of TypeScript that a device needs, and its threads. */
const sources = [
  'src/engine/device/wasm/open-wasm-device.ts',
  'src/engine/device/wasm/kernel-modules.ts',
  'src/engine/device/wasm/kernel-thread.ts',
];

const THREAD = `
const { parentPort, workerData } = require('node:worker_threads');
import(workerData.bundle).then((engine) =>
  engine.workAsKernelThread(workerData.thread, (message) => parentPort.postMessage(message)),
);`;

/** Opens it with these vector instructions: 'wasm-relaxed-simd' or 'wasm-simd'. */
export async function openWasmDevice(instructionSet, threads = 1) {
  // Node 20 has relaxed SIMD behind a flag.
  if (process.versions.node.startsWith('20.')) setFlagsFromString('--experimental-wasm-relaxed-simd');
  const engine = await loadSources(...sources);
  const kind = engine.supportedModules().find((module) => module.instructionSet === instructionSet);
  if (kind === undefined) throw new Error(`This Node cannot run ${instructionSet}.`);
  const module = await engine.compileModule(readFileSync(new URL(`../native/wasm/${kind.file}`, import.meta.url)));
  const bundle = bundleOf(...sources).href;
  const startThread = (thread, { message, ended }) => {
    const worker = new Worker(THREAD, { eval: true, workerData: { thread, bundle } });
    worker
      .on('message', message)
      .on('error', (error) => ended(error.message))
      .on('exit', () => ended());
  };
  return engine.openWasmDevice({ module, kind, threads, startThread, now: () => performance.now() });
}
