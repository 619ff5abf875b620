import { Hono } from 'hono';
import { serveSettings } from '../../../pipeline/settings/serve.ts';
import { checkSettings } from '../../../pipeline/settings/settings-table.ts';
import type { Desk } from '../desk.ts';
import { jsonOf, RefusedRequest } from '../refusal.ts';

/** The writing desk: open it with a model, then ask it as `tpdne serve` is asked. */
export function deskRoutes(desk: Desk): Hono {
  const app = new Hono();
  app.post('/desk', async (context) => {
    const settings = await jsonOf(context);
    checkSettings(serveSettings, settings);
    const opened = await desk.open(settings);
    if ('model' in opened) return context.json(opened);
    throw new RefusedRequest(400, opened.code, opened.message);
  });
  app.delete('/desk', (context) => {
    desk.close();
    return context.json({ closed: true });
  });
  app.all('/desk/v1/*', async (context) => {
    const { method, raw } = context.req;
    const path = new URL(raw.url).pathname.replace(/^.*?(?=\/v1\/)/, '');
    const body = method === 'GET' ? '' : await context.req.text();
    const answer = desk.request(method, path, body, raw.signal);
    if (answer === null) throw new RefusedRequest(409, 'desk', 'Open the writing desk first.');
    return answer;
  });
  return app;
}
