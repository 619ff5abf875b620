import { dirname, relative } from 'pathe';
import { countWords } from '../../../blog/language/words.ts';
import type { Post } from '../../../blog/posts/post.ts';
import { PostFault } from '../../../blog/posts/post-fault.ts';
import { readPost } from '../../../blog/posts/read-post.ts';
import { queuedDraft } from '../../../blog/publishing/queue.ts';
import { labelKey } from '../../../pipeline/drafts/label-key.ts';
import { ownPictures } from '../../../pipeline/publish/own-pictures.ts';
import { readQueue } from '../../../pipeline/publish/read-queue.ts';
import { findDraft } from '../../../pipeline/review/draft-file.ts';
import { saveDraft } from '../../../pipeline/review/save-draft.ts';
import { type ReviewSettings, reviewSettings } from '../../../pipeline/settings/review.ts';
import { USUAL_MIN_SCORE } from '../../../pipeline/settings/shared.ts';
import { exists, pathIn } from '../../../project/paths.ts';
import type { Project } from '../../../project/project.ts';
import { exactText } from '../../../project/text/exact-text.ts';
import type { AnyEvent } from '../../protocol.ts';
import type { OldPost, OpenDraft, Preview, QueueListing } from '../../review-protocol.ts';
import type { KeptSources } from '../kept-sources.ts';
import type { Places } from '../places.ts';
import { RefusedRequest } from '../refusal.ts';
import { settingsOf } from '../settings-of.ts';
import { KeptReviews } from './kept-reviews.ts';
import { OldPosts } from './old-posts.ts';
import { pageOf } from './page-of.ts';
import { picture, pictureAddress } from './pictures.ts';

/** The drafts of a project, for the pages. Paths that a page names are looked up in the places. */
export class Drafts {
  readonly #project: Project;
  readonly #places: Places;
  readonly #reviews: KeptReviews;
  readonly #oldPosts: OldPosts;

  constructor(project: Project, places: Places, sources: KeptSources) {
    this.#project = project;
    this.#places = places;
    this.#reviews = new KeptReviews(project);
    this.#oldPosts = new OldPosts(project, places, sources);
  }

  /** Takes what a job found out about drafts. */
  take(event: AnyEvent): Promise<void> {
    return this.#reviews.take(event);
  }

  /** The queue. Throws ConfigFault and SettingFault. */
  async list(): Promise<QueueListing> {
    return listing(this.#project, this.#reviews, await this.#settings());
  }

  /** One draft. Throws RefusedRequest, NotADraftFault and UnreadableFault. */
  async open(given: string): Promise<OpenDraft> {
    const { queue } = await this.#settings();
    const { path } = await findDraft(this.#project.files, queue, await this.#places.inside(given));
    return openDraft(this.#project, this.#reviews, path);
  }

  /** Writes a draft, unless it is not what the page has shown. Throws RefusedRequest and the faults of `saveDraft`. */
  async save(given: string, change: { readonly text: string; readonly was: string }): Promise<OpenDraft> {
    const { queue } = await this.#settings();
    const { path } = await findDraft(this.#project.files, queue, await this.#places.inside(given));
    const { isSaved } = await saveDraft(this.#project, queue, path, change);
    if (isSaved) return openDraft(this.#project, this.#reviews, path);
    throw new RefusedRequest(409, 'draft-changed', `${path} was changed meanwhile, and was not written.`);
  }

  /** A text as the page of a post. Throws RefusedRequest. */
  async preview(path: string, text: string, passages: readonly string[]): Promise<Preview> {
    return previewOf(await this.#places.inside(path), text, passages);
  }

  /** A post that a passage is from, with the passage marked. Throws the faults of `OldPosts.show`. */
  oldPost(path: string, passage: string, signal: AbortSignal): Promise<OldPost> {
    return this.#oldPosts.show(path, passage, signal);
  }

  /** A picture of a text. Throws RefusedRequest. */
  async picture(of: string, source: string): Promise<Response> {
    return picture(this.#project, this.#places, await this.#places.inside(of), source);
  }

  #settings(): Promise<ReviewSettings> {
    return settingsOf(this.#project, 'review', reviewSettings);
  }
}

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
  const { inFolder, beside, shared } = await ownPictures(files, path);
  const [own] = [...inFolder, ...beside, ...shared];
  const picture = own === undefined ? null : pictureAddress(path, relative(dirname(files.resolve(path)), own));
  return {
    path,
    text,
    picture,
    body: post?.body ?? null,
    problem,
    review: post === null ? null : await reviews.find(post),
  };
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
  const { html } = pageOf(post, { passages, imageAddress: (source) => pictureAddress(path, source) });
  return { title: post.title, html, problem };
}
