import { Hono } from 'hono';
import type { Project } from '../../project/project.ts';
import type { Desk } from './desk.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { Places } from './places.ts';
import { errorAnswer, RefusedRequest } from './refusal.ts';
import { calendarRoutes } from './routes/calendar.ts';
import { deskRoutes } from './routes/desk.ts';
import { draftRoutes } from './routes/drafts.ts';
import { jobRoutes } from './routes/jobs.ts';
import { loadedOnce } from './routes/loaded-once.ts';
import { modelRoutes } from './routes/models.ts';
import { postRoutes } from './routes/posts.ts';
import { namePlaces, projectRoutes } from './routes/project.ts';
import { runRoutes } from './routes/runs.ts';
import { uploadRoutes } from './routes/uploads.ts';

export interface ApiOptions {
  readonly project: Project;
  readonly places: Places;
  readonly jobs: Jobs;
  readonly desk: Desk;
  /** The command that starts the program, for the command lines that pages show. */
  readonly program: string;
  readonly signal: AbortSignal;
}

/** Everything that the pages ask for, below /api. It runs anywhere: who may ask is the business of whoever mounts it. */
export function studioApi({ project, places, jobs, desk, program, signal }: ApiOptions): Hono {
  const app = new Hono().basePath('/api');
  app.onError(errorAnswer);
  app.use(async (context, next) => {
    await next();
    context.res.headers.set('x-content-type-options', 'nosniff');
    if (!context.res.headers.has('cache-control')) context.res.headers.set('cache-control', 'no-store');
  });
  const name = ({ settings }: { readonly settings: Readonly<Record<string, unknown>> }) => namePlaces(places, settings);
  // Posts are read from the same sources on several pages.
  const sources = loadedOnce(async () => new (await import('./kept-sources.ts')).KeptSources(project));
  app.route('/', jobRoutes(jobs, signal, name));
  app.route('/', projectRoutes(project, places, program));
  app.route('/', postRoutes(project, places, sources));
  app.route('/', deskRoutes(desk));
  app.route('/', uploadRoutes(project));
  app.route('/', modelRoutes(project));
  app.route('/', runRoutes(project, places));
  app.route('/', draftRoutes(project, places, sources, jobs));
  app.route('/', calendarRoutes(project));
  app.all('*', ({ req: { method, path } }) => {
    throw new RefusedRequest(404, 'path', `There is no ${method} ${path}.`);
  });
  return app;
}
