import { median } from '../corpus/median.ts';
import { bodyText, type PostBody } from '../corpus/plain-text.ts';
import { wordsOf } from '../language/words.ts';
import { type Judgement, type Perplexity, scoreOf, type UsualPost } from './judgement.ts';
import { openMarkdown } from './open-markdown.ts';
import { type PassageIndex, PassageIndexBuilder, type ReferenceText } from './passage-index.ts';
import { repetition } from './repetition.ts';

/** A post's body as a reader sees it, whatever Markdown it is written in. */
function referenceText(post: PostBody): ReferenceText {
  return { source: post.source, text: visibleText(post) };
}

/** Number of posts used to measure how much a blog repeats itself, which is the slowest part. */
const POSTS_FOR_REPETITION = 1000;

/** Collects the posts of a blog one by one and builds a judge from them. */
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

  /** Memory that `finish` will need. */
  get bytesToFinish(): number {
    return this.#index.bytesToFinish;
  }

  /** Throws RangeError if nothing was added, or if there is not enough memory for the index. */
  finish(): DraftJudge {
    if (this.#words.length === 0) throw new RangeError('There are no posts to compare drafts with.');
    const words = this.#words.toSorted((a, b) => a - b);
    const last = words.length - 1;
    return new DraftJudge(this.#index.finish(), {
      shortWords: Math.max(1, words[Math.floor(0.25 * last)]),
      longWords: Math.max(1, words[Math.ceil(0.75 * last)]),
      repetition: median(this.#repetitions)!,
    });
  }
}

/**
 * Judges texts by a blog's posts: what they copy, how much they repeat themselves, whether their length is usual, and
 * whether they are complete.
 */
export class DraftJudge {
  readonly usual: UsualPost;
  readonly #index: PassageIndex;

  constructor(index: PassageIndex, usual: UsualPost) {
    this.#index = index;
    this.usual = usual;
  }

  /** A judge from posts in memory. */
  static of(posts: Iterable<PostBody>): DraftJudge {
    const builder = new DraftJudgeBuilder();
    for (const post of posts) builder.add(referenceText(post));
    return builder.finish();
  }

  /** Judges a post's body. */
  judge(post: PostBody): Judgement {
    const text = visibleText(post);
    const findings = {
      shared: this.#index.sharedWith(text),
      repetition: repetition(wordsOf(text)),
      open: post.extension === '.txt' ? [] : openMarkdown(post.body),
      perplexity: null,
    };
    return { score: scoreOf(findings, this.usual), ...findings };
  }

  /** Adds the perplexity of a text to one of this judge's judgements. */
  withPerplexity(judgement: Judgement, perplexity: Perplexity): Judgement {
    const findings = { ...judgement, perplexity };
    return { ...findings, score: scoreOf(findings, this.usual) };
  }
}

/**
 * The text that a reader sees; the unchanged Markdown if lists and quotes are nested too deeply for the recursive
 * parser.
 */
function visibleText(post: PostBody): string {
  try {
    return bodyText(post);
  } catch (error) {
    if (error instanceof RangeError) return post.body;
    throw error;
  }
}
