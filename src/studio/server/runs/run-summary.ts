import { runReports } from '../../../pipeline/doctor/run-report.ts';
import { bestCheckpoint, checkpointSteps } from '../../../pipeline/models/checkpoints/run-folder.ts';
import { readFacts } from '../../../pipeline/train/training-facts.ts';
import { REPORT, runPlaces } from '../../../project/checkpoint-names.ts';
import type { Files } from '../../../project/files.ts';
import { nullIfMissing } from '../../../project/null-if-missing.ts';
import { exists, pathIn } from '../../../project/paths.ts';
import type { Project } from '../../../project/project.ts';
import { treeBytes } from '../../../project/tree-bytes.ts';
import type { RunSummary } from '../../protocol.ts';
import { savedSettings } from './saved-settings.ts';

/** Every run in checkpoint/, the one that last changed first. */
export async function runSummaries(project: Project): Promise<RunSummary[]> {
  const { files, root } = project;
  const summaries: RunSummary[] = [];
  for (const report of await runReports(project)) {
    const { checkpoints: folder, samples } = runPlaces(root, report.name);
    const facts = await readFacts(files, folder);
    const best = await bestCheckpoint(files, folder);
    summaries.push({
      ...report,
      startedFrom: facts?.model ?? startedFrom(await savedSettings(project, report.name)),
      bytes: (await treeBytes(files, folder)) + ((await nullIfMissing(treeBytes(files, samples))) ?? 0),
      changed: new Date(await changedMs(files, folder)).toISOString(),
      checkpoints: await checkpointSteps(files, folder),
      best: best?.step ?? null,
      hasReport: await exists(files, pathIn(folder, REPORT)),
    });
  }
  return summaries.sort((a, b) => (a.changed < b.changed ? 1 : -1));
}

/** When something in a folder last changed: a browser dates only files, and a folder not what is appended to one. */
async function changedMs(files: Files, folder: string): Promise<number> {
  let newest = (await files.stat(folder)).modifiedMs;
  for (const { name, kind } of await files.list(folder)) {
    // A file may be gone by now: a training replaces them.
    const status = kind === 'file' ? await nullIfMissing(files.stat(pathIn(folder, name))) : null;
    newest = Math.max(newest, status?.modifiedMs ?? 0);
  }
  return newest;
}

function startedFrom(settings: Readonly<Record<string, unknown>> | null): string | null {
  return typeof settings?.model_name === 'string' ? settings.model_name : null;
}
