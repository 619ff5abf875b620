import { countWords } from '../blog/corpus/count-words.ts';
import type { BlogForm } from '../blog/drafts/blog-form.ts';
import { type Draft, draftFromText } from '../blog/drafts/draft.ts';
import { learnForm } from '../blog/drafts/learn-form.ts';
import { againstHabits, type TitleHabits, titleHabits } from '../blog/drafts/title-habits.ts';
import { writeDraft } from '../blog/drafts/write-draft.ts';
import { DraftJudge } from '../blog/judging/draft-judge.ts';
import type { Judgement, Perplexity } from '../blog/judging/judgement.ts';
import { type SharedPassage, shortened } from '../blog/judging/passage-index.ts';
import { generateTexts } from '../engine/generation/generate-texts.ts';
import type { SamplingSettings } from '../engine/generation/sampling.ts';
import type { TextEvent } from '../engine/generation/text.ts';
import { Fault } from '../fault.ts';
import { exists, pathIn } from '../node/files/paths.ts';
import { writeText } from '../node/files/write-text.ts';
import { type Candidate, Candidates, TEXTS_A_CANDIDATE } from './candidates.ts';
import type { Writer } from './open-writer.ts';
import type { PostDocument } from './post-events.ts';
import type { WrittenPost } from './run-state.ts';

/** The model writes texts, but hardly any that could be a post. */
export class NoDraftFault extends Fault {}

export interface PostsRequest {
  readonly documents: readonly PostDocument[];
  /** Titles that no new post may have, besides those of the documents. */
  readonly takenTitles: readonly string[];
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
  readonly out: string;
  readonly date: Date;
  readonly signal?: AbortSignal | undefined;
}

/** `number` is that of the text; from the text `nextNumber` on, what is still missing is written in the same way. */
export type PostEvent =
  | Extract<TextEvent, { type: 'text-grew' }>
  /** A text is no post, or copies too much: then `copied` is the passage. The next one is drawn in its place. */
  | (TextLookedAt & { readonly type: 'text-rejected'; readonly reason: string; readonly copied: SharedPassage | null })
  /** One of several drafts that a post is chosen from. */
  | (TextLookedAt & { readonly type: 'candidate'; readonly title: string; readonly judgement: Judgement })
  /** The file of a post is about to be written. */
  | (TextLookedAt & { readonly type: 'post-drafted'; readonly post: WrittenPost })
  /** It is in its place. */
  | (TextLookedAt & { readonly type: 'post-written'; readonly post: WrittenPost });

interface TextLookedAt {
  readonly number: number;
  readonly nextNumber: number;
}

/** So many texts are drawn for each post wanted, at most, where it is not chosen from more. */
const TEXTS_A_POST = 20;

/** More texts side by side take memory, and hardly less time. */
const SIDE_BY_SIDE = 8;

/** What is shorter than this share of the blog's usual post is a remark, not a post. */
const SHORTEST_SHARE = 1 / 5;

/** How every post in the corpus begins that has a title; see `markdownForm`. */
const TITLE_OPENING = '---\ntitle: "';

/**
 * Draws texts until enough of them are posts, each the best of `best_of` drafts by `scoreOf`, and writes these into files
 * in the form of the blog. A text is rejected that is none, is far too short, begins like no title of the blog, has the
 * title of a post that exists, or has too many words in a row in common with a post. Where hardly any text is a draft, a
 * post is chosen from fewer: see `Candidates`.
 * Throws NoDraftFault, WriteFault, LogitsFault, and the signal's reason when it is given.
 */
export async function* writePosts(
  { model, tokenizer }: Pick<Writer, 'model' | 'tokenizer'>,
  request: PostsRequest,
): AsyncGenerator<PostEvent, void, undefined> {
  const desk = new WritingDesk(request);
  const { count, best_of, firstNumber, length, sampling, seed, signal } = request;
  const most = count * Math.max(TEXTS_A_POST, best_of * TEXTS_A_CANDIDATE);
  const texts = generateTexts(model, tokenizer, {
    prompt: opening(request.documents),
    promptBegins: true,
    includePrompt: true,
    stopAtEnd: true,
    count: most,
    batchSize: Math.min(count * best_of, SIDE_BY_SIDE),
    firstNumber,
    length,
    sampling,
    seed,
    signal,
  });
  const done = new Map<number, DoneText>();
  const candidates = new Candidates(best_of);
  const rejected: Rejection[] = [];
  let number = firstNumber;
  let written = 0;
  for await (const event of texts) {
    if (event.type === 'text-grew') yield event;
    if (event.type === 'text-done') done.set(event.number, event);
    for (let text = done.get(number); text !== undefined; text = done.get(++number)) {
      done.delete(number);
      const found = await desk.lookAt(text);
      if ('reason' in found) rejected.push(found);
      else candidates.add(found, number);
      const nextNumber = candidates.again(number + 1);
      if ('reason' in found) yield { type: 'text-rejected', number, nextNumber, ...found };
      else if (best_of > 1) yield candidateEvent(found, number, nextNumber);
      const best = candidates.settle(number);
      if (best === null) continue;
      yield* desk.write(best, number);
      if (++written === count) return;
    }
  }
  const last = candidates.takeBest();
  if (last !== null) {
    yield* desk.write(last, number - 1);
    if (++written === count) return;
  }
  throw noDrafts(most, written, rejected, request.max_copied);
}

function candidateEvent({ draft, judgement }: Candidate, number: number, nextNumber: number): PostEvent {
  return { type: 'candidate', number, nextNumber, title: draft.title, judgement };
}

/** Why a text is no post, as the end of a sentence about it, and the passage where it copies too much. */
interface Rejection {
  readonly reason: string;
  readonly copied: SharedPassage | null;
}

function noDrafts(
  texts: number,
  written: number,
  rejected: readonly Rejection[],
  max_copied: number | 'any',
): NoDraftFault {
  const copies = rejected.flatMap(({ copied }) => copied ?? []);
  if (copies.length > rejected.length / 2) {
    const least = copies.reduce((a, b) => (b.words < a.words ? b : a));
    return new NoDraftFault(
      `Of ${texts} texts that the model wrote ${written} became posts, and ${copies.length} have more than ` +
        `${max_copied} words in a row from one of yours, which max_copied does not allow; the one that copies least ` +
        `has ${least.words} of ${least.source}: “${shortened(least.passage)}” Train with fewer steps or on more ` +
        'posts, write with a higher temperature, or allow more with max_copied.',
    );
  }
  return new NoDraftFault(
    `Of ${texts} texts that the model wrote ${written} became posts; of the last one that did not, ` +
      `${rejected.at(-1)?.reason}. Train longer, with more steps, or give it more posts to learn from.`,
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
  readonly #judge: DraftJudge;
  /** In the post of middle length. */
  readonly #usualWords: number;

  constructor(request: PostsRequest) {
    const posts = request.documents.map(({ post }) => post);
    this.#request = request;
    this.#form = learnForm(posts);
    this.#titleHabits = titleHabits(posts.flatMap(({ title }) => title ?? []));
    const titles = [...posts.map(({ title }) => title ?? ''), ...request.takenTitles];
    this.#titles = new Set(titles.map((title) => title.toLowerCase()));
    this.#slugs = new Set(posts.map(({ slug }) => slug));
    this.#judge = DraftJudge.of(posts);
    const lengths = posts.map(({ body }) => countWords(body)).sort((a, b) => a - b);
    this.#usualWords = lengths[lengths.length >> 1];
  }

  /** The draft that a text is, and what there is to say about it; or why there is none. */
  async lookAt(text: DoneText): Promise<Candidate | Rejection> {
    const draft = this.#draftOf(text);
    if ('reason' in draft) return { ...draft, copied: null };
    const { max_copied, perplexityOf } = this.#request;
    const { body } = draft;
    const post = { source: draft.title, extension: this.#form.extension, body };
    const judgement = this.#judge.judge(post);
    const { longest } = judgement.shared;
    if (longest !== null && max_copied !== 'any' && longest.words > max_copied) {
      return {
        reason: `it has ${longest.words} words in a row from ${longest.source}: “${shortened(longest.passage)}”`,
        copied: longest,
      };
    }
    return { draft, judgement: perplexityOf === null ? judgement : this.#judge.judge(post, await perplexityOf(body)) };
  }

  #draftOf({ text, ended }: DoneText): Draft | { readonly reason: string } {
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

  /** `number` is that of the last text that was looked at for it. */
  async *write({ draft, judgement }: Candidate, number: number): AsyncGenerator<PostEvent, void, undefined> {
    const nextNumber = number + 1;
    for (;;) {
      const { date, out } = this.#request;
      const { slug, title, fileName, content } = writeDraft(draft, this.#form, { date, takenSlugs: this.#slugs });
      this.#slugs.add(slug);
      const post = { path: pathIn(out, fileName), title, words: countWords(draft.body), judgement };
      // Somebody's file has that name: the next free slug.
      if (await exists(post.path)) continue;
      yield { type: 'post-drafted', number, nextNumber, post };
      await writeText(post.path, content, { overwrite: false });
      this.#titles.add(draft.title.toLowerCase());
      return yield { type: 'post-written', number, nextNumber, post };
    }
  }
}

/** What a text begins with: a title, when most posts have one. */
function opening(documents: readonly PostDocument[]): string {
  const titled = documents.filter(({ text }) => text.startsWith(TITLE_OPENING)).length;
  return titled > documents.length / 2 ? TITLE_OPENING : '';
}
