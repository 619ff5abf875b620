import { checkpointName, runPlaces } from '../../project/checkpoint-names.ts';
import { digest } from '../../project/digest.ts';
import type { Project } from '../../project/project.ts';
import { collectPosts } from '../corpus/read-posts.ts';
import type { RunEvent } from '../events/run.ts';
import type { NoticeEvent } from '../events/training.ts';
import { loadModel } from '../models/load-model.ts';
import { followWriting } from '../ranks/follow-writing.ts';
import { requireSameWriting } from '../ranks/writing-ranks.ts';
import { postsToWrite, type RunSettings } from '../settings/run.ts';
import { shareCheckpoint } from '../train/share-checkpoint.ts';
import type { OpenRun } from './open-run.ts';
import { findRunContext } from './resume.ts';
import { runCorpus } from './run-corpus.ts';
import { followTraining, type RunTraining } from './run-training.ts';
import { runTexts } from './run-writing.ts';
import type { RunState } from './state.ts';

/** What rank 0 tells the others when it knows what a run still needs. */
interface RunLead {
  readonly state: RunState;
  /** The model that the run starts from. */
  readonly model_name: string | null;
}

/** What rank 0 tells the others after the training. */
interface WritingLead {
  /** The checkpoint that writes; null if nothing is written. */
  readonly checkpointStep: number | null;
  /** Whether it is the model that all ranks have just trained. */
  readonly isTrained: boolean;
}

/** On rank 0, before the training: lets the others begin, with the newest checkpoint. */
export async function leadRun(project: Project, state: RunState, { run_name, model_name }: RunSettings): Promise<void> {
  if (project.ranks.size === 1) return;
  await project.ranks.gather(JSON.stringify({ state, model_name } satisfies RunLead));
  await shareCheckpoint(project, runPlaces(project.root, run_name).checkpoints);
}

/** On rank 0, after the training: lets the others write, with the checkpoint that is the best. */
export async function* leadRunWriting(
  { state: { trained, written }, model }: RunTraining,
  { project, settings, corpus, device }: OpenRun,
): AsyncGenerator<NoticeEvent, void, undefined> {
  if (project.ranks.size === 1) return;
  const checkpointStep = written.length < postsToWrite(settings) ? (trained?.checkpointStep ?? null) : null;
  const lead: WritingLead = { checkpointStep, isTrained: model !== null };
  await project.ranks.gather(JSON.stringify(lead));
  if (checkpointStep !== null) yield* meetForWriting(project, settings, lead, corpus.text, device.event);
}

/** The part of every other rank in a run: it trains along and writes along, and saves nothing. Throws the faults of `run`. */
export async function* followRun(given: RunSettings, project: Project): AsyncGenerator<RunEvent, void, undefined> {
  const { ranks } = project;
  const { state, model_name } = JSON.parse((await ranks.gather(''))[0]) as RunLead;
  const settings = { ...given, model_name };
  const { checkpoints } = runPlaces(project.root, settings.run_name);
  await shareCheckpoint(project, checkpoints);
  const context = await findRunContext(project, settings);
  const documents = yield* collectPosts(project, settings.posts, { ...settings, format: state.plan.format });
  const corpus = runCorpus(documents, context.base.tokenizer);
  const device = await project.devices.open(settings);
  try {
    const run = { project, settings, context, corpus, device };
    const trained = state.trained === null ? yield* followTraining(state, run) : null;
    const lead = JSON.parse((await ranks.gather(''))[0]) as WritingLead;
    const { checkpointStep, isTrained } = lead;
    if (checkpointStep === null) return;
    if (!isTrained) trained?.free();
    yield* meetForWriting(project, settings, lead, corpus.text, device.event);
    const { path } = context.record.checkpoint(checkpointStep);
    const model = isTrained ? trained! : (await loadModel(project, device.device, path, 'bfloat16')).model;
    await followWriting(project, runTexts(model, context.base.tokenizer, documents, settings).write);
  } finally {
    await device.device.close();
  }
}

/** Gives the checkpoint to the ranks that need it and lack it, and compares posts. */
async function* meetForWriting(
  project: Project,
  { run_name }: RunSettings,
  { checkpointStep, isTrained }: WritingLead,
  text: string,
  device: OpenRun['device']['event'],
): AsyncGenerator<NoticeEvent, void, undefined> {
  const { checkpoints } = runPlaces(project.root, run_name);
  if (!isTrained) await shareCheckpoint(project, checkpoints, checkpointName(checkpointStep!));
  yield* requireSameWriting(project, { model: String(checkpointStep), posts: digest(text) }, device);
}
