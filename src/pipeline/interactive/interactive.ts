import { generateTexts } from '../../engine/generation/generate-texts.ts';
import type { Project } from '../../project/project.ts';
import { untilAborted } from '../../project/until-aborted.ts';
import { drawSeed } from '../drafts/draw-seed.ts';
import { samplingOf } from '../drafts/sampling-of.ts';
import type { InteractiveEvent } from '../events/writing.ts';
import { tokenBias } from '../generate/token-bias.ts';
import { wholeSentences } from '../generate/whole-sentences.ts';
import { openWriter } from '../models/open-writer.ts';
import { type InteractiveGiven, interactiveSettings } from '../settings/interactive.ts';
import { usualWindow } from '../settings/recipes.ts';
import { checkSettings } from '../settings/settings-table.ts';

export interface InteractiveOptions {
  /** Resolves to the next prompt; null at the end. */
  readonly nextPrompt: () => Promise<string | null>;
}

/**
 * Continues each prompt, without repeating it. Texts are numbered from 1 for each prompt; the random numbers continue
 * from prompt to prompt, so a repeated prompt gets another answer. Throws the faults of `generate`.
 */
export async function* interactive(
  given: InteractiveGiven,
  project: Project,
  { nextPrompt }: InteractiveOptions,
): AsyncGenerator<InteractiveEvent, void, undefined> {
  const settings = checkSettings(interactiveSettings, given);
  const { nsamples } = settings;
  const seed = settings.seed ?? drawSeed();
  if (settings.seed === null) yield { type: 'seed-drawn', seed };
  const { model, tokenizer, close } = yield* openWriter(project, settings);
  try {
    const sampling = { ...samplingOf(settings), token_bias: tokenBias(settings.logit_bias ?? [], tokenizer) };
    let answered = 0;
    const next = () => untilAborted(nextPrompt(), project.signal);
    for (let prompt = await next(); prompt !== null; prompt = await next()) {
      if (prompt === '') {
        yield { type: 'prompt-empty' };
        continue;
      }
      const written = generateTexts(model, tokenizer, {
        prompt,
        count: nsamples,
        firstNumber: answered * nsamples + 1,
        batchSize: settings.batch_size,
        length: settings.length ?? Math.max(1, Math.floor(usualWindow(model.shape.context) / 2)),
        sampling,
        seed,
        stopAtEnd: settings.stop_at_end,
        stop: settings.stop ?? [],
        bannedWords: settings.banned_words ?? [],
        includePrompt: false,
        signal: project.signal,
      });
      const texts = settings.whole_sentences ? wholeSentences(written, 0) : written;
      for await (const event of texts) {
        yield 'number' in event ? { ...event, number: event.number - answered * nsamples } : event;
      }
      answered++;
      yield { type: 'prompt-answered' };
    }
  } finally {
    await close();
  }
}
