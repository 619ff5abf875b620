/** What each command tells while it works, each a union over `type`. */
export type { PrepareEvent } from './prepare.ts';
export type { TrainEvent } from './training-events.ts';
