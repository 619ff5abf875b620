import type { Pattern } from './pattern.ts';
import { StateGraph } from './state-graph.ts';

/** The transition has not been computed yet. */
const UNKNOWN = -2;
const FORBIDDEN = -1;

/**
 * Constraints on a text, byte by byte of its UTF-8: it begins according to a pattern and continues freely. States are
 * integers; each stands for the set of active pattern states and is created when first reached.
 */
export class ByteConstraints {
  readonly start: number;
  readonly #graph = new StateGraph();
  readonly #end: number;
  /** The pattern states that each state stands for, and the reverse. */
  readonly #members: (readonly number[])[] = [];
  readonly #numbers = new Map<string, number>();
  /** (256) each: the next state for each byte. */
  readonly #rows: Int32Array[] = [];
  readonly #free: boolean[] = [];

  constructor(beginning: Pattern) {
    this.#end = this.#graph.addEnd();
    this.start = this.#stateOf([beginning(this.#graph, this.#end)]);
  }

  /** The state after one more byte; -1 if the byte is not allowed. */
  next(state: number, byte: number): number {
    const row = this.#rows[state];
    if (row[byte] === UNKNOWN) {
      const { next, from, to } = this.#graph.after(this.#members[state], byte);
      row.fill(next.length === 0 ? FORBIDDEN : this.#stateOf(next), from, to + 1);
    }
    return row[byte];
  }

  /** Whether the pattern is complete, so that anything may follow. */
  isFree(state: number): boolean {
    return this.#free[state];
  }

  #stateOf(states: readonly number[]): number {
    const members = this.#graph.reachedFrom(states);
    const key = members.join(' ');
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#members.push(members) - 1;
    this.#numbers.set(key, number);
    this.#rows.push(new Int32Array(256).fill(UNKNOWN));
    this.#free.push(members.includes(this.#end));
    return number;
  }
}
