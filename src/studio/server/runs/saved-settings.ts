import { Fault } from '../../../fault.ts';
import { latestCheckpoint } from '../../../pipeline/models/checkpoints/run-folder.ts';
import { readSaved } from '../../../pipeline/train/restore-training.ts';
import { runPlaces } from '../../../project/checkpoint-names.ts';
import type { Project } from '../../../project/project.ts';

/** The settings in the newest checkpoint of a run; null if there is none, or it has weights only or is damaged. */
export async function savedSettings(
  { files, root }: Project,
  name: string,
): Promise<Readonly<Record<string, unknown>> | null> {
  const latest = await latestCheckpoint(files, runPlaces(root, name).checkpoints);
  if (latest === null) return null;
  try {
    return (await readSaved(files, latest.path)).settings;
  } catch (fault) {
    if (fault instanceof Fault) return null;
    throw fault;
  }
}
