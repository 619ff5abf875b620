import type { Pattern } from './pattern.ts';
import { StateGraph } from './state-graph.ts';

/** Of a byte that has not been asked for. */
const UNKNOWN = -2;
const FORBIDDEN = -1;

/**
 * What a text is held to, byte by byte of its UTF-8: it begins as a pattern says, and goes on as it likes. States are
 * whole numbers; each stands for the states of the pattern that hold at once, and is made when it is first reached.
 */
export class ByteConstraints {
  readonly start: number;
  readonly #graph = new StateGraph();
  readonly #end: number;
  /** The states of the pattern that each state stands for, and which state it is. */
  readonly #members: (readonly number[])[] = [];
  readonly #numbers = new Map<string, number>();
  /** (256) each: where a byte leads. */
  readonly #rows: Int32Array[] = [];
  readonly #free: boolean[] = [];

  constructor(beginning: Pattern) {
    this.#end = this.#graph.addEnd();
    this.start = this.#stateOf([beginning(this.#graph, this.#end)]);
  }

  /** The state after one more byte; -1 where it may not come. */
  next(state: number, byte: number): number {
    const row = this.#rows[state];
    if (row[byte] === UNKNOWN) {
      const { next, from, to } = this.#graph.after(this.#members[state], byte);
      row.fill(next.length === 0 ? FORBIDDEN : this.#stateOf(next), from, to + 1);
    }
    return row[byte];
  }

  /** The beginning is complete: anything may follow. */
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
