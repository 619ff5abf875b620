import { Hono } from 'hono';
import { countWords } from '../../../blog/language/words.ts';
import type { Post } from '../../../blog/posts/post.ts';
import { PostFault } from '../../../blog/posts/post-fault.ts';
import { readPost } from '../../../blog/posts/read-post.ts';
import { queuedDraft } from '../../../blog/publishing/queue.ts';
import { labelKey } from '../../../pipeline/drafts/label-key.ts';
import { readQueue } from '../../../pipeline/publish/read-queue.ts';
import { findDraft } from '../../../pipeline/review/draft-file.ts';
import { saveDraft } from '../../../pipeline/review/save-draft.ts';
import { reviewSettings } from '../../../pipeline/settings/review.ts';
import { USUAL_MIN_SCORE } from '../../../pipeline/settings/shared.ts';
import { exists, pathIn } from '../../../project/paths.ts';
import type { Project } from '../../../project/project.ts';
import { exactText } from '../../../project/text/exact-text.ts';
import type { OldPost, OpenDraft, Preview, QueueListing } from '../../review-protocol.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { KeptReviews } from '../kept-reviews.ts';
import type { Places } from '../places.ts';
import { picture, pictureAddress } from '../preview/pictures.ts';
import { previewPage } from '../preview/preview-page.ts';
import { jsonOf, RefusedRequest, textIn } from '../refusal.ts';
import { settingsOf } from '../settings-of.ts';

/** Drafts: the queue, one of them with what is known of it, its text as a page, and saving it. */
export function draftRoutes(project: Project, places: Places, jobs: Pick<Jobs, 'listen'>): Hono {
  const { files } = project;
  const reviews = new KeptReviews(project);
  jobs.listen((news) => {
    if (news.type === 'events') for (const { event } of news.events) void reviews.take(event);
  });
  const settings = () => settingsOf(project, 'review', reviewSettings);
  const app = new Hono();
  app.get('/drafts', async (context) => context.json(await listing(project, reviews, await settings())));
  app.get('/draft', async (context) => {
    const { queue } = await settings();
    const { path } = await findDraft(files, queue, await places.inside(context.req.query('path') ?? ''));
    return context.json(await openDraft(project, reviews, path));
  });
  app.put('/draft', async (context) => {
    const body = await jsonOf(context);
    const { queue } = await settings();
    const path = await places.inside(textIn(body, 'path'));
    const saved = await saveDraft(project, queue, path, { text: textIn(body, 'text'), was: textIn(body, 'was') });
    if (saved.isSaved) return context.json(await openDraft(project, reviews, path));
    const message = `${path} was changed meanwhile, and was not written.`;
    return context.json({ error: { code: 'draft-changed', message } }, 409);
  });
  app.post('/preview', async (context) => {
    const body = await jsonOf(context);
    const { passages = [] } = body;
    if (!Array.isArray(passages) || !passages.every((each) => typeof each === 'string')) {
      throw new RefusedRequest(400, 'field', 'passages must be texts.');
    }
    return context.json(previewOf(await places.inside(textIn(body, 'path')), textIn(body, 'text'), passages));
  });
  app.get('/old-post', async (context) => {
    const path = await places.inside(context.req.query('path') ?? '');
    return context.json(await oldPost(project, path, context.req.query('passage') ?? ''));
  });
  app.get('/picture', async (context) => {
    const of = await places.inside(context.req.query('of') ?? '');
    return picture(project, places, of, context.req.query('source') ?? '');
  });
  return app;
}

type ReviewSettings = Awaited<ReturnType<typeof settingsOf<typeof reviewSettings>>>;

async function listing(
  { files }: Project,
  reviews: KeptReviews,
  { queue, label, max_copied, min_score }: ReviewSettings,
): Promise<QueueListing> {
  const limits = { maxCopied: max_copied, minScore: min_score ?? USUAL_MIN_SCORE };
  // Nothing has been written yet.
  if (!(await exists(files, queue))) return { queue, drafts: [], unusable: [], ...limits };
  const read = await readQueue(files, queue, labelKey(label));
  const drafts = [];
  for (const { name, post, approval, day, isGenerated } of read.drafts) {
    const review = await reviews.find(post);
    drafts.push({
      path: pathIn(queue, name),
      name,
      title: post.title,
      date: post.date?.written ?? null,
      words: review?.judgement.shared.words ?? countWords(post.body),
      approval,
      day,
      isGenerated,
      score: review?.judgement.score ?? null,
      isOver: review?.isOver ?? false,
    });
  }
  return { queue, drafts, unusable: read.unusable, ...limits };
}

async function openDraft({ files }: Project, reviews: KeptReviews, path: string): Promise<OpenDraft> {
  const text = await exactText(files, path);
  const { post, problem } = readOrSayWhy(path, text);
  return { path, text, body: post?.body ?? null, problem, review: post === null ? null : await reviews.find(post) };
}

/** A text as a draft. What is wrong with it as a draft is said even if it can be read as a post. */
function readOrSayWhy(path: string, text: string): { post: Post | null; problem: OpenDraft['problem'] } {
  let post: Post | null = null;
  try {
    post = readPost(path, text);
    queuedDraft(path, post);
    return { post, problem: null };
  } catch (error) {
    if (error instanceof PostFault) return { post, problem: { line: error.line, reason: error.reason } };
    throw error;
  }
}

function previewOf(path: string, text: string, passages: readonly string[]): Preview {
  const { post, problem } = readOrSayWhy(path, text);
  if (post === null) return { title: null, html: '', problem };
  const { html } = pageOf(post, path, passages);
  return { title: post.title, html, problem };
}

function pageOf(post: Post, path: string, passages: readonly string[]): ReturnType<typeof previewPage> {
  try {
    return previewPage(post, { passages, imageAddress: (source) => pictureAddress(path, source) });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RefusedRequest(422, 'too-deep', 'Lists and quotes in it are nested too deeply to be shown as a page.');
  }
}

async function oldPost({ files }: Project, path: string, passage: string): Promise<OldPost> {
  if (!(await exists(files, path))) {
    throw new RefusedRequest(
      404,
      'old-post',
      `There is no file ${path}: it was moved since, or the post is part of an export or a feed.`,
    );
  }
  const post = readPost(path, await exactText(files, path));
  const { html, found } = pageOf(post, path, passage === '' ? [] : [passage]);
  return { path, title: post.title, date: post.date?.written ?? null, html, isFound: found.has(0) };
}
