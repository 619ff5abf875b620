import { Hono } from 'hono';
import type { Project } from '../../../project/project.ts';
import { loadedOnce } from './loaded-once.ts';

/** What went out, what goes out when, and what was missed. */
export function calendarRoutes(project: Project): Hono {
  // The studio opens sooner without.
  const loaded = loadedOnce(async () => new (await import('../calendar/calendar.ts')).Calendar(project));
  const app = new Hono();
  app.get('/calendar', async (context) => context.json(await (await loaded()).until(context.req.query('until') ?? '')));
  return app;
}
