import type { AnyEvent } from '../../protocol.ts';

/** The text that a job of `generate` has written so far, the prompt included. */
export function textSoFar(events: readonly AnyEvent[]): { readonly text: string; readonly isDone: boolean } {
  const done = events.find(({ type }) => type === 'text-done');
  if (done !== undefined) return { text: String(done.text), isDone: true };
  const pieces = events.filter(({ type }) => type === 'text-grew').map(({ added }) => String(added));
  return { text: pieces.join(''), isDone: false };
}
