/**
 * The one base of every error that a person can act on. Each fault has its own class beside the code
 * that throws it; its message is one clear sentence: what, where, what was expected, what to do.
 * cli/ shows a Fault's message alone, anything else with its stack.
 */
export class Fault extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}
