import type { Collective } from '../../../src/engine/training/collective.ts';

/** A meeting of ranks that run side by side in this process: what each brings, until all are there. */
class Meeting<Value> {
  #brought: Value[] = [];
  #there = 0;
  #open!: (all: readonly Value[]) => void;
  #all!: Promise<readonly Value[]>;
  readonly #size: number;

  constructor(size: number) {
    this.#size = size;
    this.#begin();
  }

  async bring(rank: number, value: Value): Promise<readonly Value[]> {
    const all = this.#all;
    this.#brought[rank] = value;
    if (++this.#there === this.#size) {
      this.#open(this.#brought);
      this.#begin();
    }
    return all;
  }

  #begin(): void {
    this.#brought = [];
    this.#there = 0;
    this.#all = new Promise((resolve) => {
      this.#open = resolve;
    });
  }
}

/** Collectives that meet in memory, one for each rank. */
export function ranksInMemory(size: number): Collective[] {
  const [texts, vectors] = [new Meeting<string>(size), new Meeting<Float32Array>(size)];
  return Array.from({ length: size }, (_, rank) => {
    const gather = (text: string) => texts.bring(rank, text);
    return {
      rank,
      size,
      gather,
      agree: async (flag: boolean) => (await gather(flag ? 'yes' : '')).includes('yes'),
      async sum(values: Float32Array) {
        const all = await vectors.bring(rank, values.slice());
        values.forEach((_, i) => {
          values[i] = all.reduce((sum, other) => Math.fround(sum + other[i]), 0);
        });
      },
    };
  });
}
