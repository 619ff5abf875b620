// The CPU device in WebAssembly, as browsers have it, in Node.
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { bundleOf, loadSources } from './sources.mjs';

const sources = ['src/engine/device/wasm/open-wasm-device.ts', 'src/engine/device/wasm/kernel-thread.ts'];

const THREAD = `
const { parentPort, workerData } = require('node:worker_threads');
import(workerData.bundle).then((engine) => engine.workAsKernelThread(workerData, () => parentPort.postMessage('ready')));
`;

/** Opens it with the module in this file. */
export async function openWasmDevice(path, threads = 1) {
  // Node 20 has relaxed SIMD behind a flag.
  setFlagsFromString('--experimental-wasm-relaxed-simd');
  const engine = await loadSources(...sources);
  const module = await WebAssembly.compile(readFileSync(path));
  const bundle = bundleOf(...sources).href;
  const startThread = (thread) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(THREAD, { eval: true, workerData: { ...thread, bundle } });
      worker.once('message', resolve).once('error', reject);
    });
  const kind = { file: '', instructionSet: 'wasm', forPeople: 'SIMD' };
  return engine.openWasmDevice({ module, kind, threads, startThread, now: () => performance.now() });
}
