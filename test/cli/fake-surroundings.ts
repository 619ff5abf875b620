import type { Surroundings } from '../../src/cli/command.ts';

/** Surroundings that keep what is shown, and answer questions from a list; pieces are kept in `printed` as they come. */
export function fakeSurroundings(answers: readonly string[] = [], { watched = false, canAsk = true } = {}) {
  const printed: string[] = [];
  const noted: string[] = [];
  const stop = new AbortController();
  const left = [...answers];
  const asked: string[] = [];
  const entered: string[] = [];
  const surroundings: Surroundings = {
    screen: {
      print: (text) => printed.push(text),
      write: (text) => printed.push(text),
      watched,
      note: (text) => noted.push(text),
      progress: () => {},
    },
    signal: stop.signal,
    ask: async (question) => {
      asked.push(question);
      return left.shift() ?? null;
    },
    canAsk,
    enter: (folder) => entered.push(folder),
  };
  return { surroundings, printed, noted, asked, entered, stop };
}
