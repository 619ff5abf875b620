import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Device } from '../../../src/engine/device/device.ts';
import { openReferenceDevice } from '../../../src/engine/device/reference/reference-device.ts';
import {
  type GenerationEvent,
  generateTexts,
  PromptFault,
  type TextRequest,
} from '../../../src/engine/generation/generate-texts.ts';
import type { TextEvent } from '../../../src/engine/generation/text.ts';
import { FORBIDDEN, type TextConstraints } from '../../../src/engine/generation/text-constraints.ts';
import type { TrainableModel } from '../../../src/engine/models/language-model.ts';
import { BpeTokenizer } from '../../../src/engine/tokens/bpe/bpe-tokenizer.ts';
import { tinyContext, tinyModel, tinyTokenizer, tinyVocabulary } from './tiny-model.ts';

const request: TextRequest = {
  prompt: '',
  count: 1,
  batchSize: 1,
  length: 10,
  sampling: { temperature: 1, top_k: 0, top_p: 0, repetition_penalty: 1 },
  seed: 1,
  stopAtEnd: true,
  includePrompt: true,
};

let device: Device;
let model: TrainableModel;
beforeEach(async () => {
  device = openReferenceDevice();
  model = await tinyModel(device);
});
afterEach(async () => {
  model.free();
  expect(device.liveBytes).toBe(0);
  await device.close();
});

async function eventsOf(some: Partial<TextRequest>, of: TrainableModel = model): Promise<GenerationEvent[]> {
  const events: GenerationEvent[] = [];
  for await (const event of generateTexts(of, tinyTokenizer, { ...request, ...some })) events.push(event);
  return events;
}

type Done = Extract<TextEvent, { type: 'text-done' }>;

async function textsOf(some: Partial<TextRequest>, of: TrainableModel = model): Promise<Done[]> {
  const done = (await eventsOf(some, of)).filter((event): event is Done => event.type === 'text-done');
  return done.sort((a, b) => a.number - b.number);
}

/** What the model would say next is `token`, whatever came before. */
function stubborn(token: number) {
  return tinyModel(device, (name, values) => {
    if (name === 'ln_f.bias') values.fill(1);
    else if (name === 'ln_f.weight') values.fill(0);
    else if (name === 'wte.weight') values.fill(0).fill(1, token * 15, (token + 1) * 15);
  });
}

describe('texts', () => {
  it('are the pieces that were reported', async () => {
    const events = await eventsOf({ count: 3, batchSize: 2, length: 12 });
    for (const done of events) {
      if (done.type !== 'text-done') continue;
      const pieces = events.map((event) =>
        event.type === 'text-grew' && event.number === done.number ? event.added : '',
      );
      expect(pieces.join('')).toBe(done.text);
      expect(done.text).not.toBe('');
    }
  });

  it('depend on the seed and their number', async () => {
    const texts = await textsOf({ count: 4 });
    expect(texts.map((text) => text.number)).toEqual([1, 2, 3, 4]);
    expect(new Set(texts.map((text) => text.text)).size).toBe(4);
    expect(await textsOf({ count: 2, firstNumber: 3 })).toEqual(texts.slice(2));
    expect((await textsOf({ count: 4, seed: 2 })).map((text) => text.text)).not.toEqual(texts.map((text) => text.text));
  });

  it('go on past the window', async () => {
    const [long] = await textsOf({ length: 3 * tinyContext, stopAtEnd: false });
    const [short] = await textsOf({ length: tinyContext, stopAtEnd: false });
    expect(long.tokens).toBe(3 * tinyContext);
    expect(long.text.startsWith(short.text.replace(/\uFFFD+$/, ''))).toBe(true);
  });

  it('past the window, are what the model says to its last half', async () => {
    const greedy = { sampling: { ...request.sampling, temperature: 0 }, stopAtEnd: false };
    const [{ text: long }] = await textsOf({ ...greedy, prompt: 'abcdefghijklmnop', length: 2 });
    // 16 tokens of prompt fill the window; the first new token is read with the last 7 of them.
    const [{ text: first }] = await textsOf({ ...greedy, prompt: 'abcdefghijklmnop', length: 1 });
    const [{ text: second }] = await textsOf({ ...greedy, prompt: first.slice(-8), length: 1 });
    expect(long.slice(-1)).toBe(second.slice(-1));
  });

  it('end at the end mark, which is no part of them', async () => {
    const ending = await stubborn(tinyTokenizer.endMark!);
    const sampling = { ...request.sampling, temperature: 0 };
    expect(await textsOf({ sampling, prompt: 'the' }, ending)).toMatchObject([{ text: 'the', tokens: 0, ended: true }]);
    expect(await textsOf({ sampling, prompt: 'the', stopAtEnd: false, length: 2 }, ending)).toMatchObject([
      { text: 'the<|endoftext|><|endoftext|>', tokens: 2, ended: false },
    ]);
    ending.free();
  });

  it('are cut off at their length', async () => {
    const [letter] = tinyTokenizer.encode('x');
    const endless = await stubborn(letter);
    const sampling = { ...request.sampling, temperature: 0 };
    const some = { sampling, prompt: 'ab', length: 3 };
    expect(await textsOf(some, endless)).toMatchObject([{ text: 'abxxx', tokens: 3, ended: false }]);
    expect(await textsOf({ ...some, includePrompt: false }, endless)).toMatchObject([{ text: 'xxx' }]);
    endless.free();
  });

  it('end before a stop string that the model writes, whatever tokens it is in, but not at one in the prompt', async () => {
    const some = { prompt: 'the', length: 40, stopAtEnd: false, includePrompt: false };
    const [whole] = await textsOf(some);
    const middle = Array.from(whole.text).slice(9, 12).join('');
    const events = await eventsOf({ ...some, stop: ['the', middle] });
    const done = events.at(-1) as Done;
    expect(done).toMatchObject({ text: whole.text.slice(0, whole.text.indexOf(middle)), ended: true, stop: middle });
    const pieces = events.map((event) => (event.type === 'text-grew' ? event.added : ''));
    expect(pieces.join('')).toBe(done.text);
    expect(done.tokens).toBeLessThan(40);
  });

  it('give what may be the beginning of a stop string once they have ended', async () => {
    const [letter] = tinyTokenizer.encode('x');
    const endless = await stubborn(letter);
    const some = { sampling: { ...request.sampling, temperature: 0 }, prompt: 'a', length: 3, stop: ['xxxx'] };
    expect(await textsOf(some, endless)).toMatchObject([{ text: 'axxx', ended: false }]);
    expect(await textsOf({ ...some, length: 4 }, endless)).toMatchObject([{ text: 'a', ended: true, stop: 'xxxx' }]);
    endless.free();
  });

  it('never have a banned word, whose beginning may be in the prompt', async () => {
    const [letter] = tinyTokenizer.encode('x');
    const endless = await stubborn(letter);
    const some = { sampling: { ...request.sampling, temperature: 0 }, length: 6, prompt: 'x', stopAtEnd: false };
    expect((await textsOf(some, endless))[0].text).toBe('xxxxxxx');
    const [{ text }] = await textsOf({ ...some, bannedWords: ['XXX'] }, endless);
    endless.free();
    expect(text).toMatch(/^xx[^xX]/);
    expect(text).not.toMatch(/\bxxx\b/i);
  });

  it('repeat what the model wrote less with a penalty of presence, but not the prompt', async () => {
    const [letter] = tinyTokenizer.encode('x');
    const endless = await stubborn(letter);
    const sampling = { ...request.sampling, temperature: 0, presence_penalty: 1e9 };
    const [{ text }] = await textsOf({ sampling, prompt: 'xxx', length: 3, stopAtEnd: false }, endless);
    endless.free();
    expect(text).toMatch(/^xxxx[^x]/);
  });

  it('keep to rules, prompt and all, and end only where these do', async () => {
    const abab: TextConstraints = {
      start: 0,
      next: (state, byte) => (byte === (state % 2 === 0 ? 0x61 : 0x62) ? state + 1 : FORBIDDEN),
      isFree: (state) => state === 6,
    };
    const ending = await stubborn(tinyTokenizer.endMark!);
    const some = { sampling: { ...request.sampling, temperature: 0 }, prompt: 'ab', rules: abab };
    expect(await textsOf(some, ending)).toMatchObject([{ text: 'ababab', tokens: 4, ended: true }]);
    ending.free();
    for (const { text } of await textsOf({ count: 3, batchSize: 2, rules: abab })) expect(text).toMatch(/^ababab/);
    await expect(textsOf({ prompt: 'ba', rules: abab })).rejects.toThrow(PromptFault);
  });

  it('say no run of tokens twice where that is asked, the prompt and what goes past the window counted', async () => {
    const [letter] = tinyTokenizer.encode('x');
    const endless = await stubborn(letter);
    const sampling = { ...request.sampling, temperature: 0, no_repeat_ngram_size: 3 };
    const some = { sampling, prompt: 'xxx', length: 3 * tinyContext, stopAtEnd: false };
    const [{ text }] = await textsOf(some, endless);
    endless.free();
    const runs = Array.from({ length: text.length - 2 }, (_, i) => text.slice(i, i + 3));
    expect(runs.length).toBeGreaterThan(3 * tinyContext);
    expect(new Set(runs).size).toBe(runs.length);
    expect(text).toMatch(/^xxx[^x]x/);
  });

  it('repeat a sequence less with DRY, the prompt counted, but not across a line end', async () => {
    const [letter] = tinyTokenizer.encode('x');
    const endless = await stubborn(letter);
    const some = { prompt: 'xxx', length: 12, stopAtEnd: false };
    const greedy = { ...request.sampling, temperature: 0 };
    const dry = { ...greedy, dry_multiplier: 1e9, dry_allowed_length: 3 };
    const [free, penalised] = [
      await textsOf({ ...some, sampling: greedy }, endless),
      await textsOf({ ...some, sampling: dry }, endless),
    ];
    const [lines] = await textsOf({ ...some, prompt: 'xx\nxx\n', sampling: dry }, endless);
    endless.free();
    expect(free[0].text).toBe('x'.repeat(15));
    // After xxxx, the last three have been followed by x.
    expect(penalised[0].text).toMatch(/^xxxx[^x]xxx[^x]/);
    // The line end is no part of a sequence: after xx and a line end, x may come again.
    expect(lines.text).toMatch(/^xx\nxx\nxxxx[^x]/);
  });

  it('that keep to rules by themselves are the same without them', async () => {
    const free = await textsOf({ count: 40 });
    const readable = free.filter(({ text }) => /^[^\uFFFD]/.test(text));
    expect(readable.length).toBeGreaterThan(2);
    for (const { text, number } of readable) {
      const bytes = new TextEncoder().encode(text.replace(/\uFFFD.*$/s, ''));
      const itself: TextConstraints = {
        start: 0,
        next: (state, byte) => (byte === bytes[state] ? state + 1 : FORBIDDEN),
        isFree: (state) => state === bytes.length,
      };
      expect(await textsOf({ firstNumber: number, rules: itself })).toEqual([free[number - 1]]);
    }
  });

  it('show no part of a character', async () => {
    const [, second] = tinyTokenizer.encode('é');
    const broken = await stubborn(second);
    const sampling = { ...request.sampling, temperature: 0 };
    const events = await eventsOf({ sampling, prompt: 'a', length: 2 }, broken);
    expect(events.at(-1)).toMatchObject({ text: 'a\uFFFD\uFFFD' });
    broken.free();
  });
});

describe('a prompt', () => {
  it('that fits is not spoken of', async () => {
    const events = await eventsOf({ prompt: 'a'.repeat(tinyContext) });
    expect(events.map((event) => event.type)).not.toContain('prompt-cut');
  });

  it('that is too long for the window keeps its end, and stays whole in the text', async () => {
    const long = `${'z'.repeat(20)}${'ab'.repeat(tinyContext / 2)}`;
    const events = await eventsOf({ prompt: long, includePrompt: false });
    expect(events[0]).toEqual({ type: 'prompt-cut', tokens: 36, keptTokens: tinyContext });
    const short = await eventsOf({ prompt: long.slice(20), includePrompt: false });
    expect(events.slice(1)).toEqual(short);
    expect((await textsOf({ prompt: long }))[0].text.startsWith(long)).toBe(true);
  });

  it('that begins a text stands behind an end mark', async () => {
    const full = 'a'.repeat(tinyContext);
    expect((await eventsOf({ prompt: full, promptBegins: true }))[0]).toMatchObject({ type: 'prompt-cut', tokens: 17 });
    const fits = { prompt: full.slice(1), includePrompt: false, count: 3 };
    expect(await textsOf({ ...fits, promptBegins: true })).not.toEqual(await textsOf(fits));
  });

  it('is needed when the vocabulary has no end mark', async () => {
    const { '<|endoftext|>': _, ...tokens } = JSON.parse(tinyVocabulary.encoder);
    const unmarked = new BpeTokenizer({ ...tinyVocabulary, encoder: JSON.stringify(tokens) });
    const writing = generateTexts(model, unmarked, request);
    await expect(writing.next()).rejects.toThrow(PromptFault);
  });
});

describe('an endless series', () => {
  it('continues until the signal', async () => {
    const stop = new AbortController();
    let texts = 0;
    const writing = async () => {
      const series = generateTexts(model, tinyTokenizer, { ...request, count: Infinity, signal: stop.signal });
      for await (const { type } of series) if (type === 'text-done' && ++texts === 3) stop.abort();
    };
    await expect(writing()).rejects.toThrow(stop.signal.reason);
    expect(texts).toBe(3);
  });

  it('frees its memory when the caller stops asking', async () => {
    const before = device.liveBytes;
    for await (const { type } of generateTexts(model, tinyTokenizer, { ...request, count: Infinity })) {
      if (type === 'text-done') break;
    }
    expect(device.liveBytes).toBe(before);
  });
});
