/** The library's entry for browsers and other runtimes without Node; its functions take a `Project` from the caller. */

export * from './faults.ts';
export { continueDraft } from './pipeline/continue/continue.ts';
export { encode } from './pipeline/encode/encode.ts';
export { evaluate } from './pipeline/evaluate/evaluate.ts';
export { exportModel } from './pipeline/export/export.ts';
export { generate } from './pipeline/generate/generate.ts';
export { importPosts } from './pipeline/import/import.ts';
export { judge } from './pipeline/judge/judge.ts';
export { type MemoryProjectOptions, memoryProject } from './pipeline/memory-project.ts';
export { models } from './pipeline/models/models.ts';
export { prepare } from './pipeline/prepare/prepare.ts';
export { remove } from './pipeline/remove/remove.ts';
export { report } from './pipeline/report/report.ts';
export { run } from './pipeline/run/run.ts';
export { show } from './pipeline/show/show.ts';
export { train } from './pipeline/train/train.ts';
export type { Devices } from './project/devices.ts';
export type { Files } from './project/files.ts';
export { type KnownModel, knownModels } from './project/known-models.ts';
export type { Project } from './project/project.ts';
