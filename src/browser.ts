/**
 * The library's entry for browsers and other runtimes without Node. Its functions take a `Project` from the caller, whose signal
 * stops them, and return a `Job` as those for Node do, with the same results.
 */

import { collecting, endingWith, returning } from './job.ts';
import { continueDraft as continueDraftIn } from './pipeline/continue/continue.ts';
import { makeDraft as makeDraftIn } from './pipeline/draft/draft.ts';
import { encode as encodeIn } from './pipeline/encode/encode.ts';
import { evaluate as evaluateIn } from './pipeline/evaluate/evaluate.ts';
import { exportModel as exportModelIn } from './pipeline/export/export.ts';
import { generate as generateIn } from './pipeline/generate/generate.ts';
import { importPosts as importPostsIn } from './pipeline/import/import.ts';
import { judge as judgeIn } from './pipeline/judge/judge.ts';
import { models as modelsIn } from './pipeline/models/models.ts';
import { posts as postsIn } from './pipeline/posts/posts.ts';
import { type PrepareOptions, prepare as prepareIn } from './pipeline/prepare/prepare.ts';
import { type RemoveOptions, remove as removeIn } from './pipeline/remove/remove.ts';
import { report as reportIn } from './pipeline/report/report.ts';
import { type RunOptions, run as runIn } from './pipeline/run/run.ts';
import type { ContinueGiven } from './pipeline/settings/given/continue.ts';
import type { DraftGiven } from './pipeline/settings/given/draft.ts';
import type { EncodeGiven } from './pipeline/settings/given/encode.ts';
import type { EvaluateGiven } from './pipeline/settings/given/evaluate.ts';
import type { ExportGiven } from './pipeline/settings/given/export.ts';
import type { GenerateGiven } from './pipeline/settings/given/generate.ts';
import type { ImportGiven } from './pipeline/settings/given/import.ts';
import type { JudgeGiven } from './pipeline/settings/given/judge.ts';
import type { PostsGiven } from './pipeline/settings/given/posts.ts';
import type { PrepareGiven } from './pipeline/settings/given/prepare.ts';
import type { RemoveGiven } from './pipeline/settings/given/remove.ts';
import type { ReportGiven } from './pipeline/settings/given/report.ts';
import type { RunGiven } from './pipeline/settings/given/run.ts';
import type { ShowGiven } from './pipeline/settings/given/show.ts';
import type { TrainGiven } from './pipeline/settings/given/train.ts';
import { show as showIn } from './pipeline/show/show.ts';
import { train as trainIn } from './pipeline/train/train.ts';
import type { Project } from './project/project.ts';

export { type BrowserProjectOptions, browserProject } from './browser-project/browser-project.ts';
export { type KernelThread, workAsKernelThread } from './engine/device/wasm/kernel-thread.ts';
export type { LikelyToken, TextToken } from './engine/generation/token-probabilities.ts';
export * from './faults.ts';
export type { Job } from './job.ts';
export { JobLeftError } from './job.ts';
export { type BrowserDevicesOptions, browserDevices } from './pipeline/browser-devices.ts';
export { type MemoryProjectOptions, memoryProject } from './pipeline/memory-project.ts';
export type { WasmKernels } from './pipeline/wasm-kernels.ts';
export type { Devices } from './project/devices.ts';
export type { Files } from './project/files.ts';
export { type KnownModel, knownModels } from './project/known-models.ts';
export type { Project };

/** Reads posts, trains on them and writes new ones. */
export const run = (given: RunGiven, project: Project, options?: RunOptions) =>
  endingWith(runIn(given, project, options), project, 'run-finished');

/** Trains a model on a dataset. */
export const train = (given: TrainGiven, project: Project) => returning(trainIn(given, project), project);

/** Writes texts with a model. */
export const generate = (given: GenerateGiven, project: Project) =>
  collecting(generateIn(given, project), project, 'text-done');

/** Continues a draft that a person began. */
export const continueDraft = (given: ContinueGiven, project: Project) =>
  collecting(continueDraftIn(given, project), project, 'draft-continued');

/** Makes a draft of a text, in the form of a blog. */
export const makeDraft = (given: DraftGiven, project: Project) =>
  endingWith(makeDraftIn(given, project), project, 'draft-made');

/** Finds what texts copy from posts, and scores them. */
export const judge = (given: JudgeGiven, project: Project) => collecting(judgeIn(given, project), project, 'judged');

/** Shows what a model would learn from. */
export const posts = (given: PostsGiven, project: Project) =>
  endingWith(postsIn(given, project), project, 'posts-shown');

/** Writes the posts of sites, exports and feeds to Markdown files. */
export const importPosts = (given: ImportGiven, project: Project) =>
  endingWith(importPostsIn(given, project), project, 'imported');

/** Turns posts into one training text. */
export const prepare = (given: PrepareGiven, project: Project, options?: PrepareOptions) =>
  endingWith(prepareIn(given, project, options), project, 'prepared');

/** Turns posts or text into a token file. */
export const encode = (given: EncodeGiven, project: Project) =>
  endingWith(encodeIn(given, project), project, 'encoded');

/** Measures how well a model predicts texts. */
export const evaluate = (given: EvaluateGiven, project: Project) =>
  collecting(evaluateIn(given, project), project, 'evaluated');

/** Exports a model for other software. */
export const exportModel = (given: ExportGiven, project: Project) =>
  endingWith(exportModelIn(given, project), project, 'exported');

/** Writes a page about the training of a run. */
export const report = (given: ReportGiven, project: Project) =>
  endingWith(reportIn(given, project), project, 'report-written');

/** Says what a run, a model or a token file is. */
export const show = (given: ShowGiven, project: Project) =>
  collecting(showIn(given, project), project, 'run-shown', 'model-shown', 'tokens-shown');

/** Lists the models in the project, and those available for download. */
export const models = (project: Project) =>
  collecting(modelsIn(project), project, 'model', 'unfinished', 'downloadable');

/** Deletes a run, or a model in models/. */
export const remove = (given: RemoveGiven, project: Project, options?: RemoveOptions) =>
  endingWith(removeIn(given, project, options), project, 'removed', 'removal-cancelled');
