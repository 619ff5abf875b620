import { type GenerationEvent, generateTexts } from '../../engine/generation/generate-texts.ts';
import { writeNewFile } from '../../project/new-file.ts';
import type { Project } from '../../project/project.ts';
import { chooseEnough, type DoneText, isRejection, type Judged, maxTexts } from '../drafts/choose-texts.ts';
import { drawSeed } from '../drafts/draw-seed.ts';
import { type Judging, judgeDraft } from '../drafts/judging.ts';
import type { CorpusEvent, GenerateEvent, ModelsUnavailableEvent, RejectedEvent } from '../events.ts';
import { openMeter } from '../judge/bits-per-byte-meter.ts';
import { findKnownRun, type OpenJudge, openJudge } from '../judge/open-judge.ts';
import { findWriter, openFolder, type Writer } from '../models/open-writer.ts';
import { type GenerateGiven, type GenerateSettings, generateSettings } from '../settings/generate.ts';
import { usualWindow } from '../settings/recipes.ts';
import { checkSettings, SettingFault } from '../settings/settings-table.ts';
import { wholeSentences } from './whole-sentences.ts';

/**
 * Writes texts with a model, as the model produces them: unlike `writePosts`, it applies no constraints or repairs, and
 * only drops the unfinished end of a text that reaches its length (see `wholeSentences`). With `out`, text k goes to sample-k.txt there, or to sample-k-2.txt if that name is taken. With `best_of` or
 * `max_copied`, only texts that are kept are reported, whole and renumbered. If interrupted, it ends with the signal's
 * reason; written files stay. Throws SettingFault, WriteFault, PromptFault, LogitsFault and the faults of `openWriter`;
 * when it chooses, also NoDraftFault and the faults of `findKnownRun` and `openJudge`.
 */
export async function* generate(
  given: GenerateGiven,
  project: Project,
): AsyncGenerator<GenerateEvent, void, undefined> {
  const settings = checkSettings(generateSettings, given);
  if (settings.out !== null) await project.files.requireWritableFolder(settings.out);
  const judge = chooses(settings) ? yield* judgeFor(project, settings) : null;
  const seed = settings.seed ?? drawSeed();
  if (settings.seed === null) yield { type: 'seed-drawn', seed };
  const folder = yield* findWriter(project, settings);
  const writer = yield* openFolder(project, folder, settings);
  try {
    const { signal } = project;
    const trained = folder.step === null ? null : folder.path;
    const judging = judge === null ? null : yield* judgingWith(project, writer, judge, trained, settings);
    const texts =
      judging === null ? written(writer, settings, seed, signal) : chosen(writer, settings, seed, judging, signal);
    for await (const event of texts) {
      yield event;
      if (event.type !== 'text-done' || settings.out === null) continue;
      const { number, text } = event;
      const path = await writeNewFile(project.files, settings.out, `sample-${number}`, '.txt', `${text}\n`);
      yield { type: 'text-written', number, path };
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
  const { dataset, run, nsamples, model_name } = settings;
  if (nsamples === 0)
    throw new SettingFault('nsamples', '`best_of` and `max_copied` need `nsamples`: how many texts to keep.');
  if (dataset === null && model_name !== null) {
    throw new SettingFault(
      'dataset',
      `\`best_of\` and \`max_copied\` need a \`dataset\` to compare with, because what ${model_name} learned from is unknown.`,
    );
  }
  const known = await findKnownRun(project, { dataset, run });
  return { ...(yield* openJudge(project, dataset, known, settings)), after: known?.after ?? null };
}

/** A judge, and the checkpoint whose model it asks; null for that of the writer, if it has one. */
interface KnownJudge extends OpenJudge {
  readonly after: string | null;
}

/** What texts are judged by: the posts, and the models from before and after the training if they are known. */
async function* judgingWith(
  project: Project,
  { device }: Writer,
  { judge, after }: KnownJudge,
  trained: string | null,
  { max_copied }: GenerateSettings,
): AsyncGenerator<ModelsUnavailableEvent, Judging, undefined> {
  const checkpoint = after ?? trained;
  const meter = checkpoint === null ? null : yield* openMeter(project, device, checkpoint);
  const bitsPerByteOf = meter === null ? null : (text: string) => meter.of(text);
  return { judge, max_copied: max_copied ?? 'any', bitsPerByteOf };
}

function written(
  { model, tokenizer }: Writer,
  settings: GenerateSettings,
  seed: number,
  signal: AbortSignal | undefined,
  count = settings.nsamples === 0 ? Infinity : settings.nsamples,
): AsyncGenerator<GenerationEvent, void, undefined> {
  const prompt = settings.prompt ?? '';
  const texts = generateTexts(model, tokenizer, {
    prompt,
    count,
    batchSize: settings.batch_size,
    length: settings.length ?? usualWindow(model.shape.context),
    sampling: settings,
    seed,
    stopAtEnd: settings.stop_at_end,
    includePrompt: settings.include_prompt,
    signal,
  });
  return settings.whole_sentences ? wholeSentences(texts, settings.include_prompt ? prompt.length : 0) : texts;
}

/** A text and its judgement. */
interface JudgedText extends Judged {
  readonly text: DoneText;
}

/** Yields the texts that are kept, renumbered. Throws NoDraftFault. */
async function* chosen(
  writer: Writer,
  settings: GenerateSettings,
  seed: number,
  judging: Judging,
  signal: AbortSignal | undefined,
): AsyncGenerator<GenerationEvent | RejectedEvent, void, undefined> {
  const { nsamples, best_of } = settings;
  const choice = { count: nsamples, best_of, firstNumber: 1 };
  const assess = async (text: DoneText) => {
    const judgement = await judgeDraft(judging, { source: 'a text', extension: '.md', body: text.text });
    return isRejection(judgement) ? judgement : { text, judgement };
  };
  const texts = written(writer, settings, seed, signal, maxTexts(choice));
  let kept = 0;
  for await (const event of chooseEnough<JudgedText>(texts, assess, choice, 'were kept')) {
    if (event.type === 'chosen') yield { ...event.made.text, number: ++kept };
    else if (event.type === 'text-rejected' || event.type === 'prompt-cut') yield event;
  }
}
