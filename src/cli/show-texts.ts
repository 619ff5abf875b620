import type { GenerationEvent } from '../engine/generation/generate-texts.ts';
import type { Screen } from './screen.ts';

/** The line above text number `k`, as the 2019 scripts printed it. */
export function sampleHeader(k: number): string {
  const rule = '='.repeat(40);
  return `${rule} SAMPLE ${k} ${rule}`;
}

/**
 * Shows texts in numerical order, starting with `firstNumber`: as they are written if they come one at a time and standard
 * output is a terminal, otherwise when they are complete.
 */
export function showTexts(screen: Screen, batchSize: number, firstNumber = 1): (event: GenerationEvent) => void {
  const streams = batchSize === 1 && screen.watched;
  const waiting = new Map<number, string>();
  let shown = firstNumber - 1;
  let streaming = false;
  const startStreaming = (number: number) => {
    if (!streaming) screen.print(sampleHeader(number));
    streaming = true;
  };
  return (event) => {
    if (event.type === 'prompt-cut') {
      screen.note(`The prompt has ${event.tokens} tokens; the model only reads the last ${event.keptTokens}.`);
    } else if (streams) {
      startStreaming(event.number);
      if (event.type === 'text-grew') return screen.write(event.added);
      screen.print('');
      streaming = false;
    } else if (event.type === 'text-done') {
      waiting.set(event.number, event.text);
      for (let text = waiting.get(shown + 1); text !== undefined; text = waiting.get(shown + 1)) {
        waiting.delete(++shown);
        screen.print(sampleHeader(shown));
        screen.print(text);
      }
    }
  };
}
