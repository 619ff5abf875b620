import { generateTexts } from '../../engine/generation/generate-texts.ts';
import type { LanguageModel } from '../../engine/models/model.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import type { Files } from '../../project/files.ts';
import { writeNewFile } from '../../project/new-file.ts';
import { exists, pathIn } from '../../project/paths.ts';
import type { SampleEvent, SamplesWrittenEvent } from '../events/training.ts';
import type { TrainSettings } from '../settings/train.ts';

/** The settings of samples. */
export type SampleSettings = Pick<
  TrainSettings,
  'sample_prompt' | 'sample_num' | 'sample_length' | 'temperature' | 'top_k' | 'top_p' | 'seed'
>;

/** Whether the folder has the samples of a step. */
export function hasSamples(files: Files, step: number, folder: string): Promise<boolean> {
  return exists(files, pathIn(folder, nameOf(step)));
}

/** The most tokens that a sample has, with its prompt. */
export function longestSample(
  { sample_prompt, sample_length }: Pick<SampleSettings, 'sample_prompt' | 'sample_length'>,
  tokenizer: Tokenizer,
): number {
  return sample_length + Math.max(...promptsOf(sample_prompt).map((prompt) => tokenizer.encode(prompt).length));
}

/**
 * Draws the samples of a step, after each prompt at the start of a post; without prompts, from the start of a post. A sample
 * depends only on the seed, its prompt and its number: at the next step, only the model differs. (In the scripts of 2019
 * it started with a random token of the data.) Throws LogitsFault, and the signal's reason.
 */
export async function* drawSamples(
  model: LanguageModel,
  tokenizer: Tokenizer,
  step: number,
  settings: SampleSettings,
  signal?: AbortSignal,
): AsyncGenerator<SampleEvent, void, undefined> {
  const { sample_prompt, sample_num, sample_length, temperature, top_k, top_p, seed } = settings;
  for (const prompt of promptsOf(sample_prompt)) {
    const texts = generateTexts(model, tokenizer, {
      prompt,
      promptBegins: tokenizer.beginMark !== null,
      count: sample_num,
      batchSize: 1,
      length: sample_length,
      sampling: { temperature, top_k, top_p, repetition_penalty: 1 },
      seed,
      stopAtEnd: true,
      includePrompt: true,
      signal,
    });
    for await (const event of texts) {
      if (event.type === 'text-done') yield { type: 'sample', step, prompt, number: event.number, text: event.text };
    }
  }
}

/** Writes the samples of a step to samples-<step> in `folder`. Throws WriteFault. */
export async function writeSamples(
  files: Files,
  folder: string,
  step: number,
  samples: readonly SampleEvent[],
): Promise<SamplesWrittenEvent> {
  const written = samples.map(({ text }, i) => `${headerInFile(i + 1)}\n${text}\n`);
  const path = await writeNewFile(files, folder, nameOf(step), '', written.join('\n'));
  return { type: 'samples-written', step, path };
}

/** An empty prompt is the start of a post. */
function promptsOf(prompts: SampleSettings['sample_prompt']): readonly string[] {
  return prompts ?? [''];
}

function nameOf(step: number): string {
  return `samples-${step}`;
}

/** The line above a sample, as in the sample files of the scripts of 2019 (their screen output had another one). */
function headerInFile(number: number): string {
  return `======== SAMPLE ${number} ========`;
}
