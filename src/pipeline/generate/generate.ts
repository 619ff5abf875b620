import { type GenerationEvent, generateTexts } from '../../engine/generation/generate-texts.ts';
import { writeNewFile } from '../../project/new-file.ts';
import type { Project } from '../../project/project.ts';
import { chooseEnough, type DoneText, isRejection, type Judged, maxTexts } from '../drafts/choose-texts.ts';
import { drawSeed } from '../drafts/draw-seed.ts';
import { type Judging, judgeDraft } from '../drafts/judging.ts';
import { samplingOf } from '../drafts/sampling-of.ts';
import type { CorpusEvent } from '../events/reading.ts';
import type { GenerateEvent, RejectedEvent } from '../events/writing.ts';
import { judgingBy, type KnownJudge, openKnownJudge } from '../judge/open-known-judge.ts';
import { findWriter, openFolder, type Writer } from '../models/open-writer.ts';
import { type GenerateGiven, type GenerateSettings, generateSettings } from '../settings/generate.ts';
import { usualWindow } from '../settings/recipes.ts';
import { checkSettings, SettingFault } from '../settings/settings-table.ts';
import { promptsOf } from './prompts.ts';
import { tokenBias } from './token-bias.ts';
import { wholeSentences } from './whole-sentences.ts';

/**
 * Writes texts with a model, as the model produces them: unlike `writePosts`, it applies no constraints or repairs, and
 * only drops the unfinished end of a text that reaches its length (see `wholeSentences`). Each prompt is continued by
 * `nsamples` texts; the numbers of the texts continue from one prompt to the next. With `out`, text k goes to sample-k.txt
 * there, or to sample-k-2.txt if that name is taken. With `best_of` or `max_copied`, only texts that are kept are reported,
 * whole and renumbered. If interrupted, it ends with the signal's reason; written files stay. Throws SettingFault,
 * UnreadableFault, WriteFault, PromptFault, LogitsFault and the faults of `openWriter`; when it chooses, also NoDraftFault and
 * the faults of `findKnownRun` and `openJudge`.
 */
export async function* generate(
  given: GenerateGiven,
  project: Project,
): AsyncGenerator<GenerateEvent, void, undefined> {
  const settings = checkSettings(generateSettings, given);
  const { out, nsamples } = settings;
  const prompts = await promptsOf(project.files, settings);
  if (nsamples === 0 && prompts.length > 1)
    throw new SettingFault('nsamples', 'Several prompts need nsamples: how many texts to write for each.');
  if (out !== null) await project.files.requireWritableFolder(out);
  const judge = chooses(settings) ? yield* judgeFor(project, settings) : null;
  const seed = settings.seed ?? drawSeed();
  if (settings.seed === null) yield { type: 'seed-drawn', seed };
  const folder = yield* findWriter(project, settings);
  const writer = yield* openFolder(project, folder, settings);
  try {
    const trained = folder.step === null ? null : folder.path;
    const judging =
      judge === null ? null : yield* judgingBy(project, writer, judge, trained, settings.max_copied ?? 'any');
    const write = textWriter(writer, settings, seed, project.signal);
    for (const [index, prompt] of prompts.entries()) {
      const texts =
        judging === null
          ? writtenAfter(write, prompt, index, settings)
          : chosen(write, prompt, index, settings, judging);
      for await (const event of texts) {
        if (event.type !== 'text-done') {
          yield event;
          continue;
        }
        yield { ...event, prompt, seed };
        if (out === null) continue;
        const { number, text } = event;
        const path = await writeNewFile(project.files, out, `sample-${number}`, '.txt', `${text}\n`);
        yield { type: 'text-written', number, path };
      }
    }
  } finally {
    await writer.close();
  }
}

function chooses({ best_of, max_copied }: GenerateSettings): boolean {
  return best_of > 1 || max_copied !== null;
}

async function* judgeFor(
  project: Project,
  settings: GenerateSettings,
): AsyncGenerator<CorpusEvent, KnownJudge, undefined> {
  if (settings.nsamples === 0)
    throw new SettingFault('nsamples', '`best_of` and `max_copied` need `nsamples`: how many texts to keep.');
  return yield* openKnownJudge(project, settings, '`best_of` and `max_copied`');
}

/** Writes `count` texts that continue a prompt, the first one with this number. */
type WriteTexts = (
  prompt: string,
  texts: { readonly firstNumber: number; readonly count: number },
) => AsyncGenerator<GenerationEvent, void, undefined>;

/** Throws SettingFault for a bias of tokens that the model does not have. */
function textWriter(
  { model, tokenizer }: Writer,
  settings: GenerateSettings,
  seed: number,
  signal: AbortSignal | undefined,
): WriteTexts {
  const request = {
    batchSize: settings.batch_size,
    length: settings.length ?? usualWindow(model.shape.context),
    sampling: { ...samplingOf(settings), token_bias: tokenBias(settings.logit_bias ?? [], tokenizer) },
    seed,
    stopAtEnd: settings.stop_at_end,
    stop: settings.stop ?? [],
    bannedWords: settings.banned_words ?? [],
    includePrompt: settings.include_prompt,
    logprobs: settings.logprobs,
    signal,
  };
  return (prompt, which) => {
    const texts = generateTexts(model, tokenizer, { ...request, ...which, prompt });
    return settings.whole_sentences ? wholeSentences(texts, settings.include_prompt ? prompt.length : 0) : texts;
  };
}

/** The texts that continue the prompt of this index. */
function writtenAfter(
  write: WriteTexts,
  prompt: string,
  index: number,
  { nsamples }: GenerateSettings,
): AsyncGenerator<GenerationEvent, void, undefined> {
  return write(prompt, { firstNumber: index * nsamples + 1, count: nsamples === 0 ? Infinity : nsamples });
}

/** A text and its judgement. */
interface JudgedText extends Judged {
  readonly text: DoneText;
}

/** Yields the texts after one prompt that are kept, renumbered. Throws NoDraftFault. */
async function* chosen(
  write: WriteTexts,
  prompt: string,
  index: number,
  { nsamples, best_of }: GenerateSettings,
  judging: Judging,
): AsyncGenerator<GenerationEvent | RejectedEvent, void, undefined> {
  const count = maxTexts({ count: nsamples, best_of });
  const choice = { count: nsamples, best_of, firstNumber: index * count + 1 };
  const assess = async (text: DoneText) => {
    const judgement = await judgeDraft(judging, { source: 'a text', extension: '.md', body: text.text });
    return isRejection(judgement) ? judgement : { text, judgement };
  };
  const texts = write(prompt, { firstNumber: choice.firstNumber, count });
  let kept = index * nsamples;
  for await (const event of chooseEnough<JudgedText>(texts, assess, choice, 'were kept')) {
    if (event.type === 'chosen') yield { ...event.made.text, number: ++kept };
    else if (event.type === 'text-rejected' || event.type === 'prompt-cut') yield event;
  }
}
