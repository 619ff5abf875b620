import { join } from 'pathe';
import { SAMPLES } from '../../project/checkpoint-names.ts';
import type { Files } from '../../project/files.ts';
import { textIfThere } from '../../project/paths.ts';
import { writeText } from '../../project/write-text.ts';
import type { ResumedFrom } from './training-history.ts';

/** A text that a model wrote during its training. */
export interface Sample {
  readonly step: number;
  /** What it begins with; empty for the start of a post. */
  readonly prompt: string;
  /** Counted from 1 for each prompt at each step. Samples of the same prompt and number have the same seed. */
  readonly number: number;
  /** Begins with the prompt. */
  readonly text: string;
}

/**
 * Reads checkpoint/<run>/samples.jsonl, which has a line of JSON for each sample of a run: its step, prompt, number and
 * text. Empty if the run has none. Lines that are not samples, such as half a line, are left out.
 */
export async function readSampleHistory(files: Files, runFolder: string): Promise<Sample[]> {
  const text = (await textIfThere(files, join(runFolder, SAMPLES))) ?? '';
  return text.split('\n').flatMap((line) => sampleOf(line) ?? []);
}

/** Keeps the samples of a run, in line with the checkpoint that its training resumes from, as `TrainingHistory` does. */
export class SampleHistory {
  readonly #files: Files;
  readonly #path: string;
  readonly #from: ResumedFrom | null;
  #isSettled = false;

  /** `from`: null for a training that starts. */
  constructor(files: Files, runFolder: string, from: ResumedFrom | null) {
    this.#files = files;
    this.#path = join(runFolder, SAMPLES);
    this.#from = from;
  }

  /** Adds the samples of one step. Throws WriteFault. */
  async add(step: number, samples: readonly Sample[]): Promise<void> {
    await this.settle(step);
    await this.#files.append(this.#path, samples.map(lineOf).join('\n'));
  }

  /**
   * Removes samples of later steps than the checkpoint's, which a kill has lost, and those of step `drawnAgain`. Called when
   * the training moves on. Throws WriteFault.
   */
  async settle(drawnAgain: number | null = null): Promise<void> {
    if (this.#isSettled) return;
    const from = this.#from;
    const before = from === null ? [] : await readSampleHistory(this.#files, from.runFolder);
    const kept = before.filter(({ step }) => step <= (from?.step ?? 0) && step !== drawnAgain);
    const isThere = (await textIfThere(this.#files, this.#path)) !== null;
    if (kept.length > 0 || isThere)
      await writeText(this.#files, this.#path, kept.map((sample) => `${lineOf(sample)}\n`).join(''));
    this.#isSettled = true;
  }
}

function lineOf({ step, prompt, number, text }: Sample): string {
  return JSON.stringify({ step, prompt, number, text });
}

function sampleOf(line: string): Sample | null {
  try {
    const { step, prompt, number, text } = JSON.parse(line) as Sample;
    const isWhole =
      Number.isSafeInteger(step) &&
      Number.isSafeInteger(number) &&
      typeof prompt === 'string' &&
      typeof text === 'string';
    return isWhole ? { step, prompt, number, text } : null;
  } catch {
    return null;
  }
}
