import { COMMAND_BYTES } from '../compiled/command-buffer.ts';
import { instanceOf, isTrap, type KernelExports, runCommand } from './kernel-instance.ts';
import type { WasmMemory, WasmModule } from './web-assembly.ts';

/** What a worker gets that becomes a thread of a device. */
export interface KernelThread {
  readonly module: WasmModule;
  readonly memory: WasmMemory;
  /** Its number. The first, 0, runs the commands, and the others work along. */
  readonly thread: number;
  /** Where its stack begins, which grows downwards. */
  readonly stackTop: number;
  /** Where the first thread finds its orders, whole numbers of 32 bits. */
  readonly orders: number;
}

/** The numbers of an order: how many there were so far, where its commands are and how many; less than 0 of them ends the thread. */
export const ORDER = { number: 0, commands: 1, count: 2 } as const;
export const ORDER_BYTES = 12;

/** What a thread says: that it is there, how its order ended, or what ended itself. */
export type ThreadMessage = 'ready' | 'done' | 'failed' | { readonly ended: string };

/**
 * Is a thread of a device, in a worker that does nothing else, until the device is closed. `say` sends a message to whoever
 * started the worker. Throws what keeps the thread from working.
 */
export function workAsKernelThread(thread: KernelThread, say: (message: ThreadMessage) => void): void {
  try {
    const kernels = instanceOf(thread.module, thread.memory);
    kernels.__stack_pointer.value = thread.stackTop;
    say('ready');
    if (thread.thread === 0) {
      lead(kernels, thread, say);
    } else {
      help(kernels, thread);
    }
  } catch (error) {
    // Not every worker's errors reach whoever started it; where they do, either may come first, with the same words.
    say({ ended: error instanceof Error ? error.message : String(error) });
    throw error;
  }
}

function lead(
  kernels: KernelExports,
  { memory, stackTop, orders }: KernelThread,
  say: (message: ThreadMessage) => void,
) {
  const order = new Int32Array(memory.buffer, orders, ORDER_BYTES / 4);
  for (let seen = 0; ; seen++) {
    while (Atomics.load(order, ORDER.number) === seen) Atomics.wait(order, ORDER.number, seen);
    const count = order[ORDER.count];
    if (count < 0) return;
    const commands = order[ORDER.commands] >>> 0;
    let done = 0;
    while (done < count && runCommand(kernels, commands + done * COMMAND_BYTES, stackTop)) done++;
    say(done === count ? 'done' : 'failed');
  }
}

function help(kernels: KernelExports, { thread, stackTop }: KernelThread): void {
  for (let isBack = false; ; isBack = true) {
    kernels.__stack_pointer.value = stackTop;
    try {
      kernels.tpdne_help(thread, isBack ? 1 : 0);
      return;
    } catch (error) {
      // The first thread reports it.
      if (!isTrap(error)) throw error;
    }
  }
}
