/** A state with a transition for a range of bytes, or one that is equivalent to several other states. */
type State =
  | { readonly from: number; readonly to: number; readonly next: number }
  | { readonly choices: readonly number[] };

/** Where a range of bytes leads. */
interface Lead {
  /** Empty if no state allows them. */
  readonly next: readonly number[];
  readonly from: number;
  readonly to: number;
}

/**
 * The states of a pattern. Several may be active at the same time, as long as the text could match more than one
 * choice.
 */
export class StateGraph {
  readonly #states: State[] = [];

  /** Adds a state from which a byte from `from` to `to` leads to `next`. */
  addByte(from: number, to: number, next: number): number {
    return this.#states.push({ from, to, next }) - 1;
  }

  /** Adds a state that stands for all of these. */
  addChoice(choices: readonly number[]): number {
    return this.#states.push({ choices }) - 1;
  }

  /** Adds a state from which `body` can be taken any number of times before `following`; `body` gets the state to return to. */
  addLoop(body: (again: number) => number, following: number): number {
    const choices = [following];
    const loop = this.addChoice(choices);
    choices.push(body(loop));
    return loop;
  }

  /** Adds a state without transitions: the end of a pattern. */
  addEnd(): number {
    return this.addChoice([]);
  }

  /** All states that are active whenever these are, in ascending order. */
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

  /**
   * Where a byte leads from several states, and the range of bytes around it, `from` to `to`, that leads to the same.
   */
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
