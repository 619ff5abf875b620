import type { KernelFile } from '../../engine/device/wasm/kernel-modules.ts';
import type { WasmKernels } from '../../pipeline/wasm-kernels.ts';

/** The compiled kernels, from where the page came from. */

const ADDRESSES: Readonly<Record<KernelFile, URL>> = {
  'kernels-relaxed-simd.wasm': new URL('../../../native/wasm/kernels-relaxed-simd.wasm', import.meta.url),
  'kernels-simd.wasm': new URL('../../../native/wasm/kernels-simd.wasm', import.meta.url),
};

export const kernels: WasmKernels = {
  async load(file) {
    // biome-ignore lint/style/noRestrictedGlobals: a page without a server has no other client; its address is the page's own.
    const response = await fetch(ADDRESSES[file]);
    if (!response.ok) throw new Error(`its server answered ${response.status}.`);
    return new Uint8Array(await response.arrayBuffer());
  },
  startThread(thread, { message, ended }) {
    const worker = new Worker(location.href, { type: 'module', name: 'kernels' });
    worker.onmessage = ({ data }) => message(data);
    worker.onmessageerror = () => ended('a message of it could not be read');
    worker.onerror = ({ message: why }) => ended(why || 'a worker could not be loaded');
    worker.postMessage(thread);
    return worker;
  },
};
