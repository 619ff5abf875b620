import type { GpuSlice } from './dispatch.ts';
import type { GpuMemory } from './memory.ts';

/** Working memory of kernels: a buffer for each name, which keeps its largest size. */
export class Scratch {
  readonly #allocate: (elements: number) => GpuMemory;
  readonly #free: (memory: GpuMemory) => void;
  readonly #buffers = new Map<string, GpuMemory>();
  #generation = 0;

  constructor(allocate: (elements: number) => GpuMemory, free: (memory: GpuMemory) => void) {
    this.#allocate = allocate;
    this.#free = free;
  }

  /** Changes when a buffer is replaced by a larger one: what was prepared with it must be prepared again. */
  get generation(): number {
    return this.#generation;
  }

  take(name: string, elements: number): GpuSlice {
    let memory = this.#buffers.get(name);
    if (!memory || memory.buffer.size < elements * 4) {
      if (memory) {
        this.#free(memory);
        this.#generation++;
      }
      memory = this.#allocate(elements);
      this.#buffers.set(name, memory);
    }
    return { memory, firstElement: 0, elements };
  }

  free(): void {
    for (const memory of this.#buffers.values()) this.#free(memory);
    this.#buffers.clear();
  }
}
