import type { Judging } from '../drafts/judging.ts';
import type { CorpusEvent } from '../events/reading.ts';
import type { ModelsUnavailableEvent } from '../events/writing.ts';
import type { Writer } from '../models/open-writer.ts';
import { SettingFault } from '../settings/settings-table.ts';
import { openMeter } from './bits-per-byte-meter.ts';
import { findKnownRun, type OpenJudge, openJudge } from './open-judge.ts';

/** A judge, and the checkpoint whose model it asks; null for that of the writer, if it has one. */
export interface KnownJudge extends OpenJudge {
  readonly after: string | null;
}

/** Which posts texts are compared with, and how they are read. */
export type KnownJudgeSettings = Parameters<typeof openJudge>[3] & {
  readonly dataset: readonly string[] | null;
  readonly run: string | null;
  readonly model_name: string | null;
};

/**
 * Opens the judge of texts that a command chooses among; `what` names the settings that ask for it. Throws SettingFault if it
 * is unknown what the model learned from, and the faults of `findKnownRun` and `openJudge`.
 */
export async function* openKnownJudge(
  project: Parameters<typeof openJudge>[0],
  settings: KnownJudgeSettings,
  what: string,
): AsyncGenerator<CorpusEvent, KnownJudge, undefined> {
  const { dataset, run, model_name } = settings;
  if (dataset === null && model_name !== null) {
    throw new SettingFault(
      'dataset',
      `${what} need a \`dataset\` to compare with, because what ${model_name} learned from is unknown.`,
    );
  }
  const known = await findKnownRun(project, { dataset, run });
  return { ...(yield* openJudge(project, dataset, known, settings)), after: known?.after ?? null };
}

/** What texts are judged by: the posts, and the models from before and after the training if they are known. */
export async function* judgingBy(
  project: Parameters<typeof openMeter>[0],
  { device }: Writer,
  { judge, after }: KnownJudge,
  trained: string | null,
  max_copied: Judging['max_copied'],
): AsyncGenerator<ModelsUnavailableEvent, Judging, undefined> {
  const checkpoint = after ?? trained;
  const meter = checkpoint === null ? null : yield* openMeter(project, device, checkpoint);
  const bitsPerByteOf = meter === null ? null : (text: string) => meter.of(text);
  return { judge, max_copied, bitsPerByteOf };
}
