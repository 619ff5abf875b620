import { continuationOf, continuedFile, draftOpening } from '../../blog/drafts/continue-draft.ts';
import { learnForm } from '../../blog/drafts/learn-form.ts';
import { countWords } from '../../blog/language/words.ts';
import { type GenerationEvent, generateTexts } from '../../engine/generation/generate-texts.ts';
import { BeginsWith, stablePrompt } from '../../engine/generation/prompt-seam.ts';
import type { Files } from '../../project/files.ts';
import { folderOf } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import { NoDraftFault } from '../drafts/choose-texts.ts';
import { drawSeed } from '../drafts/draw-seed.ts';
import { siteOfPosts } from '../drafts/site-of-posts.ts';
import type { ContinueEvent } from '../events.ts';
import { RunRecord } from '../models/checkpoints/run-record.ts';
import { findWriter, openFolder, type Writer } from '../models/open-writer.ts';
import { parseRunState } from '../run/state.ts';
import { type ContinueGiven, type ContinueSettings, continueSettings } from '../settings/continue.ts';
import { usualWindow } from '../settings/recipes.ts';
import { checkSettings, SettingFault } from '../settings/settings-table.ts';
import { type BeganDraft, readBeganDraft } from './began-draft.ts';
import { saveBeside, saveInPlace } from './save-continued.ts';

/** Most texts to draw for each continuation: a model may end a text at once. */
const TEXTS_FOR_ONE = 20;

/**
 * Continues a draft that a person began, after its last character, and writes it to a new file, or with `in_place` to the
 * same one after saving a copy. Front matter and beginning are kept byte for byte. If the draft is longer than the context
 * of the model, that reads the end that fits, and says so. Throws SettingFault, EmptyDraftFault, ApprovedDraftFault,
 * UnreadableFault, PostFault, NoDraftFault, DraftChangedFault, WriteFault, and the faults of `findWriter` and `openFolder`.
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
  const seed = settings.seed ?? drawSeed();
  if (settings.seed === null) yield { type: 'seed-drawn', seed };
  const folder = yield* findWriter(project, settings);
  const format = settings.format ?? (await formOfRun(files, folder.path));
  const form = learnForm([draft.post], await siteOfPosts(files, [path], settings.site));
  const writer = yield* openFolder(project, folder, settings);
  try {
    let [written, ended] = [0, 0];
    const opening = draftOpening(draft.post, format);
    for await (const event of textsFrom(opening, writer, settings, seed, project.signal)) {
      if (event.type !== 'text-done') yield event;
      else {
        const text = { text: event.text.slice(opening.length), complete: event.ended };
        const continuation = continuationOf(draft.post, text, form);
        const words = countWords(continuation);
        if (words === 0) ended++;
        else {
          const content = continuedFile(draft.file, draft.post, continuation);
          yield { type: 'draft-continued', words, ...(await saved(files, draft, settings, content)) };
          if (++written === nsamples) return;
        }
      }
    }
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
    count: settings.nsamples * TEXTS_FOR_ONE,
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
