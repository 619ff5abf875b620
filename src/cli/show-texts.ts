import type { GenerationEvent } from '../engine/generation/generate-texts.ts';
import type { TextEvent } from '../engine/generation/text.ts';
import type { Screen } from './screen.ts';
import { ShadedText, tokenTable } from './show-logprobs.ts';

type DoneText = Extract<TextEvent, { type: 'text-done' }>;

/** The line above text number `k`, as the 2019 scripts printed it. */
export function sampleHeader(k: number): string {
  const rule = '='.repeat(40);
  return `${rule} SAMPLE ${k} ${rule}`;
}

export interface ShownTexts {
  /** How many are written side by side; Infinity if they are chosen from several. */
  readonly batchSize: number;
  /** Whether there is only this one. Without a terminal it has no header, as `head` has none for one file. */
  readonly isOnly: boolean;
}

/**
 * Shows texts in numerical order: as they are written if they come one at a time and standard output is a terminal,
 * otherwise when they are complete. If their tokens have probabilities, they are coloured by them, and a table follows.
 */
export function showTexts(screen: Screen, { batchSize, isOnly }: ShownTexts): (event: GenerationEvent) => void {
  const streams = batchSize === 1 && screen.watched;
  const hasHeaders = screen.watched || !isOnly;
  const waiting = new Map<number, DoneText>();
  let shown = 0;
  let streaming: ShadedText | null = null;
  const startStreaming = (number: number) => {
    if (streaming === null) screen.print(sampleHeader(number));
    streaming ??= new ShadedText(screen.paint);
    return streaming;
  };
  const showTable = ({ logprobs = [] }: DoneText) => {
    const lines = tokenTable(logprobs, screen);
    if (lines !== null) screen.print(`\n${lines}`);
  };
  return (event) => {
    if (event.type === 'prompt-cut') {
      notePromptCut(screen, event);
    } else if (streams) {
      const shaded = startStreaming(event.number);
      if (event.type === 'text-grew') return screen.write(shaded.add(event.added, event.logprobs ?? []));
      screen.print('');
      showTable(event);
      streaming = null;
    } else if (event.type === 'text-done') {
      waiting.set(event.number, event);
      for (let done = waiting.get(shown + 1); done !== undefined; done = waiting.get(shown + 1)) {
        waiting.delete(++shown);
        if (hasHeaders) screen.print(sampleHeader(shown));
        screen.print(new ShadedText(screen.paint).add(done.text, done.logprobs ?? []));
        showTable(done);
      }
    }
  };
}

export function notePromptCut(
  screen: Screen,
  { tokens, keptTokens }: Extract<GenerationEvent, { type: 'prompt-cut' }>,
): void {
  screen.note(`The prompt has ${tokens} tokens; the model only reads the last ${keptTokens}.`);
}
