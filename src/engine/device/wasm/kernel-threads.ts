import { DeviceFault } from '../backend.ts';
import { ThreadEndedFault } from './faults.ts';
import type { KernelExports } from './kernel-instance.ts';
import { type KernelThread, ORDER, ORDER_BYTES, type ThreadMessage } from './kernel-thread.ts';
import type { WasmMemory } from './web-assembly.ts';

const ADVICE = 'A training that is started again resumes from its last checkpoint.';

/** What a host reports of a worker that it has started. */
export interface WorkerEvents {
  /** Its messages, as they are. */
  readonly message: (message: unknown) => void;
  /** It could not be started, failed or has ended; why, as far as it is known. */
  readonly ended: (why?: string) => void;
}

/** Starts a worker that calls `workAsKernelThread` with this thread, and returns it: it is kept until the device is closed. */
export type StartThread = (thread: KernelThread, events: WorkerEvents) => unknown;

/** What happens next to an order, or to the start of the threads. */
interface Waiting {
  readonly resolve: (message: ThreadMessage) => void;
  readonly reject: (fault: DeviceFault) => void;
}

/**
 * Those that work. While a worker computes, nothing but it refers to who waits for it, and a browser may end, without a word, a
 * worker that nothing else refers to: in Firefox trainings stood still.
 */
const working = new Set<KernelThreads>();

/**
 * All threads of a device, which are workers: the calling thread never waits for them in a kernel, so that it hears of one that
 * ends. After that nothing can be computed.
 */
export class KernelThreads {
  readonly #kernels: KernelExports;
  readonly #order: Int32Array;
  #faultOf = (why: string): DeviceFault => new DeviceFault(why);
  #fault: DeviceFault | null = null;
  #isClosed = false;
  #waiting: Waiting | null = null;
  readonly #workers: unknown[] = [];

  /** `orders` is the address of ORDER_BYTES. */
  constructor(kernels: KernelExports, memory: WasmMemory, orders: number) {
    this.#kernels = kernels;
    this.#order = new Int32Array(memory.buffer, orders, ORDER_BYTES / 4);
  }

  /** That one was lost; null while all are well. */
  get fault(): DeviceFault | null {
    return this.#fault;
  }

  /** Resolves when all are ready, and is called once. Rejects with DeviceFault. */
  async start(threads: readonly KernelThread[], startThread: StartThread): Promise<void> {
    working.add(this);
    let missing = threads.length;
    this.#faultOf = (why) => new DeviceFault(`The CPU device could not start ${threads.length} threads: ${why}.`);
    const ready = this.#next();
    const message = (said: unknown) => {
      const known = said as ThreadMessage;
      if (typeof known === 'object') this.#end(known.ended);
      else if (known !== 'ready' || --missing === 0) this.#waiting?.resolve(known);
    };
    for (const thread of threads) {
      try {
        this.#workers.push(startThread(thread, { message, ended: (why) => this.#end(why) }));
      } catch (error) {
        this.#end((error as Error).message);
      }
    }
    await ready;
    this.#faultOf = (why) => new ThreadEndedFault(`A thread of the CPU device ended (${why}). ${ADVICE}`);
  }

  /** Runs commands in order; false if one failed. Rejects with ThreadEndedFault. */
  async run(commands: number, count: number): Promise<boolean> {
    const next = this.#next();
    this.#send(commands, count);
    return (await next) === 'done';
  }

  /** All end, also in the middle of a command. */
  close(): void {
    this.#isClosed = true;
    working.delete(this);
    this.#kernels.tpdne_stop();
    this.#send(0, -1);
  }

  #send(commands: number, count: number): void {
    this.#order[ORDER.commands] = commands;
    this.#order[ORDER.count] = count;
    Atomics.add(this.#order, ORDER.number, 1);
    Atomics.notify(this.#order, ORDER.number);
  }

  #next(): Promise<ThreadMessage> {
    if (this.#fault) return Promise.reject(this.#fault);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  #end(why = 'no reason was given'): void {
    if (this.#isClosed) return;
    this.#fault = this.#faultOf(why);
    this.close();
    this.#waiting?.reject(this.#fault);
  }
}
