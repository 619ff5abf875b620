import { generateTexts } from '../../engine/generation/generate-texts.ts';
import type { LanguageModel } from '../../engine/models/model.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import type { Files } from '../../project/files.ts';
import { writeNewFile } from '../../project/new-file.ts';
import { exists, pathIn } from '../../project/paths.ts';
import type { SampleEvent, SamplesWrittenEvent } from '../events.ts';
import type { TrainSettings } from '../settings/train.ts';

/** Whether the folder has the samples of a step. */
export function hasSamples(files: Files, step: number, folder: string): Promise<boolean> {
  return exists(files, pathIn(folder, nameOf(step)));
}

/**
 * Writes the samples of a step to samples-<step> in `folder`. A sample starts at the beginning of a post and depends
 * only on the seed, the step and its number. (In the scripts of 2019 it started with a random token of the data.) Throws
 * LogitsFault, WriteFault, and the signal's reason.
 */
export async function* writeSamples(
  files: Files,
  model: LanguageModel,
  tokenizer: Tokenizer,
  step: number,
  folder: string,
  settings: TrainSettings,
  signal?: AbortSignal,
): AsyncGenerator<SampleEvent | SamplesWrittenEvent, void, undefined> {
  const { sample_num, sample_length, top_k, top_p, seed } = settings;
  const firstNumber = (step - 1) * sample_num + 1;
  const request = {
    prompt: '',
    count: sample_num,
    firstNumber,
    batchSize: 1,
    length: sample_length,
    sampling: { temperature: 1, top_k, top_p, repetition_penalty: 1 },
    seed,
    stopAtEnd: true,
    includePrompt: false,
    signal,
  };
  const written: string[] = [];
  for await (const event of generateTexts(model, tokenizer, request)) {
    if (event.type !== 'text-done') continue;
    const number = event.number - firstNumber + 1;
    written.push(`${headerInFile(number)}\n${event.text}\n`);
    yield { type: 'sample', number, text: event.text };
  }
  const path = await writeNewFile(files, folder, nameOf(step), '', written.join('\n'));
  yield { type: 'samples-written', step, path };
}

function nameOf(step: number): string {
  return `samples-${step}`;
}

/** The line above a sample, as in the sample files of the scripts of 2019 (their screen output had another one). */
function headerInFile(number: number): string {
  return `======== SAMPLE ${number} ========`;
}
