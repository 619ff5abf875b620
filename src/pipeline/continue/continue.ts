import { continuationOf, continuedFile, draftOpening } from '../../blog/drafts/continue-draft.ts';
import { learnForm } from '../../blog/drafts/learn-form.ts';
import type { Judgement } from '../../blog/judging/judgement.ts';
import { countWords } from '../../blog/language/words.ts';
import { readPost } from '../../blog/posts/read-post.ts';
import { type GenerationEvent, generateTexts } from '../../engine/generation/generate-texts.ts';
import { BeginsWith, stablePrompt } from '../../engine/generation/prompt-seam.ts';
import type { Files } from '../../project/files.ts';
import { folderOf } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import {
  chooseTexts,
  type DoneText,
  isRejection,
  type Judged,
  maxTexts,
  NoDraftFault,
} from '../drafts/choose-texts.ts';
import { drawSeed } from '../drafts/draw-seed.ts';
import { judgeDraft } from '../drafts/judging.ts';
import { siteOfPosts } from '../drafts/site-of-posts.ts';
import type { ContinueEvent, Rejection } from '../events/writing.ts';
import { judgingBy, openKnownJudge } from '../judge/open-known-judge.ts';
import { RunRecord } from '../models/checkpoints/run-record.ts';
import { findWriter, openFolder, type Writer } from '../models/open-writer.ts';
import { parseRunState } from '../run/state.ts';
import { type ContinueGiven, type ContinueSettings, continueSettings } from '../settings/continue.ts';
import { usualWindow } from '../settings/recipes.ts';
import { checkSettings, SettingFault } from '../settings/settings-table.ts';
import { type BeganDraft, readBeganDraft } from './began-draft.ts';
import { saveBeside, saveInPlace } from './save-continued.ts';

/** A draft with what a model added. */
interface Continuation extends Judged {
  readonly words: number;
  /** Of the whole file. */
  readonly content: string;
  /** Of the whole draft; null where there is nothing to choose. */
  readonly full: Judgement | null;
}

/** Without a choice, the first text that adds something is kept. */
const UNJUDGED = { score: 0 };

/**
 * Continues a draft that a person began, after its last character, and writes it to a new file, or with `in_place` to the
 * same one after saving a copy. Front matter and beginning are kept byte for byte. If the draft is longer than the context
 * of the model, that reads the end that fits, and says so. With `best_of`, each continuation is the one of several whose whole
 * draft has the best score. Throws SettingFault, EmptyDraftFault, ApprovedDraftFault,
 * UnreadableFault, PostFault, NoDraftFault, DraftChangedFault, WriteFault, the faults of `findWriter` and `openFolder`, and with
 * `best_of` those of `openKnownJudge`.
 */
export async function* continueDraft(
  given: ContinueGiven,
  project: Project,
): AsyncGenerator<ContinueEvent, void, undefined> {
  const settings = checkSettings(continueSettings, given);
  const { draft: path, out, in_place, nsamples } = settings;
  if (in_place && (out !== null || nsamples > 1)) {
    const other = out === null ? 'nsamples' : 'out';
    throw new SettingFault(
      'in_place',
      `\`in_place\` writes one draft to its own file, so \`${other}\` makes no sense with it.`,
    );
  }
  const { files } = project;
  const draft = await readBeganDraft(files, path);
  await files.requireWritableFolder(out ?? folderOf(path));
  const known = settings.best_of > 1 ? yield* openKnownJudge(project, settings, '`best_of` above 1') : null;
  const seed = settings.seed ?? drawSeed();
  if (settings.seed === null) yield { type: 'seed-drawn', seed };
  const folder = yield* findWriter(project, settings);
  const format = settings.format ?? (await formOfRun(files, folder.path));
  const form = learnForm([draft.post], await siteOfPosts(files, [path], settings.site));
  const writer = yield* openFolder(project, folder, settings);
  try {
    const trained = folder.step === null ? null : folder.path;
    const judging = known === null ? null : yield* judgingBy(project, writer, known, trained, 'any');
    const opening = draftOpening(draft.post, format);
    const assess = async ({ text, ended }: DoneText): Promise<Continuation | Rejection> => {
      const added = continuationOf(draft.post, { text: text.slice(opening.length), complete: ended }, form);
      const words = countWords(added);
      if (words === 0) return { kind: 'empty', reason: 'the model had nothing to add', copied: null };
      const content = continuedFile(draft.file, draft.post, added);
      const full = judging === null ? null : await judgeDraft(judging, readPost(path, content));
      if (full !== null && isRejection(full)) return full;
      return { words, content, full, judgement: full ?? UNJUDGED };
    };
    let [written, ended] = [0, 0];
    const texts = textsFrom(opening, writer, settings, seed, project.signal);
    const choice = { count: nsamples, best_of: settings.best_of, firstNumber: 1 };
    for await (const event of chooseTexts<Continuation>(texts, assess, choice)) {
      if (event.type === 'draft-candidate') continue;
      if (event.type === 'text-rejected') ended++;
      if (event.type !== 'chosen') yield event;
      else {
        const { words, content, full: judgement } = event.made;
        written++;
        yield { type: 'draft-continued', words, judgement, ...(await saved(files, draft, settings, content)) };
      }
    }
    if (written === nsamples) return;
    throw new NoDraftFault(
      `The model had nothing to add to ${path} in ${ended} of ${ended + written} texts; raise the temperature, or end ` +
        'the draft in the middle of a sentence.',
    );
  } finally {
    await writer.close();
  }
}

/** The form in which the model of a checkpoint reads posts: that of its run, or plain text if it does not say. */
async function formOfRun(files: Files, checkpoint: string): Promise<'text' | 'markdown'> {
  const state = await new RunRecord(files, folderOf(checkpoint), parseRunState).read();
  return state?.plan.format ?? 'text';
}

function textsFrom(
  opening: string,
  { model, tokenizer }: Writer,
  settings: ContinueSettings,
  seed: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<GenerationEvent, void, undefined> {
  return generateTexts(model, tokenizer, {
    prompt: stablePrompt(tokenizer, opening),
    rules: new BeginsWith(opening),
    promptBegins: true,
    includePrompt: true,
    stopAtEnd: true,
    count: maxTexts({ count: settings.nsamples, best_of: settings.best_of }),
    batchSize: 1,
    length: settings.length ?? Math.max(1, Math.floor(usualWindow(model.shape.context) / 2)),
    sampling: settings,
    seed,
    signal,
  });
}

async function saved(
  files: Files,
  draft: BeganDraft,
  { in_place, out }: ContinueSettings,
  content: string,
): Promise<{ path: string; backup: string | null }> {
  if (in_place) return { path: draft.path, backup: await saveInPlace(files, draft, content) };
  return { path: await saveBeside(files, draft, out, content), backup: null };
}
