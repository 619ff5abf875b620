import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Device } from '../../../src/engine/device/device.ts';
import { openReferenceDevice } from '../../../src/engine/device/reference/reference-device.ts';
import {
  type GenerationEvent,
  generateTexts,
  type TextRequest,
} from '../../../src/engine/generation/generate-texts.ts';
import { scoreTokens } from '../../../src/engine/generation/score-tokens.ts';
import type { TextToken } from '../../../src/engine/generation/token-probabilities.ts';
import type { TrainableModel } from '../../../src/engine/models/language-model.ts';
import { tinyModel, tinyTokenizer } from './tiny-model.ts';

const request: TextRequest = {
  prompt: 'the cat',
  count: 3,
  batchSize: 2,
  length: 9,
  sampling: { temperature: 0.7, top_k: 0, top_p: 0.95, repetition_penalty: 1.2 },
  seed: 1,
  stopAtEnd: false,
  includePrompt: false,
};

let device: Device;
let model: TrainableModel;
beforeAll(async () => {
  device = openReferenceDevice();
  model = await tinyModel(device);
});
afterAll(async () => {
  model.free();
  expect(device.liveBytes).toBe(0);
  await device.close();
});

type Done = Extract<GenerationEvent, { type: 'text-done' }>;

interface Written {
  readonly done: Done;
  /** Its pieces. */
  readonly grew: Extract<GenerationEvent, { type: 'text-grew' }>[];
}

async function written(some: Partial<TextRequest>): Promise<Written[]> {
  const events: GenerationEvent[] = [];
  for await (const event of generateTexts(model, tinyTokenizer, { ...request, ...some })) events.push(event);
  const done = events.filter((event) => event.type === 'text-done').sort((a, b) => a.number - b.number);
  return done.map((text) => ({
    done: text,
    grew: events.filter((event) => event.type === 'text-grew').filter(({ number }) => number === text.number),
  }));
}

/** The text of tokens, whose characters may be divided among them. */
function textOf(tokens: readonly TextToken[]): string {
  return tinyTokenizer.decode(tokens.map(({ token }) => token));
}

describe('texts with log probabilities', () => {
  it.each([0, 20])('are the same texts, with %i likeliest tokens', async (logprobs) => {
    const [without, withThem] = [await written({}), await written({ logprobs })];
    for (const [i, { done, grew }] of withThem.entries()) {
      const { logprobs: tokens, ...text } = done;
      expect(text).toEqual(without[i].done);
      expect(grew.map(({ added }) => added)).toEqual(without[i].grew.map(({ added }) => added));
      expect(tokens).toHaveLength(done.tokens);
      expect(textOf(tokens!)).toBe(done.text);
      for (const { top } of tokens!) expect(top).toHaveLength(logprobs);
    }
  });

  it('have none unless they are asked for', async () => {
    for (const { done, grew } of [...(await written({})), ...(await written({ logprobs: null }))]) {
      for (const event of [done, ...grew]) expect(event).not.toHaveProperty('logprobs');
    }
  });

  it('have those of the model itself, whatever the temperature, filters and penalties', async () => {
    const cold = { temperature: 0, top_k: 1, top_p: 0, repetition_penalty: 2 };
    for (const sampling of [request.sampling, { ...request.sampling, temperature: 1 }, cold]) {
      for (const { done } of await written({ sampling, logprobs: 3 })) {
        const tokens = done.logprobs!.map(({ token }) => token);
        const prompt = tinyTokenizer.encode(request.prompt);
        const scored = await scoreTokens(model, tinyTokenizer, [...prompt, ...tokens], { logprobs: 3 });
        for (const [i, { token, logprob, top }] of done.logprobs!.entries()) {
          const same = scored[prompt.length + i];
          expect(token).toBe(same.token);
          expect(logprob).toBeCloseTo(same.logprob!, 5);
          expect(top.map((other) => other.token)).toEqual(same.top.map((other) => other.token));
          for (const [k, other] of top.entries()) expect(other.logprob).toBeCloseTo(same.top[k].logprob, 5);
        }
      }
    }
  });

  it('report each token with the words in which it begins, and all of them in the end', async () => {
    for (const includePrompt of [false, true]) {
      const before = includePrompt ? request.prompt.length : 0;
      for (const { done, grew } of await written({ logprobs: 0, includePrompt, length: 60, count: 2 })) {
        expect(grew.flatMap(({ logprobs }) => logprobs!)).toEqual(done.logprobs);
        let shown = 0;
        for (const { added, logprobs } of grew) {
          for (const { start } of logprobs!) expect(start >= shown && start < shown + added.length).toBe(true);
          shown += added.length;
        }
        expect(done.logprobs![0].start).toBe(before);
        for (const [i, { text, bytes, start }] of done.logprobs!.entries()) {
          if (bytes === null) expect(done.text.slice(start, start + text.length)).toBe(text);
          else expect(start).toBeLessThanOrEqual(done.logprobs![i + 1]?.start ?? done.text.length);
        }
        expect(done.logprobs!.some(({ bytes }) => bytes !== null)).toBe(true);
      }
    }
  });

  it('have the tokens up to a stop string, and one that begins before it', async () => {
    const [{ done }] = await written({ logprobs: 0, length: 40, count: 1 });
    for (const cut of [1, 2, 3, 5, 8]) {
      const stop = done.text.slice(cut, cut + 2);
      const [ended] = await written({ logprobs: 0, length: 40, count: 1, stop: [stop] });
      const end = done.text.indexOf(stop);
      expect(ended.done.text).toBe(done.text.slice(0, end));
      expect(ended.done.logprobs).toEqual(done.logprobs!.filter(({ start }) => start < end));
      expect(ended.grew.flatMap(({ logprobs }) => logprobs!)).toEqual(ended.done.logprobs);
    }
  });

  it('do not have the stop token, which may be among the likeliest', async () => {
    const end = tinyTokenizer.endMark!;
    const sampling = { ...request.sampling, token_bias: new Map([[end, 100]]) };
    const [{ done }] = await written({ logprobs: 20, stopAtEnd: true, sampling, count: 1 });
    expect([done.text, done.logprobs]).toEqual(['', []]);
    const all = await written({ logprobs: tinyTokenizer.vocabularySize, count: 1 });
    for (const { top } of all[0].done.logprobs!) expect(top.some(({ token }) => token === end)).toBe(true);
  });
});
