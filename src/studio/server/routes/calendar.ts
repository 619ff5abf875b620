import { Hono } from 'hono';
import type { Project } from '../../../project/project.ts';
import type { Calendar } from '../calendar/calendar.ts';

/** What went out, what goes out when, and what was missed. */
export function calendarRoutes(project: Project): Hono {
  let loading: Promise<Calendar> | null = null;
  // The studio opens sooner without.
  const loaded = () => {
    loading ??= import('../calendar/calendar.ts').then(({ Calendar }) => new Calendar(project));
    return loading;
  };
  const app = new Hono();
  app.get('/calendar', async (context) => context.json(await (await loaded()).until(context.req.query('until') ?? '')));
  return app;
}
