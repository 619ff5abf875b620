import type { Surroundings } from '../../src/cli/command.ts';

/** Surroundings that keep what is shown, and answer questions from a list. */
export function fakeSurroundings(answers: readonly string[] = []) {
  const printed: string[] = [];
  const noted: string[] = [];
  const stop = new AbortController();
  const left = [...answers];
  const surroundings: Surroundings = {
    screen: { print: (text) => printed.push(text), note: (text) => noted.push(text), progress: () => {} },
    signal: stop.signal,
    ask: async () => left.shift() ?? null,
  };
  return { surroundings, printed, noted, stop };
}
