/** The library's entry for Node. */
export { Fault } from './fault.ts';
export { type EncodedEvent, encode } from './pipeline/encode.ts';
export { type ExportedEvent, type ExportingEvent, exportModel } from './pipeline/export.ts';
export { type GenerateEvent, generate } from './pipeline/generate.ts';
export { type ImportEvent, type ImportedEvent, importPosts } from './pipeline/import.ts';
export { type InteractiveEvent, interactive } from './pipeline/interactive.ts';
export type { PassedOver, PassedOverEvent, PassedOverFor } from './pipeline/passed-over.ts';
export type { NoteEvent, SourceEvent } from './pipeline/post-events.ts';
export { type PreparedEvent, type PrepareEvent, prepare } from './pipeline/prepare.ts';
export { NoPostsFault } from './pipeline/read-posts.ts';
export type { ReadingEvent } from './pipeline/read-tokens.ts';
export { type RunEvent, type RunFinishedEvent, run } from './pipeline/run.ts';
export { SettingFault } from './pipeline/settings.ts';
export { type TrainResult, train } from './pipeline/train.ts';
export type { TrainEvent } from './pipeline/training-events.ts';
export { MemoryFault } from './pipeline/training-plan.ts';
export { NoDraftFault } from './pipeline/write-posts.ts';
