import { instanceOf, isTrap } from './kernel-instance.ts';
import type { WasmMemory, WasmModule } from './web-assembly.ts';

/** What a worker gets that becomes a thread of a device. */
export interface KernelThread {
  readonly module: WasmModule;
  readonly memory: WasmMemory;
  /** Its number, from 1. */
  readonly thread: number;
  /** Where its stack begins, which grows downwards. */
  readonly stackTop: number;
}

/**
 * Is a thread of a device, in a worker that does nothing else, until the device is closed. `ready` is called before the first
 * work, and cannot wait for anything. Throws what keeps the module from being instantiated.
 */
export function workAsKernelThread({ module, memory, thread, stackTop }: KernelThread, ready: () => void): void {
  const kernels = instanceOf(module, memory);
  ready();
  for (let isBack = false; ; isBack = true) {
    kernels.__stack_pointer.value = stackTop;
    try {
      kernels.tpdne_help(thread, isBack ? 1 : 0);
      return;
    } catch (error) {
      // The thread that leads says why.
      if (!isTrap(error)) throw error;
    }
  }
}
