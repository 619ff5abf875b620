import { median } from '../corpus/median.ts';
import type { PostBody } from '../corpus/plain-text.ts';
import { wordsOf } from '../language/words.ts';
import { dialectOf } from '../markdown/dialect.ts';
import { styleDistance } from '../style/style-distance.ts';
import { FEWEST_POSTS, StyleProfileBuilder } from '../style/style-profile.ts';
import type { StyleProfile } from '../style/usual-style.ts';
import { type BitsPerByte, type Judgement, scoreOf, type UsualPost } from './judgement.ts';
import { openMarkdown } from './open-markdown.ts';
import { type PassageIndex, PassageIndexBuilder } from './passage-index.ts';
import { type Reference, referenceOf } from './reference.ts';
import { repetition } from './repetition.ts';
import { subjectOf, type TitleWord } from './title-words.ts';

/** Posts in which it is measured how much a blog repeats itself, the slowest part, and what posts say of their titles. */
const MEASURED_POSTS = 1000;

/** Collects the posts of a blog one by one and builds a judge from them. */
export class DraftJudgeBuilder {
  readonly #index = new PassageIndexBuilder();
  readonly #words: number[] = [];
  readonly #repetitions: number[] = [];
  readonly #style = new StyleProfileBuilder();
  readonly #titles: (readonly TitleWord[])[] = [];

  add({ source, text, style, titleWords }: Reference): void {
    this.#style.add(style);
    if (titleWords.length > 0 && this.#titles.length < MEASURED_POSTS) this.#titles.push(titleWords);
    const words = wordsOf(text);
    this.#index.add(source, words);
    this.#words.push(words.length);
    if (this.#repetitions.length < MEASURED_POSTS) this.#repetitions.push(repetition(words));
  }

  get posts(): number {
    return this.#words.length;
  }

  /** Memory that `finish` will need. */
  get bytesToFinish(): number {
    return this.#index.bytesToFinish;
  }

  /**
   * `known`: typical values that were measured in the posts before, if what was added is no longer Markdown. Throws
   * RangeError if nothing was added, or if there is not enough memory for the index.
   */
  finish(known: UsualPost | null = null): DraftJudge {
    if (this.#words.length === 0) throw new RangeError('There are no posts to compare drafts with.');
    return new DraftJudge(this.#index.finish(), known ?? this.#usual());
  }

  #usual(): UsualPost {
    const words = this.#words.toSorted((a, b) => a - b);
    const last = words.length - 1;
    const style = this.#style.finish();
    return {
      shortWords: Math.max(1, words[Math.floor(0.25 * last)]),
      longWords: Math.max(1, words[Math.ceil(0.75 * last)]),
      repetition: median(this.#repetitions)!,
      style,
      subject: style === null ? null : this.#usualSubject(style),
    };
  }

  #usualSubject(style: StyleProfile): number | null {
    const frequent = frequentWords(style);
    const shares = this.#titles.flatMap((title) => {
      const found = subjectOf(title, frequent);
      return found === null ? [] : 1 - found.missing.length / found.words;
    });
    if (shares.length < FEWEST_POSTS) return null;
    return shares.sort((a, b) => a - b)[Math.floor(0.25 * (shares.length - 1))];
  }
}

/**
 * Judges texts by a blog's posts: what they copy, how much they repeat themselves, whether their length and style
 * are usual, whether they keep to their title, and whether they are complete.
 */
export class DraftJudge {
  readonly usual: UsualPost;
  readonly #index: PassageIndex;
  /** Null if what posts say of their titles is not known. */
  readonly #frequent: ReadonlySet<string> | null;

  constructor(index: PassageIndex, usual: UsualPost) {
    this.#index = index;
    this.usual = usual;
    this.#frequent = usual.style === null || usual.subject == null ? null : frequentWords(usual.style);
  }

  /** A judge from posts in memory. */
  static of(posts: Iterable<PostBody>): DraftJudge {
    const builder = new DraftJudgeBuilder();
    for (const post of posts) builder.add(referenceOf(post));
    return builder.finish();
  }

  /** Judges a post's body. One that is among the posts is not compared with itself. */
  judge(post: PostBody): Judgement {
    const { text, style, titleWords } = referenceOf(post);
    const findings = {
      shared: this.#index.sharedWith(text, post.source),
      repetition: repetition(wordsOf(text)),
      open: post.extension === '.txt' ? [] : openMarkdown(post.body, dialectOf(post)),
      style: this.usual.style === null ? null : styleDistance(this.usual.style, style),
      subject: this.#frequent === null ? null : subjectOf(titleWords, this.#frequent),
      bitsPerByte: null,
    };
    return { score: scoreOf(findings, this.usual), ...findings };
  }

  /** Adds what two models say of a text to one of this judge's judgements. */
  withBitsPerByte(judgement: Judgement, bitsPerByte: BitsPerByte): Judgement {
    const findings = { ...judgement, bitsPerByte };
    return { ...findings, score: scoreOf(findings, this.usual) };
  }
}

/** The most frequent words of a blog, which are there whatever a post is about. */
function frequentWords({ features }: StyleProfile): ReadonlySet<string> {
  return new Set(features.flatMap(({ kind, of }) => (kind === 'word' && of !== null ? of : [])));
}
