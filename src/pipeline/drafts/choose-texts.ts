import { tally } from '../../blog/corpus/tally.ts';
import type { Judgement } from '../../blog/judging/judgement.ts';
import { shortenPassage } from '../../blog/judging/passage-index.ts';
import type { GenerationEvent } from '../../engine/generation/generate-texts.ts';
import type { TextEvent } from '../../engine/generation/text.ts';
import { Fault } from '../../fault.ts';
import type { RejectedEvent, Rejection, TextLookedAt } from '../events.ts';

/** The model writes texts, but hardly any that can be kept. */
export class NoDraftFault extends Fault {}

export type DoneText = Extract<TextEvent, { type: 'text-done' }>;

/** Something made of a text that could be kept. */
export interface Judged {
  readonly judgement: Judgement;
}

export type ChoiceEvent<Made extends Judged> =
  | Exclude<GenerationEvent, DoneText>
  | RejectedEvent
  /** One of several that could be kept. */
  | (TextLookedAt & { readonly type: 'draft-candidate'; readonly made: Made })
  /** The best of them. */
  | (TextLookedAt & { readonly type: 'chosen'; readonly made: Made });

/** How many are wanted, the candidates for each, and the number of the first text. */
export interface Choice {
  readonly count: number;
  readonly best_of: number;
  readonly firstNumber: number;
}

interface Chosen {
  readonly chosen: number;
  readonly rejected: readonly Rejection[];
}

/** So many texts are drawn for each one wanted, at most, where it is not chosen from more. */
const TEXTS_FOR_ONE = 20;
/** And so many for each candidate, from the first one on: a model that hardly writes any has to do with fewer. */
const TEXTS_FOR_A_CANDIDATE = 4;

/** The texts to draw, at most. */
export function mostTexts({ count, best_of }: Pick<Choice, 'count' | 'best_of'>): number {
  return count * Math.max(TEXTS_FOR_ONE, best_of * TEXTS_FOR_A_CANDIDATE);
}

/**
 * Of texts in the order of their numbers, the ones to keep: each the best by its score of `best_of` that can be, or of
 * fewer where most cannot. `lookAt` says what a text is; what was chosen is dealt with before it sees the next one.
 * Ends when there are enough, or the texts have ended; returns how many were chosen, and those that were rejected.
 */
export async function* chooseTexts<Made extends Judged>(
  texts: AsyncIterable<GenerationEvent>,
  lookAt: (text: DoneText) => Promise<Made | Rejection>,
  { count, best_of, firstNumber }: Choice,
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
      const made = await lookAt(text);
      if (!isRejection(made)) {
        if (candidates.length === 0) firstCandidate = number;
        candidates.push(made);
      }
      // Candidates are found again when their texts are.
      const nextNumber = candidates.length === 0 ? number + 1 : firstCandidate;
      if (isRejection(made)) {
        rejected.push(made);
        yield { type: 'text-rejected', number, nextNumber, ...made };
      } else if (best_of > 1) yield { type: 'draft-candidate', number, nextNumber, made };
      const isEnough = candidates.length === best_of || number - firstCandidate + 1 >= best_of * TEXTS_FOR_A_CANDIDATE;
      if (candidates.length > 0 && isEnough) yield* settle(number);
      if (chosen === count) return { chosen, rejected };
    }
  }
  if (candidates.length > 0) yield* settle(number - 1);
  return { chosen, rejected };
}

/**
 * What `chooseTexts` yields, where it finds as many as are wanted; `became` says of those that it kept what they are:
 * 'became posts'. Throws NoDraftFault after the last of too few.
 */
export async function* chooseEnough<Made extends Judged>(
  texts: AsyncIterable<GenerationEvent>,
  lookAt: (text: DoneText) => Promise<Made | Rejection>,
  choice: Choice,
  became: string,
): AsyncGenerator<ChoiceEvent<Made>, void, undefined> {
  const { chosen, rejected } = yield* chooseTexts(texts, lookAt, choice);
  if (chosen < choice.count) throw tooFewTextsKept(mostTexts(choice), `${chosen} ${became}`, rejected);
}

/** Whether a text is not kept, and why. */
export function isRejection(made: object): made is Rejection {
  return 'kind' in made;
}

/** The longest passage of a text, where it is longer than is allowed. */
export function rejectionOf({ shared }: Judgement, max_copied: number | 'any'): Rejection | null {
  const { longest } = shared;
  if (longest === null || max_copied === 'any' || longest.words <= max_copied) return null;
  const { words, source, passage } = longest;
  return {
    kind: 'that copied too much',
    reason: `it has ${words} words in a row from ${source}: “${shortenPassage(passage)}”`,
    copied: longest,
  };
}

/** What is wrong with texts, the most frequent first: '34 too short, 3 without a title'. */
export function countedKinds(kinds: readonly string[]): string {
  const sorted = [...tally(kinds)].sort(([, a], [, b]) => b - a);
  return sorted.map(([kind, count]) => `${count.toLocaleString('en')} ${kind}`).join(', ');
}

/** Too few texts could be kept. `kept` as the middle of a sentence: '0 became posts'. */
export function tooFewTextsKept(texts: number, kept: string, rejected: readonly Rejection[]): NoDraftFault {
  const copies = rejected.flatMap(({ copied }) => copied ?? []);
  if (copies.length > rejected.length / 2) {
    const least = copies.reduce((a, b) => (b.words < a.words ? b : a));
    return new NoDraftFault(
      `Of ${texts} texts that the model wrote ${kept}, and ${copies.length} copy more words in a row from a post than ` +
        `max_copied allows; the one that copies least has ${least.words} from ${least.source}: ` +
        `“${shortenPassage(least.passage)}”. Train with fewer steps or on more posts, write with a higher temperature, or ` +
        'allow more with max_copied.',
    );
  }
  const recited = rejected.filter(({ copied, recites }) => recites || copied !== null);
  const remedy =
    recited.length > rejected.length / 2
      ? 'It has your posts by heart: train with fewer steps or on more posts, or write with a higher temperature.'
      : 'Train longer, with more steps, or give it more posts to learn from.';
  return new NoDraftFault(
    `Of ${texts} texts that the model wrote ${kept}; the others: ${countedKinds(rejected.map(({ kind }) => kind))}. ` +
      `The last one: ${rejected.at(-1)?.reason}. ${remedy}`,
  );
}
