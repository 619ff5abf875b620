import { type GenerationEvent, generateTexts } from '../engine/generation/generate-texts.ts';
import type { DownloadEvent } from '../node/downloads/download-events.ts';
import { writeNewFile } from '../node/files/new-file.ts';
import { drawSeed, type SeedEvent } from './draw-seed.ts';
import type { DeviceEvent } from './open-device.ts';
import { openWriter, type WriterEvent } from './open-writer.ts';
import { type GenerateGiven, generateSettings } from './settings/generate.ts';
import { checkSettings } from './settings.ts';

export type GenerateEvent =
  | DownloadEvent
  | WriterEvent
  | DeviceEvent
  | SeedEvent
  | GenerationEvent
  /** The text of this number is in a file. */
  | { readonly type: 'text-written'; readonly number: number; readonly path: string };

export interface GenerateSurroundings {
  /** Ends the writing, in the middle of a text. */
  readonly signal?: AbortSignal | undefined;
  /** The folder of models/ and checkpoint/; the current one by default. */
  readonly root?: string;
}

/**
 * Writes texts with the model of a run or of a folder in models/. With `out`, text k goes into sample-k.txt there, or
 * into sample-k-2.txt where that name is taken. Interrupted, it ends with the signal's reason; files that are there
 * stay. Throws SettingFault, WriteFault, the faults of `openWriter`, PromptFault and LogitsFault.
 */
export async function* generate(
  given: GenerateGiven,
  { signal, root = '.' }: GenerateSurroundings = {},
): AsyncGenerator<GenerateEvent, void, undefined> {
  const settings = checkSettings(generateSettings, given);
  const seed = settings.seed ?? drawSeed();
  if (settings.seed === null) yield { type: 'seed-drawn', seed };
  const { model, tokenizer, close } = yield* openWriter({ ...settings, root, signal });
  try {
    const { n_ctx } = model.configuration;
    const texts = generateTexts(model, tokenizer, {
      prompt: settings.prompt ?? '',
      count: settings.nsamples === 0 ? Infinity : settings.nsamples,
      batchSize: settings.batch_size,
      length: settings.length ?? n_ctx,
      sampling: settings,
      seed,
      stopAtEnd: settings.stop_at_end,
      includePrompt: settings.include_prompt,
      signal,
    });
    for await (const event of texts) {
      yield event;
      if (event.type !== 'text-done' || settings.out === null) continue;
      const { number, text } = event;
      const path = await writeNewFile(settings.out, `sample-${number}`, '.txt', `${text}\n`);
      yield { type: 'text-written', number, path };
    }
  } finally {
    await close();
  }
}
