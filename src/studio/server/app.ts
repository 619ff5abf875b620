import { Hono } from 'hono';
import { type ApiOptions, studioApi } from './api.ts';
import { type GuardOptions, guard } from './guard.ts';
import { pageFile } from './page-files.ts';
import { errorAnswer, RefusedRequest } from './refusal.ts';

export interface AppOptions extends ApiOptions {
  readonly guard: GuardOptions;
}

/** The studio over HTTP: pages at /, and everything else below /api. */
export function studioApp(options: AppOptions): Hono {
  const app = new Hono();
  app.onError(errorAnswer);
  app.use(guard(options.guard));
  app.route('/', studioApi(options));
  app.get('*', async (context) => {
    const file = await pageFile(context.req.path);
    if (file === null) throw new RefusedRequest(404, 'path', `There is no page ${context.req.path}.`);
    return file;
  });
  return app;
}
