import type { Random } from '../../../../src/engine/random.ts';
import { type Mutation, mutateBytes, pick } from './mutations/bytes.ts';

/** Of the files that were answered alike, so many are damaged further. */
const KEPT_OF_AN_ANSWER = 8;
const KEPT_BYTES = 2 ** 14;
/** Where answers have words of the files in them there is no end of them. */
const MOST_KEPT = 2 ** 12;
/** Longer ones take long, and say nothing new: what takes quadratic time shows at this length too. */
const LARGEST_BYTES = 2 ** 16;

/**
 * Damaged files without an end: whole ones damaged in one to eight places, and, as often, damaged ones that came to an
 * answer of their own, damaged further. So the checks that stand behind each other in a reader are got behind one by one.
 */
export class Mutants {
  readonly #random: Random;
  readonly #files: readonly Uint8Array[];
  readonly #mutations: readonly Mutation[];
  readonly #kept: Uint8Array[] = [];
  /** How often each answer came. */
  readonly answers = new Map<string, number>();

  constructor(random: Random, files: readonly Uint8Array[], mutations: readonly Mutation[]) {
    this.#random = random;
    this.#files = files;
    this.#mutations = mutations;
  }

  next(): Uint8Array {
    const random = this.#random;
    const isKept = this.#kept.length > 0 && random.below(2) === 0;
    let content = pick(random, isKept ? this.#kept : this.#files);
    for (let changes = 1 + (random.below(2) === 0 ? 0 : random.below(8)); changes > 0; changes--) {
      const knowsForm = this.#mutations.length > 0 && random.below(4) > 0;
      const mutation = knowsForm ? pick(random, this.#mutations) : mutateBytes;
      const others = random.below(4) === 0 && this.#kept.length > 0 ? this.#kept : this.#files;
      const changed = mutation(random, content, others) ?? mutateBytes(random, content, others) ?? content;
      if (changed.length > LARGEST_BYTES && changed.length > content.length) break;
      content = changed;
    }
    return content;
  }

  /** Keeps what was answered as few before were. */
  learn(content: Uint8Array, answer: string): void {
    const before = this.answers.get(answer) ?? 0;
    this.answers.set(answer, before + 1);
    const isNew = before < KEPT_OF_AN_ANSWER && this.#kept.length < MOST_KEPT;
    if (isNew && content.length <= KEPT_BYTES) this.#kept.push(content);
  }
}
