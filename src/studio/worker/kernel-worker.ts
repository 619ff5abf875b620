import { type KernelThread, workAsKernelThread } from '../../engine/device/wasm/kernel-thread.ts';

/** A worker that is a thread of the device of a job, until that is closed. */

export function take(thread: KernelThread): void {
  workAsKernelThread(thread, (message) => postMessage(message));
  close();
}
