import { cutUnfinishedEnd } from '../../blog/drafts/unfinished-end.ts';
import { blocksOf, closingFenceOf } from '../../blog/markdown/blocks.ts';
import type { GenerationEvent } from '../../engine/generation/generate-texts.ts';
import { type TextToken, tokensBefore } from '../../engine/generation/token-probabilities.ts';

/** What may end something whole. Other words are not looked at. */
const MAY_END = /[\p{STerm}…|\n`~]/u;

/** A text so far, and how much of it was reported. */
interface Held {
  text: string;
  reported: number;
  /** Drawn for what was not reported. */
  tokens: number;
  /** Tokens that were not reported, if they are. */
  logprobs: readonly TextToken[] | undefined;
}

/**
 * Ends each text that reached its length with its last whole sentence, list item, row or line of code, and closes code that it
 * leaves open. A text in which nothing is whole stays as it is, and so does one that the model ended, and the prompt
 * (its first `promptCharacters`). What may still be dropped is held back, so the pieces that are reported remain the text.
 */
export async function* wholeSentences(
  events: AsyncIterable<GenerationEvent>,
  promptCharacters: number,
): AsyncGenerator<GenerationEvent, void, undefined> {
  const texts = new Map<number, Held>();
  const report = function* (number: number, held: Held, text: string): Generator<GenerationEvent> {
    const added = text.slice(held.reported);
    if (added === '') return;
    const { tokens, logprobs } = held;
    [held.reported, held.tokens] = [text.length, 0];
    const piece = { type: 'text-grew', number, added, tokens } as const;
    if (logprobs === undefined) return yield piece;
    const begun = tokensBefore(logprobs, text.length);
    held.logprobs = logprobs.slice(begun.length);
    yield { ...piece, logprobs: begun };
  };
  for await (const event of events) {
    if (event.type === 'prompt-cut') {
      yield event;
      continue;
    }
    const held = texts.get(event.number) ?? { text: '', reported: 0, tokens: 0, logprobs: undefined };
    texts.set(event.number, held);
    if (event.type === 'text-grew') {
      held.text += event.added;
      held.tokens += event.tokens;
      if (event.logprobs !== undefined) held.logprobs = [...(held.logprobs ?? []), ...event.logprobs];
      if (held.text.length <= promptCharacters) yield* report(event.number, held, held.text);
      else if (MAY_END.test(event.added)) yield* report(event.number, held, wholePart(held.text, held.reported));
      continue;
    }
    texts.delete(event.number);
    const text = event.ended ? event.text : wholeText(event.text, held.reported, promptCharacters);
    yield* report(event.number, held, text);
    yield { ...event, text, ...(event.logprobs && { logprobs: tokensBefore(event.logprobs, text.length) }) };
  }
}

/** The part of a text that will not be dropped, whatever follows: at least the first `least` characters. */
function wholePart(text: string, least: number): string {
  const cut = cutUnfinishedEnd(text);
  return cut.length > least && text.startsWith(cut) ? cut : text.slice(0, least);
}

function wholeText(text: string, reported: number, promptCharacters: number): string {
  const part = wholePart(text, reported);
  const whole = part.length <= promptCharacters || part.trim() === '' ? text : part;
  const last = blocksOf(whole).at(-1);
  return last === undefined ? whole : whole + closingFenceOf(last);
}
