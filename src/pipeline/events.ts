/** What each command tells while it works, each a union over `type`. */
export type { DownloadEvent } from '../node/downloads/download-events.ts';
export type { GenerateEvent } from './generate.ts';
export type { ImportEvent } from './import.ts';
export type { InteractiveEvent } from './interactive.ts';
export type { JudgeEvent } from './judge.ts';
export type { ModelsEvent } from './models.ts';
export type { PrepareEvent } from './prepare.ts';
export type { RunEvent } from './run.ts';
export type { TrainEvent } from './training/training-events.ts';
