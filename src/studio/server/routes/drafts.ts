import { Hono } from 'hono';
import type { Project } from '../../../project/project.ts';
import type { AnyEvent } from '../../protocol.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { KeptSources } from '../kept-sources.ts';
import type { Places } from '../places.ts';
import { jsonOf, RefusedRequest, textIn } from '../refusal.ts';
import { loadedOnce } from './loaded-once.ts';

/** Events that say something about drafts. */
const ABOUT_DRAFTS: ReadonlySet<string> = new Set(['draft-shown', 'judged', 'post-written']);

/** Drafts: the queue, one of them with what is known of it, its text as a page, and saving it. */
export function draftRoutes(
  project: Project,
  places: Places,
  sources: () => Promise<KeptSources>,
  jobs: Pick<Jobs, 'listen'>,
): Hono {
  // It reads Markdown: the studio opens sooner without.
  const loaded = loadedOnce(async () => {
    const { Drafts } = await import('../drafts/drafts.ts');
    return new Drafts(project, places, await sources());
  });
  const take = async (event: AnyEvent) => {
    try {
      await (await loaded()).take(event);
    } catch {
      // What could not be kept, as on a full disk, is judged again when a page asks for it.
    }
  };
  jobs.listen((news) => {
    if (news.type !== 'events') return;
    for (const { event } of news.events) if (ABOUT_DRAFTS.has(event.type)) void take(event);
  });
  const app = new Hono();
  app.get('/drafts', async (context) => context.json(await (await loaded()).list()));
  app.get('/draft', async (context) => context.json(await (await loaded()).open(context.req.query('path') ?? '')));
  app.put('/draft', async (context) => {
    const body = await jsonOf(context);
    const change = { text: textIn(body, 'text'), was: textIn(body, 'was') };
    return context.json(await (await loaded()).save(textIn(body, 'path'), change));
  });
  app.post('/preview', async (context) => {
    const body = await jsonOf(context);
    const { passages = [] } = body;
    if (!Array.isArray(passages) || !passages.every((each) => typeof each === 'string')) {
      throw new RefusedRequest(400, 'field', 'passages must be texts.');
    }
    return context.json(await (await loaded()).preview(textIn(body, 'path'), textIn(body, 'text'), passages));
  });
  app.get('/old-post', async (context) => {
    const { path = '', passage = '' } = context.req.query();
    return context.json(await (await loaded()).oldPost(path, passage, context.req.raw.signal));
  });
  app.get('/picture', async (context) => {
    const { of = '', source = '' } = context.req.query();
    return (await loaded()).picture(of, source);
  });
  return app;
}
