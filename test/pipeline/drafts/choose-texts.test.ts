import { describe, expect, it } from 'vitest';
import type { Judgement } from '../../../src/blog/judging/judgement.ts';
import {
  type ChoiceEvent,
  chooseTexts,
  type DoneText,
  type Judged,
  maxTexts,
  mostCandidates,
  tooFewTextsKept,
} from '../../../src/pipeline/drafts/choose-texts.ts';
import type { Rejection } from '../../../src/pipeline/events/writing.ts';

interface Made extends Judged {
  readonly text: string;
}

/** Texts are scores; 'x' is rejected. */
async function choicesOf(
  texts: readonly string[],
  best_of: number,
  count: number,
  firstNumber = 1,
  { swap = false, min_score = 0 } = {},
) {
  const written = async function* () {
    const events = texts.map((text, i): DoneText => {
      return { type: 'text-done', number: firstNumber + i, text, tokens: 1, ended: true };
    });
    // Texts drawn in parallel end in any order.
    if (swap) [events[0], events[1]] = [events[1], events[0]];
    yield* events;
  };
  const assess = async ({ text }: DoneText): Promise<Made | Rejection> => {
    const judgement = { score: Number(text) } as Judgement;
    return text === 'x' ? { kind: 'no post', reason: 'it is no post', copied: null } : { text, judgement };
  };
  const choosing = chooseTexts(written(), assess, { count, best_of, firstNumber, min_score });
  const events: ChoiceEvent<Made>[] = [];
  for (;;) {
    const { value, done } = await choosing.next();
    if (done) return { events, rejected: value.rejected.length };
    events.push(value);
  }
}

function chosenIn(events: readonly ChoiceEvent<Made>[]): string[] {
  return events.flatMap((event) => (event.type === 'chosen' ? [event.made.text] : []));
}

describe('chooseTexts', () => {
  it('keeps the best of several, and rejects what cannot be kept', async () => {
    const { events, rejected } = await choicesOf(['.2', 'x', '.9', '.4', '.3', 'x', '.1', '.8'], 3, 2);
    expect(chosenIn(events)).toEqual(['.9', '.8']);
    expect(rejected).toBe(2);
  });

  it('keeps every acceptable text, in order, if there is nothing to choose', async () => {
    const { events } = await choicesOf(['.2', '.1', 'x', '.3'], 1, 3, 1, { swap: true });
    expect(chosenIn(events)).toEqual(['.2', '.1', '.3']);
    expect(events.map(({ type }) => type)).toEqual(['chosen', 'chosen', 'text-rejected', 'chosen']);
  });

  it('chooses from fewer candidates if four texts for each give no more, or the texts run out', async () => {
    const { events } = await choicesOf(['x', '.5', 'x', 'x', 'x', 'x', 'x', 'x', 'x', '.7', 'x'], 2, 2);
    expect(chosenIn(events)).toEqual(['.5', '.7']);
    // The limit counts from the first candidate: that is text 2, and text 9 is the eighth.
    expect(events.filter(({ type }) => type === 'chosen')).toMatchObject([{ number: 9 }, { number: 11 }]);
  });

  it.each([
    [1, 0],
    [2, 0],
    [3, 0],
    [1, 0.6],
    [2, 0.6],
  ])(
    'resumes after any event as if it had not stopped, with the best of %i and a score of %f',
    async (best_of, min_score) => {
      const texts = ['x', '.2', '.5', 'x', '.9', '.1', '.7', '.3', 'x', '.6', '.4', '.8'];
      const { events } = await choicesOf(texts, best_of, 4, 1, { min_score });
      for (const [i, event] of events.entries()) {
        if (!('nextNumber' in event)) throw new Error(`The event ${event.type} has no number.`);
        const before = chosenIn(events.slice(0, i + 1));
        const rest = await choicesOf(texts.slice(event.nextNumber - 1), best_of, 4 - before.length, event.nextNumber, {
          min_score,
        });
        if (before.length < 4) expect([...before, ...chosenIn(rest.events)]).toEqual(chosenIn(events));
      }
    },
  );

  it('draws more candidates while none has the lowest score, but not forever', async () => {
    const low = { min_score: 0.5 };
    const { events } = await choicesOf(['.2', '.1', '.3', '.5', '.1', '.2', '.6'], 2, 2, 1, low);
    expect(chosenIn(events)).toEqual(['.5', '.6']);
    expect(events.map(({ type }) => type).join()).toBe(
      'draft-candidate,draft-candidate,draft-candidate,draft-candidate,chosen,draft-candidate,draft-candidate,draft-candidate,chosen',
    );
    const bad = ['.2', '.1', '.3', '.4', '.1', '.2', '.1', '.4', '.9'];
    expect(chosenIn((await choicesOf(bad, 1, 2, 1, low)).events)).toEqual(['.4', '.4']);
    expect(chosenIn((await choicesOf(bad, 3, 1, 1, low)).events)).toEqual(['.4']);
    expect(chosenIn((await choicesOf(['.2', '.9', '.3'], 1, 1, 1, low)).events)).toEqual(['.9']);
    expect([1, 2, 3].map(mostCandidates)).toEqual([4, 4, 6]);
  });

  it('draws at most twenty texts for each one, or four for each candidate', () => {
    expect(maxTexts({ count: 3, best_of: 1 })).toBe(60);
    expect(maxTexts({ count: 3, best_of: 8 })).toBe(96);
  });
});

describe('tooFewKept', () => {
  const copied = (words: number) => ({ words, passage: `${words} words`, source: `${words}.md` });

  it('shows the shortest copied passage if most texts copy', () => {
    const rejected = [30, 25, 40].map((words) => ({
      kind: 'copied too much',
      reason: 'copied',
      copied: copied(words),
    }));
    const { message } = tooFewTextsKept(20, '0 became posts', [
      ...rejected,
      { kind: 'too short', reason: 'it is short', copied: null },
    ]);
    expect(message).toMatch(/3 copy more .*max_copied allows/);
    expect(message).toContain('25 words from 25.md: “25 words”');
  });

  it('otherwise counts the kinds of rejection, and explains the last one', () => {
    const rejected = [
      { kind: 'copied too much', reason: 'it copies', copied: copied(30) },
      { kind: 'too short', reason: 'it has 5 words', copied: null },
      { kind: 'too short', reason: 'it has 9 words', copied: null },
    ];
    expect(tooFewTextsKept(20, '1 became posts', rejected).message).toBe(
      'The model wrote 20 texts; 1 became posts. Rejected: 2 too short, 1 copied too much. ' +
        'The last one was rejected because it has 9 words. Train for more steps, or on more posts.',
    );
    const known = { kind: 'with a title that exists already', reason: 'it exists', copied: null, recites: true };
    expect(tooFewTextsKept(20, '1 became posts', [...rejected, known, known]).message).toMatch(
      /because it exists\. It has learned your posts by heart: /,
    );
  });
});
