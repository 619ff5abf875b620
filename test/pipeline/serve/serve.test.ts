import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import OpenAI, { APIError, BadRequestError, NotFoundError } from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GenerateEvent, generate, type ServeEvent, serve } from '../../../src/index.ts';
import type { ServeGiven } from '../../../src/pipeline/settings/serve.ts';
import { tinyContext, tinyTokenizer } from '../../engine/generation/tiny-model.ts';
import { folderForAllTests } from '../../temporary-folder.ts';
import { writeTinyModels } from '../tiny-models.ts';

const root = folderForAllTests();
const stop = new AbortController();
const events: ServeEvent[] = [];
let client: OpenAI;
let ended: Promise<void>;

beforeAll(async () => {
  await writeTinyModels(root, ['checkpoint/run1/model-3']);
  const given = { run: 'run1', port: 0, device: 'reference', quantize: 'none' } as const;
  const serving = serve(given, { root, signal: stop.signal });
  let ready = (_: string) => {};
  const address = new Promise<string>((resolve) => {
    ready = resolve;
  });
  ended = (async () => {
    for await (const event of serving) {
      events.push(event);
      if (event.type === 'serving') ready(event.address);
    }
  })();
  client = new OpenAI({ baseURL: `${await address}/v1`, apiKey: 'any', maxRetries: 0 });
});
afterAll(async () => {
  stop.abort(new RangeError('closing'));
  await expect(ended).rejects.toThrow('closing');
});

const model = 'run1/model-3';
const request = { model, prompt: 'the cat', max_tokens: 12, seed: 1 };

/** What `generate` writes with the same settings. */
async function generated(some: object): Promise<Extract<GenerateEvent, { type: 'text-done' }>[]> {
  const texts: Extract<GenerateEvent, { type: 'text-done' }>[] = [];
  const settings = { run: 'run1', device: 'reference', quantize: 'none', whole_sentences: false, ...some } as const;
  const given = { prompt: 'the cat', include_prompt: false, nsamples: 1, length: 12, seed: 1, ...settings };
  for await (const event of generate(given, { root })) if (event.type === 'text-done') texts.push(event);
  return texts;
}

describe('the client of OpenAI', () => {
  it('lists the model', async () => {
    const { data } = await client.models.list();
    expect(data.map(({ id }) => id)).toEqual([model]);
    expect(await client.models.retrieve(model)).toMatchObject({ id: model, object: 'model' });
  });

  it('gets the texts that generate writes, with the number of their tokens', async () => {
    const texts = await generated({ nsamples: 3 });
    const { choices, usage } = await client.completions.create({ ...request, n: 3 });
    expect(choices.map(({ text }) => text)).toEqual(texts.map(({ text }) => text));
    expect(choices.map(({ finish_reason }) => finish_reason)).toEqual(
      texts.map(({ ended }) => (ended ? 'stop' : 'length')),
    );
    const written = texts.reduce((sum, { tokens }) => sum + tokens, 0);
    const prompt_tokens = tinyTokenizer.encode('the cat').length;
    expect(usage).toEqual({ prompt_tokens, completion_tokens: written, total_tokens: prompt_tokens + written });
  });

  it('gets the same text in a stream', async () => {
    const [{ text, ended }] = await generated({});
    const stream = await client.completions.create({
      ...request,
      stream: true,
      stream_options: { include_usage: true },
    });
    const pieces: string[] = [];
    const reasons: (string | null)[] = [];
    let tokens: number | undefined;
    for await (const { choices, usage } of stream) {
      tokens = usage?.completion_tokens;
      for (const choice of choices) {
        pieces.push(choice.text);
        reasons.push(choice.finish_reason);
      }
    }
    expect(pieces.join('')).toBe(text);
    expect(reasons.filter((reason) => reason !== null)).toEqual([ended ? 'stop' : 'length']);
    expect(tokens).toBeGreaterThan(0);
  });

  it('gets what it asks for: other sampling, a bias, the prompt, an end', async () => {
    const text = async (some: object) => (await client.completions.create({ ...request, ...some })).choices[0];
    const [plain] = await generated({ temperature: 1, top_p: 0 });
    expect((await text({ temperature: 1, top_p: 1 })).text).toBe(plain.text);
    const [few] = await generated({ top_k: 2 });
    expect((await text({ top_k: 2 })).text).toBe(few.text);
    const [likeliest] = await generated({ temperature: 0 });
    expect((await text({ top_p: 0 })).text).toBe(likeliest.text);
    const x = { logit_bias: { [tinyTokenizer.encode('x')[0]]: 100 }, presence_penalty: -2, repetition_penalty: 1 };
    expect(await text({ ...x, echo: true })).toMatchObject({ text: 'the catxxxxxxxxxxxx', finish_reason: 'length' });
    expect(await text({ ...x, stop: ['xxx'] })).toMatchObject({ text: '', finish_reason: 'stop' });
  });

  it('gets errors in its own form', async () => {
    await expect(client.completions.create({ ...request, model: 'gpt-4' })).rejects.toThrow(NotFoundError);
    const long = { ...request, prompt: 'x'.repeat(tinyContext + 1) };
    const refused = client.completions.create(long).catch((error) => error);
    expect(await refused).toBeInstanceOf(BadRequestError);
    expect(await refused).toMatchObject({ code: 'context_length_exceeded', param: 'prompt' });
    const messages = [{ role: 'user', content: 'Hello' }] as const;
    const chat = client.chat.completions.create({ model, messages: [...messages] }).catch((error) => error);
    expect(await chat).toBeInstanceOf(APIError);
    expect(await chat).toMatchObject({ status: 400, code: 'chat_not_supported' });
    expect((await chat).message).toContain('Use /v1/completions');
  });

  it('may send a body in chunks', async () => {
    const bytes = new TextEncoder().encode(JSON.stringify(request));
    const body = new ReadableStream({
      start(controller) {
        for (const part of [bytes.subarray(0, 7), bytes.subarray(7)]) controller.enqueue(part);
        controller.close();
      },
    });
    const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
    expect((await fetch(`${client.baseURL}/completions`, init)).status).toBe(200);
  });

  it('stops a text by hanging up, and others are written meanwhile and after', async () => {
    const before = events.length;
    const endless = { ...request, max_tokens: 10_000_000, logit_bias: { [tinyTokenizer.endMark!]: -100 } };
    const stream = await client.completions.create({ ...endless, stream: true });
    for await (const _ of stream) break;
    const hangUp = new AbortController();
    const waiting = client.completions.create(endless, { signal: hangUp.signal }).catch((error) => error);
    setTimeout(() => hangUp.abort(), 100);
    expect((await waiting).name).toBe('Error');
    expect((await client.completions.create(request)).choices).toHaveLength(1);
    const answered = events.slice(before).filter(({ type }) => type === 'request-answered');
    expect(answered).toMatchObject([{ hungUp: true }, { hungUp: true }, { hungUp: false }]);
    for (const event of answered) expect(event).toMatchObject({ tokens: expect.toSatisfy((tokens) => tokens > 0) });
  });
});

/** The address of another server, until it is stopped, and how it ends. */
async function open(given: Omit<ServeGiven, 'port' | 'device'>) {
  const stopping = new AbortController();
  const serving = serve({ port: 0, device: 'reference', ...given }, { root, signal: stopping.signal });
  for (;;) {
    const { value, done } = await serving.next();
    if (done === true) throw new Error('The server has ended.');
    if (value.type !== 'serving') continue;
    const close = async () => {
      const reason = new RangeError('closing');
      stopping.abort(reason);
      const untilItEnds = async () => {
        while ((await serving.next()).done !== true);
      };
      await expect(untilItEnds()).rejects.toBe(reason);
    };
    return { address: value.address, serving, close };
  }
}

describe('a model with a template for conversations', () => {
  const template = "{% for m in messages %}{{ m.role + ':' + m.content + '<|endoftext|>' }}{% endfor %}";

  it('answers messages as it continues the text that the template makes of them', async () => {
    await writeTinyModels(root, ['models/chat']);
    await writeFile(join(root, 'models/chat/chat_template.jinja'), template);
    const { address, close } = await open({ model_name: 'chat' });
    const chat = new OpenAI({ baseURL: `${address}/v1`, apiKey: 'any', maxRetries: 0 });
    const messages = [{ role: 'user' as const, content: 'the cat' }];
    const asked = { model: 'chat', messages, seed: 1, temperature: 0 };
    const whole = await chat.chat.completions.create({ ...asked, max_tokens: 5 });
    const pieces: string[] = [];
    for await (const { choices } of await chat.chat.completions.create({ ...asked, max_tokens: 5, stream: true })) {
      pieces.push(choices[0].delta.content ?? '');
    }
    expect(pieces.join('')).toBe(whole.choices[0].message.content);
    const prompt_tokens = tinyTokenizer.encode('user:the cat').length + 1;
    expect(whole.usage).toMatchObject({ prompt_tokens });
    const rest = await chat.chat.completions.create({ ...asked, logit_bias: { [tinyTokenizer.endMark!]: -100 } });
    expect(rest.usage).toMatchObject({ completion_tokens: tinyContext - prompt_tokens });
    await close();
  });

  it('that cannot be applied refuses messages and says why', async () => {
    await writeTinyModels(root, ['models/broken']);
    await writeFile(join(root, 'models/broken/chat_template.jinja'), '{% for %}');
    const { address, close } = await open({ model_name: 'broken' });
    const answer = await fetch(`${address}/v1/chat/completions`, { method: 'POST', body: '{}' });
    const { error } = (await answer.json()) as { error: { message: string } };
    expect(error.message).toMatch(
      /^The template of this model for conversations cannot be applied: .*Use \/v1\/completions\.$/,
    );
    await close();
  });
});

describe('serve', () => {
  it('tells where it is, and what came of each request', () => {
    expect(events[0]).toMatchObject({ type: 'writer', name: model });
    expect(events.find(({ type }) => type === 'serving')).toEqual({
      type: 'serving',
      address: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      model,
    });
    expect(events).toContainEqual(expect.objectContaining({ type: 'request-refused', status: 404, details: null }));
  });

  it('ends in the middle of a text when it is stopped, and when nobody listens to it any more', async () => {
    for (const how of ['signal', 'return']) {
      const { address, serving, close } = await open({ run: 'run1' });
      const body = JSON.stringify({ max_tokens: 10_000_000, logit_bias: { [tinyTokenizer.endMark!]: -100 } });
      const writing = fetch(`${address}/v1/completions`, { method: 'POST', body });
      await new Promise((resolve) => setTimeout(resolve, 100));
      await (how === 'signal' ? close() : serving.return());
      const answer = await writing;
      expect([answer.status, await answer.json()]).toMatchObject([
        503,
        { error: { message: 'The server is stopping.' } },
      ]);
    }
  });
});
