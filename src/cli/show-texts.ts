import type { GenerationEvent } from '../engine/generation/generate-texts.ts';
import type { Screen } from './screen.ts';

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
 * otherwise when they are complete.
 */
export function showTexts(screen: Screen, { batchSize, isOnly }: ShownTexts): (event: GenerationEvent) => void {
  const streams = batchSize === 1 && screen.watched;
  const hasHeaders = screen.watched || !isOnly;
  const waiting = new Map<number, string>();
  let shown = 0;
  let streaming = false;
  const startStreaming = (number: number) => {
    if (!streaming) screen.print(sampleHeader(number));
    streaming = true;
  };
  return (event) => {
    if (event.type === 'prompt-cut') {
      notePromptCut(screen, event);
    } else if (streams) {
      startStreaming(event.number);
      if (event.type === 'text-grew') return screen.write(event.added);
      screen.print('');
      streaming = false;
    } else if (event.type === 'text-done') {
      waiting.set(event.number, event.text);
      for (let text = waiting.get(shown + 1); text !== undefined; text = waiting.get(shown + 1)) {
        waiting.delete(++shown);
        if (hasHeaders) screen.print(sampleHeader(shown));
        screen.print(text);
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
