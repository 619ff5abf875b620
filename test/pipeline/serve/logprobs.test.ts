import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import OpenAI, { BadRequestError } from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokenArray } from '../../../src/engine/tokens/token-buffer.ts';
import { textLoss } from '../../../src/engine/training/text-loss.ts';
import { type GenerateEvent, generate, serve } from '../../../src/index.ts';
import { nodeProject } from '../../../src/node/project/node-project.ts';
import { loadModel } from '../../../src/pipeline/models/load-model.ts';
import { tinyContext, tinyTokenizer } from '../../engine/generation/tiny-model.ts';
import { referenceDevice } from '../../node/models/tiny-checkpoint.ts';
import { folderForAllTests } from '../../temporary-folder.ts';
import { writeTinyModels } from '../tiny-models.ts';

const root = folderForAllTests();
const stop = new AbortController();
const model = 'tiny';
let client: OpenAI;
let ended: Promise<void>;

beforeAll(async () => {
  await writeTinyModels(root, ['models/tiny']);
  const template = "{% for m in messages %}{{ m.content + '<|endoftext|>' }}{% endfor %}";
  await writeFile(join(root, 'models/tiny/chat_template.jinja'), template);
  const given = { model_name: 'tiny', port: 0, device: 'reference', quantize: 'none' } as const;
  const serving = serve(given, { root, signal: stop.signal });
  let ready = (_: string) => {};
  const address = new Promise<string>((resolve) => {
    ready = resolve;
  });
  ended = (async () => {
    for await (const event of serving) if (event.type === 'serving') ready(event.address);
  })();
  client = new OpenAI({ baseURL: `${await address}/v1`, apiKey: 'any', maxRetries: 0 });
});
afterAll(async () => {
  stop.abort(new RangeError('closing'));
  await expect(ended).rejects.toThrow('closing');
});

const request = { model, prompt: 'the cat', max_tokens: 8, seed: 1 };
const chat = { model, messages: [{ role: 'user' as const, content: 'the cat' }], max_tokens: 8, seed: 1 };

async function completed(some: object) {
  const [{ text, logprobs }] = (await client.completions.create({ ...request, ...some })).choices;
  return { text, logprobs: logprobs as Required<NonNullable<typeof logprobs>> };
}

describe('the client of OpenAI, asking for log probabilities,', () => {
  it('gets the same text with them, and those that generate reports', async () => {
    const { text, logprobs } = await completed({ logprobs: 3 });
    expect(text).toBe((await completed({})).text);
    const settings = {
      run: undefined,
      model_name: 'tiny',
      device: 'reference',
      quantize: 'none',
      logprobs: 3,
    } as const;
    const given = { prompt: 'the cat', include_prompt: false, nsamples: 1, length: 8, seed: 1, whole_sentences: false };
    const events: GenerateEvent[] = [];
    for await (const event of generate({ ...given, ...settings }, { root })) events.push(event);
    const done = events.find((event) => event.type === 'text-done')!;
    expect(text).toBe(done.text);
    expect(logprobs.token_logprobs).toEqual(done.logprobs!.map(({ logprob }) => logprob));
    expect(logprobs.text_offset[0]).toBe('the cat'.length);
    for (const [i, likeliest] of logprobs.top_logprobs.entries()) {
      expect(likeliest).toMatchObject({ [logprobs.tokens[i]]: logprobs.token_logprobs[i] });
      expect(Object.keys(likeliest).length).toBeLessThanOrEqual(4);
      const probabilities = Object.values(likeliest).map(Math.exp);
      expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeLessThanOrEqual(1.000001);
    }
  });

  it('gets tokens whose bytes are the text', async () => {
    const { text, logprobs } = await completed({ logprobs: 0, echo: true, prompt: 'é🎈 the', max_tokens: 4 });
    const bytes = logprobs.tokens.flatMap((token) => {
      if (!token.startsWith('bytes:')) return [...new TextEncoder().encode(token)];
      return token.match(/\\x../g)!.map((byte) => Number.parseInt(byte.slice(2), 16));
    });
    expect(new TextDecoder().decode(Uint8Array.from(bytes))).toBe(text);
    expect(logprobs.tokens).toContainEqual(expect.stringMatching(/^bytes:(\\x[0-9a-f]{2})+$/));
    expect(logprobs.top_logprobs).toBeNull();
    const characters = [...text];
    for (const [i, token] of logprobs.tokens.entries()) {
      if (!token.startsWith('bytes:')) expect(characters.slice(logprobs.text_offset[i]).join('')).toMatch(token);
    }
  });

  it('scores a text with echo and no new tokens: the mean is minus the loss of evaluate', async () => {
    const text = 'the cat and the'.slice(0, tinyContext);
    const { text: same, logprobs } = await completed({ prompt: text, echo: true, max_tokens: 0, logprobs: 20 });
    expect(same).toBe(text);
    const ids = tinyTokenizer.encode(text);
    expect(logprobs.tokens).toEqual(ids.map((id) => tinyTokenizer.decode([id])));
    const [first, ...others] = logprobs.token_logprobs;
    expect([first, logprobs.top_logprobs[0]]).toEqual([null, null]);
    const tokens = tokenArray(tinyTokenizer.vocabularySize, ids.length);
    tokens.set(ids);
    const loaded = await loadModel(nodeProject(), referenceDevice(), join(root, 'models/tiny'));
    const loss = await textLoss(loaded.model, tokens);
    expect(-others.reduce((sum, logprob) => sum + logprob, 0) / others.length).toBeCloseTo(loss, 5);
    for (const likeliest of logprobs.top_logprobs.slice(1)) expect(Object.keys(likeliest).length).toBeGreaterThan(15);
  });

  it('gets the same with echo as it got while the text was written', async () => {
    // Letters that are the same tokens when the text is encoded again; probabilities are those without the bias.
    const logit_bias = Object.fromEntries([...'abcd'].map((letter) => [tinyTokenizer.encode(letter)[0], 100]));
    const written = await completed({ logprobs: 2, logit_bias });
    expect(written.text).toMatch(/^[abcd]{8}$/);
    const scored = await completed({ prompt: request.prompt + written.text, echo: true, max_tokens: 0, logprobs: 2 });
    const from = scored.logprobs.tokens.length - written.logprobs.tokens.length;
    expect(scored.logprobs.tokens.slice(from)).toEqual(written.logprobs.tokens);
    for (const [i, logprob] of written.logprobs.token_logprobs.entries()) {
      expect(scored.logprobs.token_logprobs[from + i]).toBeCloseTo(logprob, 5);
    }
    expect(scored.logprobs.text_offset.slice(from)).toEqual(written.logprobs.text_offset);
  });

  it('gets those of a whole text piece by piece in a stream', async () => {
    const { text, logprobs } = await completed({ logprobs: 1, echo: true });
    const pieces: string[] = [];
    const all = { tokens: [] as string[], token_logprobs: [] as number[], text_offset: [] as number[] };
    for await (const { choices } of await client.completions.create({
      ...{ ...request, logprobs: 1, echo: true },
      stream: true,
    })) {
      pieces.push(choices[0].text);
      all.tokens.push(...(choices[0].logprobs?.tokens ?? []));
      all.token_logprobs.push(...(choices[0].logprobs?.token_logprobs ?? []));
      all.text_offset.push(...(choices[0].logprobs?.text_offset ?? []));
    }
    expect(pieces.join('')).toBe(text);
    expect(logprobs).toMatchObject(all);
  });

  it('gets them for chats, whole and in a stream', async () => {
    const asked = { ...chat, logprobs: true, top_logprobs: 5 };
    const [{ message, logprobs }] = (await client.chat.completions.create(asked)).choices;
    const content = logprobs!.content!;
    expect(new TextDecoder().decode(Uint8Array.from(content.flatMap(({ bytes }) => bytes!)))).toBe(message.content);
    for (const { top_logprobs } of content) {
      expect(top_logprobs).toHaveLength(5);
      const sorted = top_logprobs.map(({ logprob }) => logprob).sort((a, b) => b - a);
      expect(top_logprobs.map(({ logprob }) => logprob)).toEqual(sorted);
    }
    const streamed: typeof content = [];
    for await (const { choices } of await client.chat.completions.create({ ...asked, stream: true })) {
      streamed.push(...(choices[0].logprobs?.content ?? []));
    }
    expect(streamed).toEqual(content);
    await expect(client.chat.completions.create({ ...chat, top_logprobs: 5 })).rejects.toThrow(BadRequestError);
  });
});
