import { beforeAll, describe, expect, it } from 'vitest';
import { type InteractiveEvent, interactive } from '../../../src/index.ts';
import type { InteractiveGiven } from '../../../src/pipeline/settings/interactive.ts';
import { tinyContext } from '../../engine/generation/tiny-model.ts';
import { folderForAllTests } from '../../temporary-folder.ts';
import { writeTinyModels } from '../tiny-models.ts';

const root = folderForAllTests();
beforeAll(async () => {
  await writeTinyModels(root, ['models/tiny']);
});

async function talk(prompts: readonly string[], some: InteractiveGiven = {}): Promise<InteractiveEvent[]> {
  const left = [...prompts];
  const settings: InteractiveGiven = { model_name: 'tiny', seed: 1, device: 'reference', ...some };
  const events: InteractiveEvent[] = [];
  const nextPrompt = async () => left.shift() ?? null;
  for await (const event of interactive(settings, { nextPrompt, root })) events.push(event);
  return events;
}

function answersIn(events: readonly InteractiveEvent[]) {
  return events.flatMap((event) => (event.type === 'text-done' ? [event] : []));
}

describe('interactive', () => {
  it('answers each prompt, without repeating it, until the prompts end', async () => {
    const events = await talk(['the cat', 'the dog']);
    const done = events.filter(({ type }) => type === 'text-done' || type === 'prompt-answered');
    expect(done.map(({ type }) => type)).toEqual(['text-done', 'prompt-answered', 'text-done', 'prompt-answered']);
    expect(answersIn(events).map(({ text }) => text.startsWith('the'))).toEqual([false, false]);
  });

  it('refuses an empty prompt and asks again', async () => {
    const types = (await talk(['', 'the cat'])).map(({ type }) => type);
    expect(types.indexOf('prompt-empty')).toBeGreaterThan(-1);
    expect(types.indexOf('prompt-empty')).toBeLessThan(types.indexOf('text-done'));
    expect(types.filter((type) => type === 'prompt-answered')).toHaveLength(1);
  });

  it('answers a repeated prompt differently, and a repeated conversation identically', async () => {
    // The tiny model knows so few tokens that a penalty would soon leave it one text.
    const drawn = { nsamples: 2, temperature: 1, repetition_penalty: 1 };
    const answers = answersIn(await talk(['the cat', 'the cat'], { ...drawn, batch_size: 2 }));
    const byPrompt = [answers.slice(0, 2), answers.slice(2)].map((of) => of.toSorted((a, b) => a.number - b.number));
    expect(byPrompt.map((of) => of.map(({ number }) => number))).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(4);
    const again = answersIn(await talk(['the cat', 'the cat'], drawn));
    expect(again.map(({ text }) => text)).toEqual(byPrompt.flat().map(({ text }) => text));
  });

  it('writes half of the context of the model by default', async () => {
    const [answer] = answersIn(await talk(['the'], { stop_at_end: false }));
    expect(answer.tokens).toBe(tinyContext / 2);
  });
});
