import { Hono } from 'hono';
import type { Project } from '../../project/project.ts';
import type { Desk } from './desk.ts';
import { type GuardOptions, guard } from './guard.ts';
import type { Jobs } from './jobs/jobs.ts';
import { pageFile } from './page-files.ts';
import type { Places } from './places.ts';
import { errorAnswer, RefusedRequest } from './refusal.ts';
import { calendarRoutes } from './routes/calendar.ts';
import { deskRoutes } from './routes/desk.ts';
import { draftRoutes } from './routes/drafts.ts';
import { jobRoutes } from './routes/jobs.ts';
import { modelRoutes } from './routes/models.ts';
import { postRoutes } from './routes/posts.ts';
import { namePlaces, projectRoutes } from './routes/project.ts';
import { runRoutes } from './routes/runs.ts';
import { uploadRoutes } from './routes/uploads.ts';

export interface AppOptions {
  readonly project: Project;
  readonly places: Places;
  readonly jobs: Jobs;
  readonly desk: Desk;
  readonly guard: GuardOptions;
  /** The command that starts the program, for the command lines that pages show. */
  readonly program: string;
  readonly signal: AbortSignal;
}

/** The studio over HTTP: pages at /, and everything else below /api. */
export function studioApp({ project, places, jobs, desk, program, signal, ...options }: AppOptions): Hono {
  const app = new Hono();
  app.onError(errorAnswer);
  app.use(guard(options.guard));
  const api = new Hono();
  api.onError(errorAnswer);
  api.use(async (context, next) => {
    await next();
    context.res.headers.set('x-content-type-options', 'nosniff');
    if (!context.res.headers.has('cache-control')) context.res.headers.set('cache-control', 'no-store');
  });
  const name = ({ settings }: { readonly settings: Readonly<Record<string, unknown>> }) => namePlaces(places, settings);
  api.route('/', jobRoutes(jobs, signal, name));
  api.route('/', projectRoutes(project, places, program));
  api.route('/', postRoutes(project, places));
  api.route('/', deskRoutes(desk));
  api.route('/', uploadRoutes(project));
  api.route('/', modelRoutes(project));
  api.route('/', runRoutes(project, places));
  api.route('/', draftRoutes(project, places, jobs));
  api.route('/', calendarRoutes(project));
  api.all('*', ({ req: { method, path } }) => {
    throw new RefusedRequest(404, 'path', `There is no ${method} ${path}.`);
  });
  app.route('/api', api);
  app.get('*', async (context) => {
    const file = await pageFile(context.req.path);
    if (file === null) throw new RefusedRequest(404, 'path', `There is no page ${context.req.path}.`);
    return file;
  });
  return app;
}
