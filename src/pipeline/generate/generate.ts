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
import { followWriting } from '../ranks/follow-writing.ts';
import type { WriteTexts } from '../ranks/messages.ts';
import { requireStarted } from '../ranks/require-started.ts';
import { SharedTexts } from '../ranks/shared-texts.ts';
import { hearLead, leadWriting, requireSameModel } from '../ranks/writing-ranks.ts';
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
 * whole and renumbered. Several ranks share the texts out, and rank 0 alone reports them. If interrupted, it ends with the
 * signal's reason; written files stay. Throws SettingFault, UnreadableFault, WriteFault, PromptFault, LogitsFault and the faults
 * of `openWriter`; with several ranks also RanksDifferFault and RankStoppedFault; when it chooses, also NoDraftFault and the
 * faults of `findKnownRun` and `openJudge`.
 */
export async function* generate(
  given: GenerateGiven,
  project: Project,
): AsyncGenerator<GenerateEvent, void, undefined> {
  const settings = checkSettings(generateSettings, given);
  requireStarted(settings, project.ranks, 'write');
  if (project.ranks.rank > 0) return yield* followGenerate(settings, project);
  const { out, nsamples } = settings;
  const prompts = await promptsOf(project.files, settings);
  if (nsamples === 0 && prompts.length > 1)
    throw new SettingFault('nsamples', 'Several prompts need nsamples: how many texts to write for each.');
  if (out !== null) await project.files.requireWritableFolder(out);
  const judge = chooses(settings) ? yield* judgeFor(project, settings) : null;
  const seed = settings.seed ?? drawSeed();
  if (settings.seed === null) yield { type: 'seed-drawn', seed };
  const folder = yield* findWriter(project, settings);
  await leadWriting<Work>(project, { choice: settings, folder, work: { settings, seed } });
  const writer = yield* openFolder(project, folder, settings);
  let sharing: SharedTexts<string> | null = null;
  try {
    yield* requireSameModel(project, folder, writer.deviceEvent);
    const trained = folder.step === null ? null : folder.path;
    const judging =
      judge === null ? null : yield* judgingBy(project, writer, judge, trained, settings.max_copied ?? 'any');
    sharing = new SharedTexts(project, textWriter(writer, { settings, seed }));
    const texts = judging === null ? written(sharing, prompts, settings) : chosen(sharing, prompts, settings, judging);
    for await (const event of texts) {
      if (event.type !== 'text-done') {
        yield event;
        continue;
      }
      const { number, text } = event;
      const prompt = nsamples === 0 ? prompts[0] : prompts[Math.floor((number - 1) / nsamples)];
      yield { ...event, prompt, seed };
      if (out === null) continue;
      const path = await writeNewFile(project.files, out, `sample-${number}`, '.txt', `${text}\n`);
      yield { type: 'text-written', number, path };
    }
  } finally {
    await sharing?.close();
    await writer.close();
  }
}

/** What the ranks write. */
interface Work {
  readonly settings: GenerateSettings;
  readonly seed: number;
}

/** The work of a rank that writes along: rank 0 judges, shows and saves the texts. Its own are the settings of its machine. */
async function* followGenerate(
  { device, threads, precision }: GenerateSettings,
  project: Project,
): AsyncGenerator<GenerateEvent, void, undefined> {
  const { folder, work } = await hearLead<Work>(project);
  const settings = { ...work.settings, device, threads, precision };
  const writer = yield* openFolder(project, folder, settings);
  try {
    yield* requireSameModel(project, folder, writer.deviceEvent);
    await followWriting(project, textWriter(writer, { ...work, settings }));
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

/** Writes texts that continue prompts. Throws SettingFault for a bias of tokens that the model does not have. */
function textWriter({ model, tokenizer }: Writer, { settings, seed }: Work): WriteTexts<string> {
  const request = {
    length: settings.length ?? usualWindow(model.shape.context),
    sampling: { ...samplingOf(settings), token_bias: tokenBias(settings.logit_bias ?? [], tokenizer) },
    seed,
    stopAtEnd: settings.stop_at_end,
    stop: settings.stop ?? [],
    bannedWords: settings.banned_words ?? [],
    includePrompt: settings.include_prompt,
    logprobs: settings.logprobs,
  };
  return ({ job: prompt, ...which }, signal) => {
    const texts = generateTexts(model, tokenizer, { ...request, ...which, prompt, signal });
    return settings.whole_sentences ? wholeSentences(texts, settings.include_prompt ? prompt.length : 0) : texts;
  };
}

/** The texts that continue each prompt. */
function written(
  sharing: SharedTexts<string>,
  prompts: readonly string[],
  { nsamples, batch_size }: GenerateSettings,
): AsyncGenerator<GenerationEvent, void, undefined> {
  const count = nsamples === 0 ? Infinity : nsamples;
  const all = prompts.map((job, index) => ({ job, firstNumber: index * nsamples + 1, count }));
  return sharing.texts(all, batch_size);
}

/** A text and its judgement. */
interface JudgedText extends Judged {
  readonly text: DoneText;
}

/** Yields the texts after each prompt that are kept, renumbered. Throws NoDraftFault. */
async function* chosen(
  sharing: SharedTexts<string>,
  prompts: readonly string[],
  { nsamples, best_of, batch_size }: GenerateSettings,
  judging: Judging,
): AsyncGenerator<GenerationEvent | RejectedEvent, void, undefined> {
  const count = maxTexts({ count: nsamples, best_of });
  const assess = async (text: DoneText) => {
    const judgement = await judgeDraft(judging, { source: 'a text', extension: '.md', body: text.text });
    return isRejection(judgement) ? judgement : { text, judgement };
  };
  let kept = 0;
  for (const [index, job] of prompts.entries()) {
    const choice = { count: nsamples, best_of, firstNumber: index * count + 1 };
    const texts = sharing.texts([{ job, firstNumber: choice.firstNumber, count }], batch_size);
    for await (const event of chooseEnough<JudgedText>(texts, assess, choice, 'were kept')) {
      if (event.type === 'chosen') yield { ...event.made.text, number: ++kept };
      else if (event.type === 'text-rejected' || event.type === 'prompt-cut') yield event;
    }
  }
}
