import { tally } from '../../blog/corpus/tally.ts';
import type { Judgement } from '../../blog/judging/judgement.ts';
import { shortenPassage } from '../../blog/judging/passage-index.ts';
import type { GenerationEvent } from '../../engine/generation/generate-texts.ts';
import type { TextEvent } from '../../engine/generation/text.ts';
import { Fault } from '../../fault.ts';
import type { RejectedEvent, Rejection, TextPosition } from '../events/writing.ts';

/** Too few of the texts that the model wrote can be kept. */
export class NoDraftFault extends Fault {
  override readonly code: string = 'no-draft';
}

export type DoneText = Extract<TextEvent, { type: 'text-done' }>;

/** A text that can be kept, in whatever form the caller needs. */
export interface Judged {
  readonly judgement: Pick<Judgement, 'score'>;
}

export type ChoiceEvent<Made extends Judged> =
  | Exclude<GenerationEvent, DoneText>
  | RejectedEvent
  /** One of several candidates. */
  | (TextPosition & { readonly type: 'draft-candidate'; readonly made: Made })
  /** The best candidate. */
  | (TextPosition & { readonly type: 'chosen'; readonly made: Made });

/** How many texts to keep, how many candidates to choose each from, and the number of the first text. */
export interface Choice {
  readonly count: number;
  readonly best_of: number;
  readonly firstNumber: number;
  /** While no candidate has this score, more than `best_of` are drawn; see `mostCandidates`. Default: 0. */
  readonly min_score?: number;
}

interface Chosen {
  readonly chosen: number;
  readonly rejected: readonly Rejection[];
}

/** Most texts drawn for each one kept, without a choice. */
const TEXTS_FOR_ONE = 20;
/** Most texts drawn per candidate, counted from the first one. After that, fewer candidates have to do. */
const TEXTS_FOR_A_CANDIDATE = 4;

/** The most candidates to draw for one text while none of them has `min_score`. */
export function mostCandidates(best_of: number): number {
  return Math.max(TEXTS_FOR_A_CANDIDATE, 2 * best_of);
}

/** The most texts to draw. */
export function maxTexts({ count, best_of }: Pick<Choice, 'count' | 'best_of'>): number {
  return count * Math.max(TEXTS_FOR_ONE, best_of * TEXTS_FOR_A_CANDIDATE);
}

/**
 * Chooses texts to keep, in the order of their numbers: each is the one with the best score of `best_of` candidates, of
 * fewer if most texts are rejected, or of more if none of them has `min_score`. `assess` judges a text; a chosen text is handled before `assess` sees the next
 * one. Ends when enough are chosen or the texts run out; returns how many were chosen, and the rejections.
 */
export async function* chooseTexts<Made extends Judged>(
  texts: AsyncIterable<GenerationEvent>,
  assess: (text: DoneText) => Promise<Made | Rejection>,
  { count, best_of, firstNumber, min_score = 0 }: Choice,
): AsyncGenerator<ChoiceEvent<Made>, Chosen, undefined> {
  const done = new Map<number, DoneText>();
  const rejected: Rejection[] = [];
  let candidates: Made[] = [];
  let firstCandidate = 0;
  let number = firstNumber;
  let chosen = 0;
  const settle = function* (last: number): Generator<ChoiceEvent<Made>> {
    const made = candidates.reduce((a, b) => (b.judgement.score > a.judgement.score ? b : a));
    candidates = [];
    chosen++;
    yield { type: 'chosen', number: last, nextNumber: last + 1, made };
  };
  for await (const event of texts) {
    if (event.type === 'text-done') done.set(event.number, event);
    else yield event;
    for (let text = done.get(number); text !== undefined; text = done.get(++number)) {
      done.delete(number);
      const made = await assess(text);
      if (!isRejection(made)) {
        if (candidates.length === 0) firstCandidate = number;
        candidates.push(made);
      }
      // Resuming must draw the candidates again.
      const nextNumber = candidates.length === 0 ? number + 1 : firstCandidate;
      const isGood = candidates.some(({ judgement }) => judgement.score >= min_score);
      const isLast = number - firstCandidate + 1 >= best_of * TEXTS_FOR_A_CANDIDATE;
      const isEnough = isLast || candidates.length >= (isGood ? best_of : mostCandidates(best_of));
      if (isRejection(made)) {
        rejected.push(made);
        yield { type: 'text-rejected', number, nextNumber, ...made };
      } else if (candidates.length > 1 || best_of > 1 || !isEnough) {
        yield { type: 'draft-candidate', number, nextNumber, made };
      }
      if (candidates.length > 0 && isEnough) yield* settle(number);
      if (chosen === count) return { chosen, rejected };
    }
  }
  if (candidates.length > 0) yield* settle(number - 1);
  return { chosen, rejected };
}

/**
 * As `chooseTexts`, but throws NoDraftFault at the end if too few were chosen. `became` completes its message: 'became
 * posts'.
 */
export async function* chooseEnough<Made extends Judged>(
  texts: AsyncIterable<GenerationEvent>,
  assess: (text: DoneText) => Promise<Made | Rejection>,
  choice: Choice,
  became: string,
): AsyncGenerator<ChoiceEvent<Made>, void, undefined> {
  const { chosen, rejected } = yield* chooseTexts(texts, assess, choice);
  if (chosen < choice.count) throw tooFewTextsKept(maxTexts(choice), `${chosen} ${became}`, rejected);
}

/** Whether a text was rejected. */
export function isRejection(made: object): made is Rejection {
  return 'kind' in made;
}

/** A rejection if the longest copied passage exceeds `max_copied` words; else null. */
export function rejectionOf({ shared }: Judgement, max_copied: number | 'any'): Rejection | null {
  const { longest } = shared;
  if (longest === null || max_copied === 'any' || longest.words <= max_copied) return null;
  const { words, source, passage } = longest;
  return {
    kind: 'that copied too much',
    reason: `it copies ${words} consecutive words from ${source}: “${shortenPassage(passage)}”`,
    copied: longest,
  };
}

/** Counts what is wrong with texts, the most frequent first: '34 too short, 3 without a title'. */
export function countKinds(kinds: readonly string[]): string {
  const sorted = [...tally(kinds)].sort(([, a], [, b]) => b - a);
  return sorted.map(([kind, count]) => `${count.toLocaleString('en')} ${kind}`).join(', ');
}

/** The fault for too few kept texts. `kept` completes its message: '0 became posts'. */
export function tooFewTextsKept(texts: number, kept: string, rejected: readonly Rejection[]): NoDraftFault {
  const copies = rejected.flatMap(({ copied }) => copied ?? []);
  if (copies.length > rejected.length / 2) {
    const least = copies.reduce((a, b) => (b.words < a.words ? b : a));
    return new NoDraftFault(
      `The model wrote ${texts} texts; ${kept}. ${copies.length} copy more consecutive words from a post than ` +
        `max_copied allows; the one that copies least copies ${least.words} words from ${least.source}: ` +
        `“${shortenPassage(least.passage)}”. Train for fewer steps or on more posts, raise the temperature, or ` +
        'raise max_copied.',
    );
  }
  const recited = rejected.filter(({ copied, recites }) => recites || copied !== null);
  const remedy =
    recited.length > rejected.length / 2
      ? 'It has learned your posts by heart: train for fewer steps or on more posts, or raise the temperature.'
      : 'Train for more steps, or on more posts.';
  return new NoDraftFault(
    `The model wrote ${texts} texts; ${kept}. Rejected: ${countKinds(rejected.map(({ kind }) => kind))}. ` +
      `The last one was rejected because ${rejected.at(-1)?.reason}. ${remedy}`,
  );
}
