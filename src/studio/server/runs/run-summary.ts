import { runReports } from '../../../pipeline/doctor/run-report.ts';
import { bestCheckpoint, checkpointSteps } from '../../../pipeline/models/checkpoints/run-folder.ts';
import { readFacts } from '../../../pipeline/train/training-facts.ts';
import { REPORT, runPlaces } from '../../../project/checkpoint-names.ts';
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
      changed: new Date((await files.stat(folder)).modifiedMs).toISOString(),
      checkpoints: await checkpointSteps(files, folder),
      best: best?.step ?? null,
      hasReport: await exists(files, pathIn(folder, REPORT)),
    });
  }
  return summaries.sort((a, b) => (a.changed < b.changed ? 1 : -1));
}

function startedFrom(settings: Readonly<Record<string, unknown>> | null): string | null {
  return typeof settings?.model_name === 'string' ? settings.model_name : null;
}
