import { addAbortSignal, type Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** Reads all of standard input as UTF-8, once: later calls give the same text. Rejects with an AbortError when interrupted. */
export type ReadInput = () => Promise<string>;

export function createReadInput(input: Readable, signal: AbortSignal): ReadInput {
  let whole: Promise<string> | null = null;
  return () => {
    whole ??= text(addAbortSignal(signal, input));
    return whole;
  };
}
