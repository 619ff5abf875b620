import type { Sample } from '../../../pipeline/train/sample-history.ts';
import type { AnyEvent } from '../../protocol.ts';

/** The samples on disk and those that a job has reported since, in order of steps; a text drawn again replaces the one before. */
export function mergedSamples(known: readonly Sample[], events: readonly AnyEvent[]): Sample[] {
  const samples = new Map(known.map((sample) => [keyOf(sample), sample]));
  for (const { type, step, prompt, number, text } of events) {
    if (type !== 'sample' || step === undefined) continue;
    const sample = { step: Number(step), prompt: String(prompt ?? ''), number: Number(number), text: String(text) };
    samples.set(keyOf(sample), sample);
  }
  return [...samples.values()].sort((a, b) => a.step - b.step);
}

function keyOf({ step, prompt, number }: Sample): string {
  return JSON.stringify([step, prompt, number]);
}

/** A row of samples: the same prompt and seed, and a text for each step; null where there is none. */
export interface SampleRow {
  readonly prompt: string;
  readonly number: number;
  readonly texts: readonly (string | null)[];
}

/** Samples as a table with a column for each step. */
export function sampleTable(samples: readonly Sample[]): {
  readonly steps: readonly number[];
  readonly rows: readonly SampleRow[];
} {
  const steps = [...new Set(samples.map(({ step }) => step))].sort((a, b) => a - b);
  const rows = new Map<string, { prompt: string; number: number; texts: (string | null)[] }>();
  for (const { step, prompt, number, text } of samples) {
    const key = JSON.stringify([prompt, number]);
    const row = rows.get(key) ?? { prompt, number, texts: steps.map(() => null) };
    row.texts[steps.indexOf(step)] = text;
    rows.set(key, row);
  }
  return { steps, rows: [...rows.values()] };
}
