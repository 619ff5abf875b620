import { Hono } from 'hono';
import { commandSettings } from '../../../pipeline/settings/command-settings.ts';
import { checkSettings } from '../../../pipeline/settings/settings-table.ts';
import type { JobRequest, ServerMessage } from '../../protocol.ts';
import { eventFeed } from '../event-feed.ts';
import { isJobCommand } from '../jobs/job-kinds.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { jsonOf, RefusedRequest } from '../refusal.ts';

/** Jobs: begin, look at, stop; and the feed of everything that they report. */
export function jobRoutes(jobs: Jobs, signal: AbortSignal, onSources: (request: JobRequest) => void): Hono {
  const app = new Hono();
  app.get('/events', () => {
    const first: ServerMessage = { type: 'jobs', jobs: jobs.all };
    return eventFeed(first, (listener) => jobs.listen(listener), signal);
  });
  app.get('/jobs', (context) => context.json(jobs.all));
  app.post('/jobs', async (context) => {
    const request = requestIn(await jsonOf(context));
    onSources(request);
    return context.json(jobs.start(request), 201);
  });
  app.get('/jobs/:id', (context) => {
    const job = found(jobs, context.req.param('id'));
    const after = Number(context.req.query('after') ?? 0);
    return context.json({ job, events: jobs.eventsOf(job.id, Number.isSafeInteger(after) ? after : 0) });
  });
  app.post('/jobs/:id/stop', (context) => {
    const { id } = found(jobs, context.req.param('id'));
    jobs.stop(id);
    return context.json(jobs.find(id));
  });
  return app;
}

function found(jobs: Jobs, id: string) {
  const job = jobs.find(id);
  if (job === null) throw new RefusedRequest(404, 'job', 'There is no such job; it may have been forgotten.');
  return job;
}

/** The request in a body. What was given is checked before the job waits in line. Throws RefusedRequest and SettingFault. */
function requestIn({ command, settings = {}, answers }: Readonly<Record<string, unknown>>): JobRequest {
  if (!isJobCommand(command)) throw new RefusedRequest(400, 'command', `There is no job ${JSON.stringify(command)}.`);
  if (!isObject(settings)) throw new RefusedRequest(400, 'settings', 'settings must be an object.');
  const { settings: table } = commandSettings[command];
  const given = Object.entries(settings).filter(([, value]) => value !== undefined && value !== null);
  // Those that are missing may be in the config file.
  const known = given.map(([name]) => [name, table[name as keyof typeof table]]).filter(([, setting]) => setting);
  checkSettings(Object.fromEntries(known), Object.fromEntries(given));
  if (answers === undefined) return { command, settings: Object.fromEntries(given) };
  if (!isObject(answers) || !Object.values(answers).every((value) => typeof value === 'string')) {
    throw new RefusedRequest(400, 'answers', 'answers must be texts.');
  }
  return { command, settings: Object.fromEntries(given), answers: answers as Record<string, string> };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
