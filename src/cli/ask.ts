import { createInterface } from 'node:readline';
import { Fault } from '../fault.ts';

/** A question cannot be asked without a terminal. */
export class NoAnswerFault extends Fault {
  override readonly code: string = 'no-answer';
}

/** Shows `question` and reads one line; null at the end of the input and when interrupted. */
export type Ask = (question: string) => Promise<string | null>;

/** Whether an answer to a question that ends in [y/N] allows it; no answer does not. */
export function saysYes(answer: string | null): boolean {
  return /^y(es)?$/i.test(answer?.trim() ?? '');
}

/** Creates an `Ask` for a terminal or a pipe. Lines that arrive between two questions are kept. */
export function createAsk(input: NodeJS.ReadStream, output: NodeJS.WriteStream, signal: AbortSignal): Ask {
  let next: ((question: string) => Promise<string | null>) | null = null;
  const open = () => {
    const lines = createInterface({ input, output, terminal: input.isTTY === true && output.isTTY === true });
    // readline treats Ctrl-C as a key; turn it back into an interrupt.
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
