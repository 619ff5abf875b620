import { createInterface } from 'node:readline';

/** Asks for one line, showing `question`; null at the end of the input, and when interrupted. */
export type Ask = (question: string) => Promise<string | null>;

/** Lines may come from a person or from a pipe, several at once; none is lost between two questions. */
export function createAsk(input: NodeJS.ReadStream, output: NodeJS.WriteStream, signal: AbortSignal): Ask {
  let next: ((question: string) => Promise<string | null>) | null = null;
  const open = () => {
    const lines = createInterface({ input, output, terminal: input.isTTY === true && output.isTTY === true });
    // A terminal in line mode sees Ctrl-C as a key: make it the interrupt that it is everywhere else.
    lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    signal.addEventListener('abort', () => lines.close(), { once: true });
    const iterator = lines[Symbol.asyncIterator]();
    return async (question: string) => {
      lines.setPrompt(question);
      lines.prompt();
      const { value, done } = await iterator.next();
      return done === true ? null : value;
    };
  };
  return (question) => {
    next ??= open();
    return signal.aborted ? Promise.resolve(null) : next(question);
  };
}
