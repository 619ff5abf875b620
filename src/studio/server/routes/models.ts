import { Hono } from 'hono';
import { baseOptions } from '../../../pipeline/models/base-options.ts';
import type { Project } from '../../../project/project.ts';

/** The models that a training can start from, as `tpdne models` lists them, with what each would take on this machine. */
export function modelRoutes(project: Project): Hono {
  const app = new Hono();
  app.get('/models', async (context) => context.json(await baseOptions(project)));
  return app;
}
