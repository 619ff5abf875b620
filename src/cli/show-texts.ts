import type { GenerationEvent } from '../engine/generation/generate-texts.ts';
import type { Screen } from './screen.ts';

/** The line over each text, as the scripts of 2019 wrote it; k counts texts. */
export function sampleHeader(k: number): string {
  const rule = '='.repeat(40);
  return `${rule} SAMPLE ${k} ${rule}`;
}

/**
 * Shows texts in the order of their numbers, from `firstNumber` on: character by character where they are written one
 * by one and somebody watches, else whole.
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
      screen.note(`The prompt has ${event.tokens} tokens; the model reads the last ${event.keptTokens}.`);
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
