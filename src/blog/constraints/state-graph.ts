/** A state that a byte within bounds leads on from, or from which any of several other states is reached at once. */
type State =
  | { readonly from: number; readonly to: number; readonly next: number }
  | { readonly choices: readonly number[] };

/** What bytes within bounds lead to. */
interface Lead {
  /** None where no state allows them. */
  readonly next: readonly number[];
  readonly from: number;
  readonly to: number;
}

/** The states of a pattern: several may hold at once, as long as it is open which of its choices a text takes. */
export class StateGraph {
  readonly #states: State[] = [];

  /** A state from which a byte from `from` to `to` leads to `next`. */
  addByte(from: number, to: number, next: number): number {
    return this.#states.push({ from, to, next }) - 1;
  }

  /** A state that is all of these at once. */
  addChoice(choices: readonly number[]): number {
    return this.#states.push({ choices }) - 1;
  }

  /** A state from which nothing leads on: the end of a pattern. */
  addEnd(): number {
    return this.addChoice([]);
  }

  /** All states that hold where this one does, in ascending order. */
  reachedFrom(states: readonly number[]): number[] {
    const reached = new Set<number>();
    const waiting = [...states];
    for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
      if (reached.has(state)) continue;
      reached.add(state);
      const found = this.#states[state];
      if ('choices' in found) waiting.push(...found.choices);
    }
    return [...reached].sort((a, b) => a - b);
  }

  /** Where a byte leads from several states, and the bytes around it, `from` to `to`, that lead to the same. */
  after(states: readonly number[], byte: number): Lead {
    const next: number[] = [];
    let [from, to] = [0, 0xff];
    for (const state of states) {
      const found = this.#states[state];
      if ('choices' in found) continue;
      if (byte < found.from) to = Math.min(to, found.from - 1);
      else if (byte > found.to) from = Math.max(from, found.to + 1);
      else {
        next.push(found.next);
        [from, to] = [Math.max(from, found.from), Math.min(to, found.to)];
      }
    }
    return { next, from, to };
  }
}
