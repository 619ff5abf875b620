/** The library's entry for Node: for each command a function, the settings it is given, and the events that it tells. */

export type { Judgement, Perplexity } from './blog/judging/judgement.ts';
export type { ReferenceText, SharedPassage, SharedText } from './blog/judging/passage-index.ts';
export { PostFault } from './blog/posts/post-fault.ts';
export { Fault } from './fault.ts';
export { ConfigFault } from './node/config/config-fault.ts';
export { MissingInputFault } from './node/files/find-posts.ts';
export { LockedFault } from './node/files/lock-file.ts';
export { FileExistsFault, WriteFault } from './node/files/write-fault.ts';
export type { DownloadEvent } from './node/models/download/download-events.ts';
export type { DownloadSurroundings } from './node/models/download/download-model.ts';
export { NoModelFault, NotDownloadedFault } from './node/models/model-folder.ts';
export { type Config, defineConfig } from './pipeline/config/config.ts';
export type { PassedOver, PassedOverFor } from './pipeline/corpus/passed-over.ts';
export type { Boilerplate, CleaningEvent, CorpusEvent, Finding } from './pipeline/corpus/post-events.ts';
export { NoPostsFault } from './pipeline/corpus/read-posts.ts';
export { NoTokensFault } from './pipeline/corpus/read-tokens.ts';
export { type DoctorEvent, type DoctorSurroundings, doctor } from './pipeline/doctor/doctor.ts';
export type { Examination } from './pipeline/doctor/examination.ts';
export { download } from './pipeline/download/download.ts';
export { NoDraftFault } from './pipeline/drafts/choose-texts.ts';
export { type EncodedEvent, type EncodeEvent, encode } from './pipeline/encode/encode.ts';
export { type EvaluatedEvent, type EvaluateEvent, evaluate } from './pipeline/evaluate/evaluate.ts';
export { type ExportEvent, type ExportedEvent, exportModel } from './pipeline/export/export.ts';
export { type GenerateEvent, generate } from './pipeline/generate/generate.ts';
export { type ImportEvent, type ImportedEvent, importPosts } from './pipeline/import/import.ts';
export { type AskQuestion, type InitEvent, type InitSurroundings, init, type Question } from './pipeline/init/init.ts';
export {
  type InteractiveEvent,
  type InteractiveSurroundings,
  interactive,
} from './pipeline/interactive/interactive.ts';
export { type JudgedEvent, type JudgedFile, type JudgeEvent, judge } from './pipeline/judge/judge.ts';
export { IndexMemoryFault, NoReferenceFault } from './pipeline/judge/open-judge.ts';
export { type ModelsEvent, models } from './pipeline/models/models.ts';
export {
  type PreparedEvent,
  type PrepareEvent,
  type PrepareSurroundings,
  prepare,
} from './pipeline/prepare/prepare.ts';
export type { CommandSurroundings } from './pipeline/project.ts';
export { type PublishSurroundings, publish } from './pipeline/publish/publish.ts';
export type { PublishEvent, PublishedEvent } from './pipeline/publish/publish-events.ts';
export { type RunEvent, type RunFinishedEvent, type RunSurroundings, run } from './pipeline/run/run.ts';
export type { DoctorGiven } from './pipeline/settings/doctor.ts';
export type { DownloadGiven } from './pipeline/settings/download.ts';
export type { EncodeGiven } from './pipeline/settings/encode.ts';
export type { EvaluateGiven } from './pipeline/settings/evaluate.ts';
export type { ExportGiven } from './pipeline/settings/export.ts';
export type { GenerateGiven } from './pipeline/settings/generate.ts';
export type { ImportGiven } from './pipeline/settings/import.ts';
export type { InitGiven } from './pipeline/settings/init.ts';
export type { InteractiveGiven } from './pipeline/settings/interactive.ts';
export type { JudgeGiven } from './pipeline/settings/judge.ts';
export type { PrepareGiven } from './pipeline/settings/prepare.ts';
export type { PublishGiven } from './pipeline/settings/publish.ts';
export type { RunGiven } from './pipeline/settings/run.ts';
export { SettingFault } from './pipeline/settings/settings-table.ts';
export type { TrainGiven } from './pipeline/settings/train.ts';
export { type TrainResult, type TrainSurroundings, train } from './pipeline/train/train.ts';
export type { TrainEvent } from './pipeline/train/training-events.ts';
export { MemoryFault } from './pipeline/train/training-plan.ts';
