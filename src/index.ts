/** The library's entry for Node. */
export { Fault } from './fault.ts';
export { type EncodedEvent, encode } from './pipeline/encode.ts';
export { type PreparedEvent, type PrepareEvent, prepare } from './pipeline/prepare.ts';
export { NoPostsFault, type NoteEvent, type PassedOver, type PassedOverEvent } from './pipeline/read-posts.ts';
export type { ReadingEvent } from './pipeline/read-tokens.ts';
export { SettingFault } from './pipeline/settings.ts';
export { type TrainResult, train } from './pipeline/train.ts';
export type { TrainEvent } from './pipeline/training-events.ts';
export { MemoryFault } from './pipeline/training-plan.ts';
