import type { Collective, Wire } from '../../../src/engine/training/collective.ts';

/** What a rank brings to a meeting. */
interface Brought {
  readonly call: 'gather' | `sum as ${Wire}`;
  readonly text: string;
  readonly values: Float32Array;
}

/** Where ranks meet that run side by side in this process: each call ends when all have made it. */
class Meeting {
  readonly #size: number;
  #brought: Brought[] = [];
  #there = 0;
  #end!: { readonly resolve: (all: readonly Brought[]) => void; readonly reject: (error: Error) => void };
  #all!: Promise<readonly Brought[]>;

  constructor(size: number) {
    this.#size = size;
    this.#begin();
  }

  bring(rank: number, own: Brought): Promise<readonly Brought[]> {
    const all = this.#all;
    this.#brought[rank] = own;
    if (++this.#there < this.#size) return all;
    const calls = new Set(this.#brought.map(({ call, values }) => `${call} ${values.length}`));
    if (calls.size === 1) this.#end.resolve(this.#brought);
    else this.#end.reject(new Error(`The ranks called ${[...calls].join(' and ')} at once.`));
    this.#begin();
    return all;
  }

  #begin(): void {
    this.#brought = [];
    this.#there = 0;
    this.#all = new Promise((resolve, reject) => {
      this.#end = { resolve, reject };
    });
  }
}

/** Collectives that meet in memory, one for each rank. */
export function ranksInMemory(size: number): Collective[] {
  const meeting = new Meeting(size);
  return Array.from({ length: size }, (_, rank) => {
    // One call after the other, as the library makes them.
    let last: Promise<unknown> = Promise.resolve();
    const bring = (own: Brought) => {
      const all = last.then(() => meeting.bring(rank, own));
      last = all.catch(() => {});
      return all;
    };
    const gather = async (text: string) => {
      const all = await bring({ call: 'gather', text, values: new Float32Array() });
      return all.map((other) => other.text);
    };
    return {
      rank,
      size,
      gather,
      agree: async (flag: boolean) => (await gather(flag ? 'yes' : '')).includes('yes'),
      async sum(values: Float32Array, wire: Wire = 'float32') {
        const all = await bring({ call: `sum as ${wire}`, text: '', values: values.slice() });
        values.forEach((_, i) => {
          values[i] = all.reduce((sum, other) => Math.fround(sum + other.values[i]), 0);
        });
      },
    };
  });
}
