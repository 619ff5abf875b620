/**
 * The library's entry for Node: for each command a function, the type of its settings, and the types of its events. Each
 * function returns a `Job`: iterate over it for its events, or await it for its result.
 */

import { collecting, endingWith, returning } from './job.ts';
import { nodeProject, type ProjectOptions } from './node/project/node-project.ts';
import { listenOnLoopback } from './node/serve/listen.ts';
import { continueDraft as continueDraftIn } from './pipeline/continue/continue.ts';
import { type DoctorOptions, doctor as doctorIn } from './pipeline/doctor/doctor.ts';
import { download as downloadIn } from './pipeline/download/download.ts';
import { makeDraft as makeDraftIn } from './pipeline/draft/draft.ts';
import { encode as encodeIn } from './pipeline/encode/encode.ts';
import { evaluate as evaluateIn } from './pipeline/evaluate/evaluate.ts';
import { exportModel as exportModelIn } from './pipeline/export/export.ts';
import { generate as generateIn } from './pipeline/generate/generate.ts';
import { importPosts as importPostsIn } from './pipeline/import/import.ts';
import { type InitOptions, init as initIn } from './pipeline/init/init.ts';
import { type InteractiveOptions, interactive as interactiveIn } from './pipeline/interactive/interactive.ts';
import { judge as judgeIn } from './pipeline/judge/judge.ts';
import { models as modelsIn } from './pipeline/models/models.ts';
import { posts as postsIn } from './pipeline/posts/posts.ts';
import { type PrepareOptions, prepare as prepareIn } from './pipeline/prepare/prepare.ts';
import { type PublishOptions, publish as publishIn } from './pipeline/publish/publish.ts';
import { type RemoveOptions, remove as removeIn } from './pipeline/remove/remove.ts';
import { report as reportIn } from './pipeline/report/report.ts';
import { approve as approveIn, hold as holdIn } from './pipeline/review/change-approval.ts';
import type { ReviewOptions } from './pipeline/review/decision.ts';
import { discard as discardIn } from './pipeline/review/discard.ts';
import { review as reviewIn } from './pipeline/review/review.ts';
import { type RunOptions, run as runIn } from './pipeline/run/run.ts';
import { serve as serveIn } from './pipeline/serve/serve.ts';
import type { ContinueGiven } from './pipeline/settings/continue.ts';
import type { DoctorGiven } from './pipeline/settings/doctor.ts';
import type { DownloadGiven } from './pipeline/settings/download.ts';
import type { DraftGiven } from './pipeline/settings/draft.ts';
import type { EncodeGiven } from './pipeline/settings/encode.ts';
import type { EvaluateGiven } from './pipeline/settings/evaluate.ts';
import type { ExportGiven } from './pipeline/settings/export.ts';
import type { GenerateGiven } from './pipeline/settings/generate.ts';
import type { ReportGiven } from './pipeline/settings/given/report.ts';
import type { ShowGiven } from './pipeline/settings/given/show.ts';
import type { ImportGiven } from './pipeline/settings/import.ts';
import type { InitGiven } from './pipeline/settings/init.ts';
import type { InteractiveGiven } from './pipeline/settings/interactive.ts';
import type { JudgeGiven } from './pipeline/settings/judge.ts';
import type { PostsGiven } from './pipeline/settings/posts.ts';
import type { PrepareGiven } from './pipeline/settings/prepare.ts';
import type { PublishGiven } from './pipeline/settings/publish.ts';
import type { RemoveGiven } from './pipeline/settings/remove.ts';
import type { ApproveGiven, DiscardGiven, HoldGiven, ReviewGiven } from './pipeline/settings/review.ts';
import type { RunGiven } from './pipeline/settings/run.ts';
import type { ServeGiven } from './pipeline/settings/serve.ts';
import type { TrainGiven } from './pipeline/settings/train.ts';
import type { UnpublishGiven } from './pipeline/settings/unpublish.ts';
import { show as showIn } from './pipeline/show/show.ts';
import { train as trainIn } from './pipeline/train/train.ts';
import { unpublish as unpublishIn } from './pipeline/unpublish/unpublish.ts';

export type { BitsPerByte, Judgement } from './blog/judging/judgement.ts';
export type { ReferenceText, SharedPassage, SharedText } from './blog/judging/passage-index.ts';
export type { LikelyToken, TextToken } from './engine/generation/token-probabilities.ts';
export * from './faults.ts';
export type { Job } from './job.ts';
export { JobLeftError } from './job.ts';
export { FileShrankFault } from './node/files/file-source.ts';
export { DiskSpaceFault } from './node/models/download/disk-space.ts';
export { ChecksumFault } from './node/models/download/fetch-file.ts';
export { HubAccessFault } from './node/models/download/hub.ts';
export { UnsupportedModelFault } from './node/models/download/model-checks.ts';
export { PipFault, PipMissingFault } from './node/models/download/pip.ts';
export { LauncherFault } from './node/mpi/start-on-hosts.ts';
export { MpiFault } from './node/native-device/mpi-library.ts';
export { InstructionSetFault, PrecisionFault } from './node/native-device/native-device.ts';
export { NativeLibraryFault } from './node/native-device/native-library.ts';
export { ProxyFault } from './node/network/open-dispatcher.ts';
export { RefusedFault } from './node/network/request-file.ts';
export type { ProjectOptions } from './node/project/node-project.ts';
export { GhostKeyFault } from './node/publishing/ghost.ts';
export { PortFault } from './node/serve/listen.ts';
export { type Config, defineConfig } from './pipeline/config/config.ts';
export type { DoctorOptions } from './pipeline/doctor/doctor.ts';
export type { Examination } from './pipeline/doctor/examination.ts';
export type { AskQuestion, InitOptions, Question } from './pipeline/init/init.ts';
export type { InteractiveOptions } from './pipeline/interactive/interactive.ts';
export type { PrepareOptions } from './pipeline/prepare/prepare.ts';
export type { PublishOptions } from './pipeline/publish/publish.ts';
export type { RemoveOptions } from './pipeline/remove/remove.ts';
export type { Decision, ReviewOptions } from './pipeline/review/decision.ts';
export type { RunOptions } from './pipeline/run/run.ts';
export type { TrainResult } from './pipeline/train/train-on.ts';
export type { DownloadEvent } from './project/download-events.ts';
export { type KnownModel, knownModels } from './project/known-models.ts';
export type {
  ApproveGiven,
  ContinueGiven,
  DiscardGiven,
  DoctorGiven,
  DownloadGiven,
  DraftGiven,
  EncodeGiven,
  EvaluateGiven,
  ExportGiven,
  GenerateGiven,
  HoldGiven,
  ImportGiven,
  InitGiven,
  InteractiveGiven,
  JudgeGiven,
  PostsGiven,
  PrepareGiven,
  PublishGiven,
  RemoveGiven,
  ReportGiven,
  ReviewGiven,
  RunGiven,
  ServeGiven,
  ShowGiven,
  TrainGiven,
  UnpublishGiven,
};

/** Reads posts, trains on them and writes new ones: see `tpdne run`. */
export const run = (given: RunGiven, options: ProjectOptions & RunOptions = {}) =>
  endingWith(runIn(given, nodeProject(options), options), options, 'run-finished');

/** Trains a model on a dataset: see `tpdne train`. */
export const train = (given: TrainGiven, options?: ProjectOptions) =>
  returning(trainIn(given, nodeProject(options)), options);

/** Writes texts with a model: see `tpdne generate`. */
export const generate = (given: GenerateGiven, options?: ProjectOptions) =>
  collecting(generateIn(given, nodeProject(options)), options, 'text-done');

/** Continues a draft that a person began: see `tpdne continue`. */
export const continueDraft = (given: ContinueGiven, options?: ProjectOptions) =>
  collecting(continueDraftIn(given, nodeProject(options)), options, 'draft-continued');

/** Makes a draft of a text, in the form of a blog: see `tpdne draft`. */
export const makeDraft = (given: DraftGiven, options?: ProjectOptions) =>
  endingWith(makeDraftIn(given, nodeProject(options)), options, 'draft-made');

/** Continues one prompt after another: see `tpdne interactive`. */
export const interactive = (given: InteractiveGiven, options: ProjectOptions & InteractiveOptions) =>
  collecting(interactiveIn(given, nodeProject(options), options), options, 'text-done');

/** Serves a model through OpenAI's API on this machine; only the signal ends it: see `tpdne serve`. */
export const serve = (given: ServeGiven, options?: ProjectOptions) =>
  returning(serveIn(given, nodeProject(options), { listen: listenOnLoopback }), options);

/** Finds what texts copy from posts, and scores them: see `tpdne judge`. */
export const judge = (given: JudgeGiven, options?: ProjectOptions) =>
  collecting(judgeIn(given, nodeProject(options)), options, 'judged');

/** Shows drafts, and decides about them: see `tpdne review`. */
export const review = (given: ReviewGiven, options: ProjectOptions & ReviewOptions = {}) =>
  collecting(reviewIn(given, nodeProject(options), options), options, 'draft-shown');

/** Approves drafts: see `tpdne approve`. */
export const approve = (given: ApproveGiven, options?: ProjectOptions) =>
  collecting(approveIn(given, nodeProject(options)), options, 'approval-set');

/** Holds drafts back: see `tpdne hold`. */
export const hold = (given: HoldGiven, options?: ProjectOptions) =>
  collecting(holdIn(given, nodeProject(options)), options, 'approval-set');

/** Moves drafts to the trash of their queue, or back: see `tpdne discard`. */
export const discard = (given: DiscardGiven, options?: ProjectOptions) =>
  collecting(discardIn(given, nodeProject(options)), options, 'draft-moved');

/** Publishes approved drafts: see `tpdne publish`. */
export const publish = (given: PublishGiven, options: ProjectOptions & PublishOptions = {}) =>
  collecting(publishIn(given, nodeProject(options), options), options, 'published');

/** Takes a published post back: see `tpdne unpublish`. */
export const unpublish = (given: UnpublishGiven, options?: ProjectOptions) =>
  collecting(unpublishIn(given, nodeProject(options)), options, 'unpublished');

/** Shows what a model would learn from: see `tpdne posts`. */
export const posts = (given: PostsGiven, options?: ProjectOptions) =>
  endingWith(postsIn(given, nodeProject(options)), options, 'posts-shown');

/** Writes the posts of sites, exports and feeds to Markdown files: see `tpdne import`. */
export const importPosts = (given: ImportGiven, options?: ProjectOptions) =>
  endingWith(importPostsIn(given, nodeProject(options)), options, 'imported');

/** Turns posts into one training text: see `tpdne prepare`. */
export const prepare = (given: PrepareGiven, options: ProjectOptions & PrepareOptions = {}) =>
  endingWith(prepareIn(given, nodeProject(options), options), options, 'prepared');

/** Turns posts or text into a token file: see `tpdne encode`. */
export const encode = (given: EncodeGiven, options?: ProjectOptions) =>
  endingWith(encodeIn(given, nodeProject(options)), options, 'encoded');

/** Writes a page about the training of a run: see `tpdne report`. */
export const report = (given: ReportGiven = {}, options?: ProjectOptions) =>
  endingWith(reportIn(given, nodeProject(options)), options, 'report-written');

/** Measures how well a model predicts texts: see `tpdne evaluate`. */
export const evaluate = (given: EvaluateGiven, options?: ProjectOptions) =>
  collecting(evaluateIn(given, nodeProject(options)), options, 'evaluated');

/** Exports a model for other software: see `tpdne export`. */
export const exportModel = (given: ExportGiven, options: ProjectOptions & { readonly silentMs?: number } = {}) =>
  endingWith(exportModelIn(given, nodeProject(options), options), options, 'exported');

/** Downloads a model: see `tpdne download`. */
export const download = (given: DownloadGiven, options?: ProjectOptions) =>
  endingWith(downloadIn(given, nodeProject(options)), options, 'downloaded');

/** Lists the models on this machine and those available for download: see `tpdne models`. */
export const models = (options?: ProjectOptions) =>
  collecting(modelsIn(nodeProject(options)), options, 'model', 'unfinished', 'downloadable');

/** Says what a run, a model or a token file is: see `tpdne show`. */
export const show = (given: ShowGiven, options?: ProjectOptions) =>
  collecting(showIn(given, nodeProject(options)), options, 'run-shown', 'model-shown', 'tokens-shown');

/** Deletes a run, or a model in models/: see `tpdne remove`. */
export const remove = (given: RemoveGiven, options: ProjectOptions & RemoveOptions = {}) =>
  endingWith(removeIn(given, nodeProject(options), options), options, 'removed', 'removal-cancelled');

/** Checks the machine and the folder, and suggests the next step: see `tpdne doctor`. */
export const doctor = (given: DoctorGiven, options: ProjectOptions & DoctorOptions = {}) =>
  endingWith(doctorIn(given, nodeProject(options), options), options, 'examined');

/** Asks a few questions and writes a config file: see `tpdne init`. */
export const init = (given: InitGiven, options: ProjectOptions & InitOptions = {}) =>
  endingWith(initIn(given, nodeProject(options), options), options, 'config-written', 'init-cancelled');
export type {
  DoctorEvent,
  EvaluatedEvent,
  EvaluateEvent,
  ExportEvent,
  ExportedEvent,
  InitEvent,
  ModelsEvent,
} from './pipeline/events/models.ts';
export type { PostSeenEvent, PostsEvent, PostsShownEvent } from './pipeline/events/posts.ts';
export type {
  EncodedEvent,
  EncodeEvent,
  ImportEvent,
  ImportedEvent,
  PreparedEvent,
  PrepareEvent,
} from './pipeline/events/preparing.ts';
export type { PublishEvent, PublishedEvent, UnpublishEvent } from './pipeline/events/publishing.ts';
export type {
  Boilerplate,
  CleaningEvent,
  CorpusEvent,
  Finding,
  Skipped,
  SkipReason,
} from './pipeline/events/reading.ts';
export type { Removal, RemoveEvent } from './pipeline/events/removing.ts';
export type { ReportEvent } from './pipeline/events/reporting.ts';
export type { ApprovalSetEvent, ReviewEvent, ReviewedDraft } from './pipeline/events/reviewing.ts';
export type { RunEvent, RunFinishedEvent } from './pipeline/events/run.ts';
export type { TrainEvent } from './pipeline/events/training.ts';
export type {
  DraftEvent,
  DraftMadeEvent,
  GeneratedEvent,
  GenerateEvent,
  InteractiveEvent,
  JudgedEvent,
  JudgedFile,
  JudgeEvent,
  ServeEvent,
} from './pipeline/events/writing.ts';
export type { ShowEvent } from './pipeline/show/shown.ts';
