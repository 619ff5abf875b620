import { Fault } from '../fault.ts';
import type { Screen } from './screen.ts';

/** Takes the events of a command on their way to the screen. */
export type Tap = <Event extends { readonly type: string }>(
  events: AsyncIterable<Event, unknown>,
) => AsyncIterable<Event>;

/** The tap without `--json`. */
export const passOn: Tap = (events) => events;

/** Pieces of a text, which follows whole. */
const PIECES: ReadonlySet<string> = new Set(['text-grew']);

/**
 * The output of a command with `--json`: each event is a line of JSON on standard output, the last one has the result, and
 * nothing else is printed there. Notes and the bar are shown as usual, on standard error. Pieces of texts are left out.
 */
export function jsonOutput(screen: Screen): { readonly screen: Screen; readonly tap: Tap } {
  const print = (value: object) => screen.print(JSON.stringify(value));
  return {
    screen: { ...screen, print: ignore, write: ignore },
    async *tap(events) {
      const iterator = events[Symbol.asyncIterator]();
      let ended = false;
      try {
        for (;;) {
          const step = await iterator.next();
          if (step.done === true) {
            ended = true;
            // Most commands end with an event that has the result; some return it.
            if (typeof step.value === 'object' && step.value !== null) print({ type: 'result', ...step.value });
            return;
          }
          if (!PIECES.has(step.value.type)) print(step.value);
          yield step.value;
        }
      } catch (error) {
        ended = true;
        throw error;
      } finally {
        if (!ended) await iterator.return?.();
      }
    },
  };
}

/** Prints a fault as the last line. */
export function printFault(error: unknown, screen: Screen): void {
  if (error instanceof Fault) screen.print(JSON.stringify({ type: 'fault', code: error.code, message: error.message }));
}

function ignore(): void {}
