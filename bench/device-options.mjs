// Options for parseArgs of the scripts that compute on the CPU device, and their meaning; and how each opens its device.

import { openWasmDevice } from './wasm-device.mjs';

/** Threads, instruction set and precision; to be spread into the options of a script. */
export function deviceOptions(precision = 'float32') {
  return {
    threads: { type: 'string' },
    'instruction-set': { type: 'string' },
    precision: { type: 'string', default: precision },
  };
}

/** The same as arguments of `openNativeDevice`, which chooses the ones that are not given. */
export function deviceSettings({ threads, 'instruction-set': instructionSet, precision }) {
  return { threads: threads === undefined ? undefined : Number(threads), instructionSet, precision };
}

const clocks = {
  wall: () => performance.now(),
  processor: () => (process.cpuUsage().user + process.cpuUsage().system) / 1000,
};

/** The clock with this name, in milliseconds: 'wall', or 'processor' for the processor time of this process. */
export function clockOf(name) {
  if (!Object.hasOwn(clocks, name)) throw new Error(`--clock takes ${Object.keys(clocks).join(' or ')}, got ${name}.`);
  return clocks[name];
}

/** The modules that `openDevice` needs, for `loadSources`. */
export const deviceSources = [
  'src/node/native-device/native-device.ts',
  'src/engine/device/webgpu/open-webgpu-device.ts',
];

/**
 * The CPU device with these settings; or, where `webgpu` gives its adapter and options, the WebGPU device; or, where `wasm` names
 * vector instructions, the CPU device in WebAssembly.
 */
export async function openDevice(engine, { webgpu, wasm, ...settings }) {
  if (wasm !== undefined) return openWasmDevice(wasm, settings.threads);
  if (webgpu === undefined) return engine.openNativeDevice(settings);
  const { adapter, ...options } = webgpu;
  return engine.openWebGpuDevice(await adapter(), options);
}
