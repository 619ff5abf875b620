import { median } from '../corpus/median.ts';
import { bodyText, type PostBody } from '../corpus/plain-text.ts';
import { wordsOf } from '../language/words.ts';
import { type Judgement, type Perplexity, scoreOf, type UsualPost } from './judgement.ts';
import { openMarkdown } from './open-markdown.ts';
import { type PassageIndex, PassageIndexBuilder, type ReferenceText } from './passage-index.ts';
import { repetition } from './repetition.ts';

/** What a post is compared as: its body as a reader sees it, whatever Markdown it is written in. */
function referenceText(post: PostBody): ReferenceText {
  return { source: post.source, text: readersText(post) };
}

/** So many posts tell how much a blog repeats itself; to count it takes longer than all the rest. */
const POSTS_FOR_REPETITION = 1000;

/** Takes the posts of a blog one after the other, and becomes their judge. */
export class DraftJudgeBuilder {
  readonly #index = new PassageIndexBuilder();
  readonly #words: number[] = [];
  readonly #repetitions: number[] = [];

  add({ source, text }: ReferenceText): void {
    const words = wordsOf(text);
    this.#index.add(source, words);
    this.#words.push(words.length);
    if (this.#repetitions.length < POSTS_FOR_REPETITION) this.#repetitions.push(repetition(words));
  }

  get posts(): number {
    return this.#words.length;
  }

  /** Memory that `finish` will take. */
  get bytesToFinish(): number {
    return this.#index.bytesToFinish;
  }

  /** Throws RangeError where there was nothing added, or there is no memory for an index of it. */
  finish(): DraftJudge {
    if (this.#words.length === 0) throw new RangeError('Without posts there is nothing to judge by.');
    const words = this.#words.toSorted((a, b) => a - b);
    const last = words.length - 1;
    return new DraftJudge(this.#index.finish(), {
      shortWords: Math.max(1, words[Math.floor(0.25 * last)]),
      longWords: Math.max(1, words[Math.ceil(0.75 * last)]),
      repetition: median(this.#repetitions)!,
    });
  }
}

/** Judges texts by the posts of a blog: what they copy, how they repeat themselves, whether they are as long, and whole. */
export class DraftJudge {
  readonly usual: UsualPost;
  readonly #index: PassageIndex;

  constructor(index: PassageIndex, usual: UsualPost) {
    this.#index = index;
    this.usual = usual;
  }

  /** Of posts that are in memory. */
  static of(posts: Iterable<PostBody>): DraftJudge {
    const builder = new DraftJudgeBuilder();
    for (const post of posts) builder.add(referenceText(post));
    return builder.finish();
  }

  /** Judges the body of a post. */
  judge(post: PostBody): Judgement {
    const text = readersText(post);
    const findings = {
      shared: this.#index.sharedWith(text),
      repetition: repetition(wordsOf(text)),
      open: post.extension === '.txt' ? [] : openMarkdown(post.body),
      perplexity: null,
    };
    return { score: scoreOf(findings, this.usual), ...findings };
  }

  /** A judgement of this judge, with what models said about the text. */
  withPerplexity(judgement: Judgement, perplexity: Perplexity): Judgement {
    const findings = { ...judgement, perplexity };
    return { ...findings, score: scoreOf(findings, this.usual) };
  }
}

/** Where lists and quotes are nested too deeply for the parser, which calls itself for each, the Markdown as it stands. */
function readersText(post: PostBody): string {
  try {
    return bodyText(post);
  } catch (error) {
    if (error instanceof RangeError) return post.body;
    throw error;
  }
}
