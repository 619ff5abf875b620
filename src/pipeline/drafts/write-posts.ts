import { median } from '../../blog/corpus/median.ts';
import type { BlogForm } from '../../blog/drafts/blog-form.ts';
import { type Draft, draftFromText } from '../../blog/drafts/draft.ts';
import { formInZone } from '../../blog/drafts/form-in-zone.ts';
import { learnForm } from '../../blog/drafts/learn-form.ts';
import { againstHabits, type TitleHabits, titleHabits } from '../../blog/drafts/title-habits.ts';
import { writeDraft } from '../../blog/drafts/write-draft.ts';
import type { SiteFacts } from '../../blog/import/sites/site-facts.ts';
import { DraftJudge } from '../../blog/judging/draft-judge.ts';
import type { Judgement, Perplexity } from '../../blog/judging/judgement.ts';
import { countWords } from '../../blog/language/words.ts';
import { generateTexts } from '../../engine/generation/generate-texts.ts';
import type { SamplingSettings } from '../../engine/generation/sampling.ts';
import type { TextEvent } from '../../engine/generation/text.ts';
import { exists, pathIn } from '../../node/files/paths.ts';
import { FileExistsFault } from '../../node/files/write-fault.ts';
import { writeText } from '../../node/files/write-text.ts';
import type { PostDocument } from '../corpus/post-events.ts';
import type { Writer } from '../models/open-writer.ts';
import type { WrittenPost } from '../run/state.ts';
import {
  chooseEnough,
  type DoneText,
  type Judged,
  mostTexts,
  type RejectedEvent,
  type Rejection,
  rejectionOf,
  type TextLookedAt,
} from './choose-texts.ts';
import { draftPrompt } from './draft-prompt.ts';

export interface PostsRequest {
  readonly documents: readonly PostDocument[];
  /** Titles that no new post may have, besides those of the documents. */
  readonly takenTitles: readonly string[];
  /** The same of slugs. */
  readonly takenSlugs: readonly string[];
  /** Posts still to write, and the number of the first text to draw for them. */
  readonly count: number;
  readonly firstNumber: number;
  /** Drafts to choose each post from. */
  readonly best_of: number;
  /** Most words in a row that a post may have in common with a document. */
  readonly max_copied: number | 'any';
  /** What models say of a draft's body; null where none is asked. */
  readonly perplexityOf: ((body: string) => Promise<Perplexity>) | null;
  readonly length: number;
  readonly sampling: SamplingSettings;
  readonly seed: number;
  /** What is known of the site that the documents are part of; null for nothing. */
  readonly site: SiteFacts | null;
  /** The key that says that a model wrote a post; null: nothing says so. */
  readonly label: string | null;
  readonly out: string;
  readonly date: Date;
  /** On whose clock it is written. */
  readonly timeZone: string;
  readonly signal?: AbortSignal | undefined;
}

export type PostEvent =
  | Extract<TextEvent, { type: 'text-grew' }>
  /** A text is no post, or copies too much. */
  | RejectedEvent
  /** One of several drafts that a post is chosen from. */
  | (TextLookedAt & { readonly type: 'candidate'; readonly title: string; readonly judgement: Judgement })
  /** The file of a post is about to be written. */
  | (TextLookedAt & { readonly type: 'post-drafted'; readonly post: WrittenPost })
  /** It is in its place. */
  | (TextLookedAt & { readonly type: 'post-written'; readonly post: WrittenPost });

/** More texts side by side take memory, and hardly less time. */
const SIDE_BY_SIDE = 8;

/** What is shorter than this share of the blog's usual post is a remark, not a post. */
const SHORTEST_SHARE = 1 / 5;

/**
 * Draws texts until enough of them are posts, each the best of `best_of` drafts, and writes these into files in the form
 * of the blog, in the order of the texts' numbers. A model that learned front matter is held to the blog's while it writes
 * it (see `draftPrompt`). A text is rejected that is none, ends far too soon, begins like no title of the blog, has the
 * title of a post that exists, or copies too much. How many are drawn: see `mostTexts`.
 * Throws NoDraftFault, WriteFault, LogitsFault, and the signal's reason when it is given.
 */
export async function* writePosts(
  { model, tokenizer }: Writer,
  request: PostsRequest,
): AsyncGenerator<PostEvent, void, undefined> {
  const desk = new WritingDesk(request);
  const { count, best_of, firstNumber, length, sampling, seed, signal } = request;
  const texts = generateTexts(model, tokenizer, {
    ...draftPrompt(request.documents),
    promptBegins: true,
    includePrompt: true,
    stopAtEnd: true,
    count: mostTexts(request),
    batchSize: Math.min(count * best_of, SIDE_BY_SIDE),
    firstNumber,
    length,
    sampling,
    seed,
    signal,
  });
  for await (const event of chooseEnough(texts, (text) => desk.lookAt(text), request, 'became posts')) {
    if (event.type === 'chosen') yield* desk.write(event.made, event);
    else if (event.type === 'candidate') {
      const { made, ...looked } = event;
      yield { ...looked, title: made.draft.title, judgement: made.judgement };
    } else if (event.type !== 'prompt-cut') yield event;
  }
}

/** A draft that could be a post. */
interface Candidate extends Judged {
  readonly draft: Draft;
}

/** Makes posts of texts: knows the blog's form, its titles and its words. */
class WritingDesk {
  readonly #request: PostsRequest;
  readonly #form: BlogForm;
  readonly #titles: Set<string>;
  readonly #titleHabits: TitleHabits;
  readonly #slugs: Set<string>;
  readonly #judge: DraftJudge;
  /** In the post of middle length. */
  readonly #usualWords: number;

  constructor(request: PostsRequest) {
    const posts = request.documents.map(({ post }) => post);
    this.#request = request;
    this.#form = formInZone(learnForm(posts, request.site), request.timeZone, request.date);
    this.#titleHabits = titleHabits(posts.flatMap(({ title }) => title ?? []));
    const titles = [...posts.map(({ title }) => title ?? ''), ...request.takenTitles];
    this.#titles = new Set(titles.map((title) => title.toLowerCase()));
    this.#slugs = new Set([...posts.map(({ slug }) => slug), ...request.takenSlugs]);
    this.#judge = DraftJudge.of(posts);
    this.#usualWords = median(posts.map(({ body }) => countWords(body))) ?? 0;
  }

  /** The draft that a text is, and what there is to say about it; or why there is none. */
  async lookAt(text: DoneText): Promise<Candidate | Rejection> {
    const draft = this.#draftOf(text);
    if ('reason' in draft) return { ...draft, copied: null };
    const { max_copied, perplexityOf } = this.#request;
    const { body } = draft;
    const post = { source: draft.title, extension: this.#form.fileName.extension, body };
    const judgement = this.#judge.judge(post);
    const rejection = rejectionOf(judgement, max_copied);
    if (rejection !== null) return rejection;
    return { draft, judgement: perplexityOf === null ? judgement : this.#judge.judge(post, await perplexityOf(body)) };
  }

  #draftOf({ text, ended }: DoneText): Draft | Omit<Rejection, 'copied'> {
    const draft = draftFromText(text, { complete: ended });
    if ('reason' in draft) return draft;
    if (this.#titles.has(draft.title.toLowerCase())) {
      const reason = `there is a post called "${draft.title}" already`;
      return { kind: 'with a title that exists already', reason, recites: true };
    }
    const habit = againstHabits(draft.title, this.#titleHabits);
    if (habit !== null) return habit;
    const words = countWords(draft.body);
    // What was cut off at `length` is as long as somebody wants it.
    if (!ended || words >= this.#usualWords * SHORTEST_SHARE) return draft;
    const reason = `it has ${words} words, where a usual post of this blog has ${this.#usualWords}`;
    return { kind: 'too short', reason };
  }

  async *write(
    { draft, judgement }: Candidate,
    { number, nextNumber }: TextLookedAt,
  ): AsyncGenerator<PostEvent, void, undefined> {
    for (;;) {
      const { date, out, label } = this.#request;
      const { slug, title, fileName, content } = writeDraft(draft, this.#form, {
        date,
        label,
        takenSlugs: this.#slugs,
      });
      this.#slugs.add(slug);
      const post = { path: pathIn(out, fileName), title, words: countWords(draft.body), judgement };
      // Somebody's file has that name: the next free slug.
      if (await exists(post.path)) continue;
      yield { type: 'post-drafted', number, nextNumber, post };
      try {
        await writeText(post.path, content, { overwrite: false });
      } catch (fault) {
        // Another process has taken the name since.
        if (!(fault instanceof FileExistsFault)) throw fault;
        continue;
      }
      this.#titles.add(draft.title.toLowerCase());
      return yield { type: 'post-written', number, nextNumber, post };
    }
  }
}
