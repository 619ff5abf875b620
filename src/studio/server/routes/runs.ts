import { Hono } from 'hono';
import { NoModelFault } from '../../../pipeline/models/find-model.ts';
import { readRun } from '../../../pipeline/report/read-run.ts';
import { isRunName, REPORT, runPlaces } from '../../../project/checkpoint-names.ts';
import { pathIn, textIfThere } from '../../../project/paths.ts';
import type { Project } from '../../../project/project.ts';
import type { Places } from '../places.ts';
import { RefusedRequest } from '../refusal.ts';
import { emptyHistory, runHistory } from '../runs/run-history.ts';
import { runSummaries } from '../runs/run-summary.ts';

/** What the browser may do with a report: show it, and nothing else; it has styles in the page, and no script. */
const REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'none'";

/** What is on disk about runs: all of them, and of one its history, its samples and the report. */
export function runRoutes(project: Project, places: Places): Hono {
  const app = new Hono();
  app.get('/runs', async (context) => context.json(await runSummaries(project)));
  app.get('/runs/:run/history', async (context) => {
    const name = await checkedName(project, places, context.req.param('run'));
    return context.json(await ifRecorded(runHistory(project, name), emptyHistory(name)));
  });
  app.get('/runs/:run/samples', async (context) => {
    const name = await checkedName(project, places, context.req.param('run'));
    return context.json(
      await ifRecorded(
        readRun(project, name).then(({ samples }) => samples),
        [],
      ),
    );
  });
  app.get('/runs/:run/report', async (context) => {
    const name = await checkedName(project, places, context.req.param('run'));
    const page = await textIfThere(project.files, pathIn(runPlaces(project.root, name).checkpoints, REPORT));
    if (page === null) throw new RefusedRequest(404, 'report', `The run ${name} has no report yet.`);
    return context.html(page, 200, { 'content-security-policy': REPORT_POLICY, 'referrer-policy': 'no-referrer' });
  });
  return app;
}

/** The name, if it can be that of a run in this project, which need not have begun. Throws RefusedRequest. */
async function checkedName({ root }: Project, places: Places, name: string): Promise<string> {
  if (!isRunName(name)) throw new RefusedRequest(404, 'run', `${JSON.stringify(name)} is not a name for a run.`);
  await places.inside(runPlaces(root, name).checkpoints);
  return name;
}

/** What was recorded; `none` of a run that has not begun, or has not made its first step. */
async function ifRecorded<Value>(reading: Promise<Value>, none: Value): Promise<Value> {
  try {
    return await reading;
  } catch (fault) {
    if (fault instanceof NoModelFault) return none;
    throw fault;
  }
}
