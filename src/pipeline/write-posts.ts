import { countWords } from '../blog/corpus/count-words.ts';
import type { BlogForm } from '../blog/drafts/blog-form.ts';
import { type Draft, draftFromText } from '../blog/drafts/draft.ts';
import { learnForm } from '../blog/drafts/learn-form.ts';
import { longestSharedRun } from '../blog/drafts/longest-shared-run.ts';
import type { SiteFacts } from '../blog/drafts/site-facts.ts';
import { againstHabits, type TitleHabits, titleHabits } from '../blog/drafts/title-habits.ts';
import { type WrittenDraft, writeDraft } from '../blog/drafts/write-draft.ts';
import { generateTexts } from '../engine/generation/generate-texts.ts';
import type { SamplingSettings } from '../engine/generation/sampling.ts';
import type { TextEvent } from '../engine/generation/text.ts';
import { Fault } from '../fault.ts';
import { exists, pathIn } from '../node/files/paths.ts';
import { writeText } from '../node/files/write-text.ts';
import type { Writer } from './open-writer.ts';
import type { PostDocument } from './post-events.ts';
import type { WrittenPost } from './run-state.ts';
import { textBeginning } from './text-beginning.ts';

/** The model writes texts, but hardly any that could be a post. */
export class NoDraftFault extends Fault {}

export interface PostsRequest {
  readonly documents: readonly PostDocument[];
  /** Titles that no new post may have, besides those of the documents. */
  readonly takenTitles: readonly string[];
  /** The same of slugs. */
  readonly takenSlugs: readonly string[];
  /** Posts still to write, and the number of the first text to draw for them. */
  readonly count: number;
  readonly firstNumber: number;
  readonly length: number;
  readonly sampling: SamplingSettings;
  readonly seed: number;
  /** What is known of the site that the documents are part of; null for nothing. */
  readonly site: SiteFacts | null;
  /** The key that says that a model wrote a post; null: nothing says so. */
  readonly label: string | null;
  readonly out: string;
  readonly date: Date;
  readonly signal?: AbortSignal | undefined;
}

export type PostEvent =
  | Extract<TextEvent, { type: 'text-grew' }>
  /** A text is no post; the next one is drawn in its place. */
  | { readonly type: 'text-rejected'; readonly number: number; readonly reason: string }
  /** The file of a post is about to be written. */
  | { readonly type: 'post-drafted'; readonly number: number; readonly post: WrittenPost }
  /** It is in its place. */
  | { readonly type: 'post-written'; readonly number: number; readonly post: WrittenPost };

/** So many texts are drawn for each post wanted, at most. */
const TEXTS_A_POST = 20;

/** What is shorter than this share of the blog's usual post is a remark, not a post. */
const SHORTEST_SHARE = 1 / 5;

/**
 * Draws texts until enough of them are posts, and writes these into files in the form of the blog, in the order of the
 * texts' numbers. A model that learned front matter is held to the blog's while it writes it (see `textBeginning`). A text
 * is rejected that is none, is far too short, begins like no title of the blog, or has the title of a post that exists.
 * Throws NoDraftFault, WriteFault, LogitsFault, and the signal's reason when it is given.
 */
export async function* writePosts(
  { model, tokenizer }: Writer,
  request: PostsRequest,
): AsyncGenerator<PostEvent, void, undefined> {
  const desk = new WritingDesk(request);
  const { count, firstNumber, length, sampling, seed, signal } = request;
  const texts = generateTexts(model, tokenizer, {
    ...textBeginning(request.documents),
    promptBegins: true,
    includePrompt: true,
    stopAtEnd: true,
    count: count * TEXTS_A_POST,
    batchSize: count,
    firstNumber,
    length,
    sampling,
    seed,
    signal,
  });
  const done = new Map<number, DoneText>();
  let number = firstNumber;
  let written = 0;
  let reason = '';
  for await (const event of texts) {
    if (event.type === 'text-grew') yield event;
    if (event.type === 'text-done') done.set(event.number, event);
    for (let text = done.get(number); text !== undefined; text = done.get(++number)) {
      const draft = desk.draftOf(text);
      if ('reason' in draft) {
        reason = draft.reason;
        yield { type: 'text-rejected', number, reason };
        continue;
      }
      yield* desk.write(draft, number);
      if (++written === count) return;
    }
  }
  throw new NoDraftFault(
    `Of ${count * TEXTS_A_POST} texts that the model wrote ${written} can be posts; of the last one that cannot, ` +
      `${reason}. Train longer, with more steps, or give it more posts to learn from.`,
  );
}

type DoneText = Extract<TextEvent, { type: 'text-done' }>;

/** Makes posts of texts: knows the blog's form, its titles and its words. */
class WritingDesk {
  readonly #request: PostsRequest;
  readonly #form: BlogForm;
  readonly #titles: Set<string>;
  readonly #titleHabits: TitleHabits;
  readonly #slugs: Set<string>;
  /** In the post of middle length. */
  readonly #usualWords: number;

  constructor(request: PostsRequest) {
    const posts = request.documents.map(({ post }) => post);
    this.#request = request;
    this.#form = learnForm(posts, request.site);
    this.#titleHabits = titleHabits(posts.flatMap(({ title }) => title ?? []));
    const titles = [...posts.map(({ title }) => title ?? ''), ...request.takenTitles];
    this.#titles = new Set(titles.map((title) => title.toLowerCase()));
    this.#slugs = new Set([...posts.map(({ slug }) => slug), ...request.takenSlugs]);
    const lengths = posts.map(({ body }) => countWords(body)).sort((a, b) => a - b);
    this.#usualWords = lengths[lengths.length >> 1];
  }

  draftOf({ text, ended }: DoneText): Draft | { readonly reason: string } {
    const draft = draftFromText(text, { complete: ended });
    if ('reason' in draft) return draft;
    if (this.#titles.has(draft.title.toLowerCase())) {
      return { reason: `there is a post called "${draft.title}" already` };
    }
    const habit = againstHabits(draft.title, this.#titleHabits);
    if (habit !== null) return { reason: habit };
    const words = countWords(draft.body);
    if (words >= this.#usualWords * SHORTEST_SHARE) return draft;
    return { reason: `it has ${words} words, where a usual post of this blog has ${this.#usualWords}` };
  }

  async *write(draft: Draft, number: number): AsyncGenerator<PostEvent, void, undefined> {
    for (;;) {
      const { date, label } = this.#request;
      const file = writeDraft(draft, this.#form, { date, label, takenSlugs: this.#slugs });
      this.#slugs.add(file.slug);
      const post = this.#describe(draft, file);
      // Somebody's file has that name: the next free slug.
      if (await exists(post.path)) continue;
      yield { type: 'post-drafted', number, post };
      await writeText(post.path, file.content, { overwrite: false });
      this.#titles.add(draft.title.toLowerCase());
      return yield { type: 'post-written', number, post };
    }
  }

  #describe({ body }: Draft, { title, fileName }: WrittenDraft): WrittenPost {
    const { documents, out } = this.#request;
    const texts = documents.map(({ post }) => post.body);
    const { document, words, passage } = longestSharedRun(body, texts);
    const source = documents[document]?.post.source ?? null;
    return { path: pathIn(out, fileName), title, words: countWords(body), shared: { words, passage, source } };
  }
}
