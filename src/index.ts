/** The library's entry for Node. */

export type { Judgement, Perplexity } from './blog/judging/judgement.ts';
export type { ReferenceText, SharedPassage, SharedText } from './blog/judging/passage-index.ts';
export { Fault } from './fault.ts';
export { NoDraftFault } from './pipeline/choose-texts.ts';
export { type EncodedEvent, encode } from './pipeline/encode.ts';
export { type ExportedEvent, exportModel } from './pipeline/export.ts';
export { type GenerateEvent, generate } from './pipeline/generate.ts';
export { type ImportEvent, type ImportedEvent, importPosts } from './pipeline/import.ts';
export { type InteractiveEvent, interactive } from './pipeline/interactive.ts';
export { type JudgedEvent, type JudgedFile, type JudgeEvent, judge } from './pipeline/judge.ts';
export { IndexMemoryFault, NoReferenceFault } from './pipeline/open-judge.ts';
export type { PassedOver, PassedOverEvent, PassedOverFor } from './pipeline/passed-over.ts';
export type { NoteEvent, SourceEvent } from './pipeline/post-events.ts';
export { type PreparedEvent, type PrepareEvent, prepare } from './pipeline/prepare.ts';
export { type PublishSurroundings, publish } from './pipeline/publish.ts';
export type { PublishEvent, PublishedEvent } from './pipeline/publish-events.ts';
export { NoPostsFault } from './pipeline/read-posts.ts';
export type { ReadingEvent } from './pipeline/read-tokens.ts';
export { type RunEvent, type RunFinishedEvent, run } from './pipeline/run.ts';
export { SettingFault } from './pipeline/settings.ts';
export { type TrainResult, train } from './pipeline/train.ts';
export type { TrainEvent } from './pipeline/training-events.ts';
export { MemoryFault } from './pipeline/training-plan.ts';
