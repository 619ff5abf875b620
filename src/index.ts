/** The library's entry for Node. */
export { Fault } from './fault.ts';
export { type EncodedEvent, encode } from './pipeline/encode.ts';
export type { ReadingEvent } from './pipeline/read-tokens.ts';
export { SettingFault } from './pipeline/settings.ts';
