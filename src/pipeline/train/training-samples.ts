import { generateTexts } from '../../engine/generation/generate-texts.ts';
import type { LanguageModel } from '../../engine/models/model.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import type { Files } from '../../project/files.ts';
import { writeNewFile } from '../../project/new-file.ts';
import { exists, pathIn } from '../../project/paths.ts';
import type { SampleEvent, SamplesWrittenEvent } from '../events.ts';
import type { TrainSettings } from '../settings/train.ts';

/** Whether the samples of a step were written into a folder. */
export function hasSamples(files: Files, step: number, folder: string): Promise<boolean> {
  return exists(files, pathIn(folder, nameOf(step)));
}

/**
 * Writes the samples of a step into samples-<step> in `folder`. A sample depends on the seed, the step and its number
 * only; it begins where a post begins. (In the scripts of 2019 it began with a random token of the data.) Throws the
 * signal's reason when it is given, and LogitsFault.
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

/** The line above a sample, as in the files of the scripts of 2019; on a screen they wrote another one. */
function headerInFile(number: number): string {
  return `======== SAMPLE ${number} ========`;
}
