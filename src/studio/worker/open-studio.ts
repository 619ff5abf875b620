import { Hono } from 'hono';
import { browserProject } from '../../browser-project/browser-project.ts';
import { commandLine } from '../command-line.ts';
import { studioApi } from '../server/api.ts';
import { Desk } from '../server/desk.ts';
import { JobFiles } from '../server/jobs/job-files.ts';
import { Jobs } from '../server/jobs/jobs.ts';
import { jobRunner } from '../server/jobs/run-job.ts';
import { Places } from '../server/places.ts';
import { errorAnswer } from '../server/refusal.ts';
import { projectFacts } from '../server/routes/project.ts';
import { baseModelRoutes, fetchVocabulary } from './base-model.ts';
import { downloadRoutes } from './downloads.ts';
import { kernels } from './kernels.ts';
import { startWorker } from './start-worker.ts';
import { VERSION } from './version.ts';

/** The command that the command lines begin with. */
const PROGRAM = 'tpdne';

/**
 * The studio over a project in the browser: the routes of the server, without one. Jobs that an earlier tab left go on. Throws
 * UnsupportedBrowserFault.
 */
export async function openStudio(): Promise<(request: Request) => Response | Promise<Response>> {
  const project = await browserProject({ version: VERSION, kernels });
  await fetchVocabulary(project);
  const places = new Places(project.files, project.root);
  await projectFacts(project, places, PROGRAM);
  const jobs = await Jobs.open({
    files: new JobFiles(project.files, project.root),
    runner: jobRunner({ start: startWorker, projectWith: (signal) => ({ ...project, signal }) }),
    now: project.now,
    newId: () => crypto.randomUUID(),
    lineOf: ({ command, settings }) => commandLine(command, settings, PROGRAM),
    // Workers end with their tab.
    isAlive: () => false,
    sleep: project.sleep,
  });
  const { signal } = new AbortController();
  const app = new Hono();
  app.onError(errorAnswer);
  app.route('/', baseModelRoutes(project));
  app.route('/', downloadRoutes(project));
  app.route('/', studioApi({ project, places, jobs, desk: new Desk(startWorker), program: PROGRAM, signal }));
  return (request) => app.fetch(request);
}
