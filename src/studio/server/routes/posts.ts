import { Hono } from 'hono';
import type { Project } from '../../../project/project.ts';
import type { KeptSources } from '../kept-sources.ts';
import type { Places } from '../places.ts';
import { RefusedRequest } from '../refusal.ts';
import { loadedOnce } from './loaded-once.ts';

/** One post of the blog that the config file names, as its file has it and as the model sees it. */
export function postRoutes(project: Project, places: Places, sources: () => Promise<KeptSources>): Hono {
  const app = new Hono();
  // It needs much of the pipeline, which the server begins without.
  const loaded = loadedOnce(async () => {
    const { PostViews } = await import('../post-views.ts');
    return new PostViews(project, await sources());
  });
  app.get('/posts/view', async (context) => {
    const name = context.req.query('name') ?? '';
    if (name === '') throw new RefusedRequest(400, 'name', 'Which post? Its name is missing.');
    const view = await (await loaded()).view(name, context.req.raw.signal);
    if (view === null) throw new RefusedRequest(404, 'post', `${name} is not among the posts; look at them again.`);
    // A link among the posts may lead elsewhere.
    if (view.isFile) await places.inside(view.path);
    return context.json(view);
  });
  return app;
}
