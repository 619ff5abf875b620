import { join } from 'pathe';
import { reportCommand } from '../../blog/report/html-page.ts';
import { REPORT, runPlaces } from '../../project/checkpoint-names.ts';
import { FileExistsFault } from '../../project/file-faults.ts';
import { textIfThere } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import { writeText } from '../../project/write-text.ts';
import type { ReportEvent, ReportWrittenEvent } from '../events/reporting.ts';
import type { ReportGiven } from '../settings/given/report.ts';
import { reportSettings } from '../settings/report.ts';
import { checkSettings } from '../settings/settings-table.ts';
import { findRun, readRun } from './read-run.ts';
import { trainingPage } from './training-page.ts';
import { verdictOf } from './verdict.ts';

/**
 * Writes a page about the training of a run. It replaces an earlier report, and another file only if `overwrite` is set.
 * Throws SettingFault, NoModelFault, RunRecordFault, FileExistsFault and WriteFault.
 */
export async function* report(given: ReportGiven, project: Project): AsyncGenerator<ReportEvent, void, undefined> {
  const settings = checkSettings(reportSettings, given);
  const run = await findRun(project, settings.run);
  const path = settings.out ?? reportPath(project, run);
  const before = await textIfThere(project.files, path);
  if (!settings.overwrite && before !== null && reportCommand(before) !== 'report') {
    throw new FileExistsFault(`${path} already exists and is not a report; give another name, or --overwrite.`);
  }
  yield await writeReport(project, run, path);
}

/** Writes the report of a run, by default into its folder. Throws the faults of `readRun`, and WriteFault. */
export async function writeReport(
  project: Project,
  run: string,
  path = reportPath(project, run),
): Promise<ReportWrittenEvent> {
  const recorded = await readRun(project, run);
  await writeText(project.files, path, trainingPage(recorded));
  return { type: 'report-written', run, path, verdict: verdictOf(recorded.rows).sentence };
}

function reportPath({ root }: Project, run: string): string {
  return join(runPlaces(root, run).checkpoints, REPORT);
}
