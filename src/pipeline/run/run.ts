import { Fault } from '../../fault.ts';
import { runPlaces } from '../../project/checkpoint-names.ts';
import { SourceUnreachableFault } from '../../project/download-events.ts';
import type { Project } from '../../project/project.ts';
import { remoteModel } from '../../project/remote-model.ts';
import { collectPosts } from '../corpus/read-posts.ts';
import { requireCoverFormat } from '../drafts/covers.ts';
import { labelKey } from '../drafts/label-key.ts';
import { timeZoneOf } from '../drafts/time-zone.ts';
import type { RunEvent } from '../events/run.ts';
import { RunFolder } from '../models/checkpoints/run-folder.ts';
import { BUNDLED_MODEL, bundledModel } from '../models/find-model.ts';
import { type MayDownload, withDownload } from '../models/with-download.ts';
import { requireStarted } from '../ranks/require-started.ts';
import { writeReport } from '../report/report.ts';
import { postsToWrite, type RunGiven, type RunSettings, runSettings } from '../settings/run.ts';
import { checkSettings } from '../settings/settings-table.ts';
import { checkRunName } from '../train/check-run-name.ts';
import { requireRecords } from '../train/training-records.ts';
import { checkPlace, fewPostsNotice } from './before-training.ts';
import type { OpenRun } from './open-run.ts';
import { findRunContext, type RunContext, resumeOrBegin, trainedSteps } from './resume.ts';
import { runCorpus } from './run-corpus.ts';
import { followRun, leadRun, leadRunWriting } from './run-ranks.ts';
import { trainRun } from './run-training.ts';
import { writeRemainingPosts } from './run-writing.ts';
import type { RunState } from './state.ts';
import { checkFollows, checkShowsPoints, readSubject, type Subject } from './subject.ts';

export interface RunOptions {
  /** Asked before a missing model is downloaded, unless `yes` allows it; by default nothing is downloaded. */
  readonly mayDownload?: MayDownload | undefined;
}

/**
 * Reads posts, trains on them until the training stops improving, and writes new posts. However a call is interrupted,
 * the same call resumes it from what checkpoint/<run>/ contains; with `fresh`, it deletes that and starts over. A call
 * after completion writes another series; if the posts have changed, it trains further first. Several ranks train together and share
 * the texts out; rank 0 reports, saves and judges. The project's signal lets
 * the current step finish, saves, and ends the run. Throws SettingFault, WriteFault, PublishedFolderFault, LockedFault
 * while another process works in the same folder, RunRecordFault, NoDraftFault, and the faults of `readPosts`, `train` and
 * `writePosts`.
 */
export async function* run(
  given: RunGiven,
  project: Project,
  { mayDownload }: RunOptions = {},
): AsyncGenerator<RunEvent, void, undefined> {
  const settings = checkSettings(runSettings, given);
  checkRunName(settings.run_name);
  requireStarted(settings, project.ranks, 'train and write');
  if (project.ranks.rank > 0) return yield* followRun(settings, project);
  labelKey(settings.label);
  timeZoneOf(settings.timezone);
  await requireCoverFormat(project, settings);
  const subject = await readSubject(project.files, settings);
  await project.files.requireWritableFolder(settings.out);
  const places = runPlaces(project.root, settings.run_name);
  if (settings.sample_every !== 0) await project.files.requireWritableFolder(places.samples);
  await requireRecords(project, settings);
  // Locked from before the record is read until after it is last written.
  const folder = await RunFolder.open(project.files, places.checkpoints);
  try {
    yield* runIn(folder, settings, subject, project, mayDownload);
  } finally {
    await folder.close();
  }
}

async function* runIn(
  folder: RunFolder,
  given: RunSettings,
  subject: Subject,
  project: Project,
  mayDownload?: MayDownload,
): AsyncGenerator<RunEvent, void, undefined> {
  const { context, settings } = yield* openContext(project, given, mayDownload);
  const { tokenizer, configuration } = context.base;
  checkFollows(subject, settings, { format: context.format, tokenizer, context: configuration.shape.context });
  const documents = yield* collectPosts(project, settings.posts, { ...settings, format: context.format });
  const corpus = runCorpus(documents, context.base.tokenizer);
  checkShowsPoints(subject, settings, documents);
  await checkPlace(project.files, settings, documents);
  const device = await project.devices.open(settings);
  try {
    // Only now, when nothing is left that could be refused.
    if (settings.fresh) {
      await folder.clear();
      await project.files.remove(runPlaces(project.root, settings.run_name).samples);
    }
    const state = yield* resumeOrBegin(project, device.device, context, corpus, settings, subject);
    yield { type: 'posts-read', corpus: state.corpus };
    const few = fewPostsNotice(state.corpus);
    if (few !== null && state.trained === null) yield few;
    await leadRun(project, state, settings);
    yield device.event;
    yield* finish(state, { project, settings, subject, folder, context, corpus, device });
  } finally {
    await device.device.close();
  }
}

/**
 * Finds what the run starts from, or downloads it. If no source of a known model can be reached, the bundled model takes
 * its place in the settings. Throws the faults of `findRunContext` and of a download.
 */
async function* openContext(
  project: Project,
  settings: RunSettings,
  mayDownload?: MayDownload,
): AsyncGenerator<RunEvent, { readonly context: RunContext; readonly settings: RunSettings }, undefined> {
  try {
    const context = yield* withDownload(project, settings.yes || (mayDownload ?? false), () =>
      findRunContext(project, settings),
    );
    return { context, settings };
  } catch (fault) {
    const isKnown = remoteModel(settings.model_name ?? '')?.known != null;
    if (!(fault instanceof SourceUnreachableFault && isKnown && (await bundledModel(project)) !== null)) throw fault;
    yield { type: 'bundled-instead', name: settings.model_name!, reason: fault.reason };
    const instead = { ...settings, model_name: BUNDLED_MODEL };
    return { context: await findRunContext(project, instead), settings: instead };
  }
}

/** Does the remaining work of a run. */
async function* finish(before: RunState, run: OpenRun): AsyncGenerator<RunEvent, void, undefined> {
  const after = before.trained === null ? yield* trainRun(before, run) : { state: before, model: null };
  let { state } = after;
  yield* leadRunWriting(after, run);
  if (state.trained !== null) state = yield* writeRemainingPosts(state, after.model, run);
  const { corpus, trainedSeconds, trained, written: posts, out } = state;
  const count = postsToWrite(run.settings);
  if (trained === null || posts.length < count) {
    return yield { type: 'run-interrupted', written: posts.length, count };
  }
  await run.context.record.write({ ...state, complete: true });
  const training = { ...trainedSteps(state, trained.step), seconds: trainedSeconds, bestLoss: trained.bestLoss };
  yield* reported(run);
  yield { type: 'run-finished', corpus, training, posts, out };
}

/** Writes the report. Everything that was asked for is done by then, so that what prevents it is only reported. */
async function* reported({ project, settings }: OpenRun): AsyncGenerator<RunEvent, void, undefined> {
  try {
    yield await writeReport(project, settings.run_name);
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    yield { type: 'notice', text: `There is no report on the training: ${fault.message}` };
  }
}
