import { describe, expect, it } from 'vitest';
import { completionsApp } from '../../src/serve/completions-app.ts';
import type { ServedToken } from '../../src/serve/text-service.ts';
import { chatLogprobs, TokenPlaces, textLogprobs } from '../../src/serve/token-logprobs.ts';
import { fakeService } from './fake-service.ts';

interface Choice {
  readonly index: number;
  readonly text?: string;
  readonly logprobs: object | null;
  readonly finish_reason: string | null;
}

function post(path: string, body: object, some: Parameters<typeof fakeService>[0] = {}) {
  const { service, asked } = fakeService(some);
  const app = completionsApp(service, {
    ...{ allowOrigins: [], now: () => new Date(0), signal: new AbortController().signal, onOutcome: () => {} },
  });
  const headers = { host: '127.0.0.1:8080' };
  const init = { method: 'POST', headers, body: JSON.stringify(body) };
  return { asked, response: app.fetch(new Request(`http://127.0.0.1:8080${path}`, init)) };
}

async function choicesOf(path: string, body: object, some: Parameters<typeof fakeService>[0] = {}): Promise<Choice[]> {
  const response = await post(path, body, some).response;
  expect(response.status).toBe(200);
  return ((await response.json()) as { choices: Choice[] }).choices;
}

async function streamOf(path: string, body: object): Promise<Choice[]> {
  const response = await post(path, { ...body, stream: true }).response;
  const lines = (await response.text()).trimEnd().split('\n\n').slice(0, -1);
  return lines.flatMap((line) => (JSON.parse(line.replace(/^data: /, '')) as { choices: Choice[] }).choices);
}

describe('the logprobs of completions', () => {
  it('have each token, the likeliest ones beside it, and where it begins after the prompt', async () => {
    const [{ logprobs }] = await choicesOf('/v1/completions', { prompt: 'ab 🎈', logprobs: 2 });
    expect(logprobs).toEqual({
      tokens: ['one ', 'two'],
      token_logprobs: [-1, -2],
      top_logprobs: [
        { a: -0.1, b: -0.2, 'one ': -1 },
        { a: -0.1, b: -0.2, two: -2 },
      ],
      text_offset: [4, 8],
    });
  });

  it('are null unless they are asked for, and 0 asks for those of the tokens alone', async () => {
    for (const given of [{}, { logprobs: null }, { logprobs: false }]) {
      const { asked, response } = post('/v1/completions', given);
      expect(((await (await response).json()) as { choices: Choice[] }).choices[0].logprobs).toBeNull();
      expect(asked[0].logprobs).toBeNull();
    }
    const [{ logprobs }] = await choicesOf('/v1/completions', { logprobs: 0 });
    expect(logprobs).toMatchObject({ token_logprobs: [-1, -2], top_logprobs: null });
    const { asked, response } = post('/v1/completions', { logprobs: 20 });
    await response;
    expect(asked[0].logprobs).toBe(20);
  });

  const echoed = {
    tokens: ['x ', 'y ', 'one ', 'two'],
    token_logprobs: [null, -1, -1, -2],
    top_logprobs: [null, { a: -0.1, 'y ': -1 }, { a: -0.1, 'one ': -1 }, { a: -0.1, two: -2 }],
    text_offset: [0, 2, 4, 8],
  };

  it('have those of the prompt with echo, the first of them null', async () => {
    const choices = await choicesOf('/v1/completions', { prompt: 'x y ', echo: true, logprobs: 1, n: 2 });
    expect(choices.map(({ text, logprobs }) => [text, logprobs])).toEqual([
      ['x y one two', echoed],
      ['x y one two', echoed],
    ]);
  });

  it('have only those of the prompt with max_tokens 0, and nothing is written', async () => {
    const { asked, response } = post('/v1/completions', {
      prompt: ['x y ', 'z'],
      echo: true,
      logprobs: 1,
      max_tokens: 0,
    });
    const { choices, usage } = (await (await response).json()) as { choices: Choice[]; usage: object };
    const [tokens, top_logprobs] = [
      ['x ', 'y '],
      [null, { a: -0.1, 'y ': -1 }],
    ];
    expect(choices).toMatchObject([
      { text: 'x y ', finish_reason: 'length', logprobs: { tokens, token_logprobs: [null, -1], top_logprobs } },
      { text: 'z', finish_reason: 'length', logprobs: { tokens: ['z'], token_logprobs: [null] } },
    ]);
    expect(usage).toMatchObject({ completion_tokens: 0 });
    expect(asked).toEqual([]);
    const [{ text, logprobs }] = await choicesOf('/v1/completions', { prompt: 'x', max_tokens: 0, logprobs: 1 });
    expect([text, logprobs]).toEqual(['', { tokens: [], token_logprobs: [], top_logprobs: [], text_offset: [] }]);
  });

  it('are those of each piece in a stream, together those of the whole answer', async () => {
    const request = { prompt: 'x y ', echo: true, logprobs: 1 };
    const pieces = await streamOf('/v1/completions', request);
    expect(pieces.map(({ text, finish_reason }) => [text, finish_reason])).toEqual([
      ['x y ', null],
      ['one ', null],
      ['two', null],
      ['', 'stop'],
    ]);
    expect(pieces.at(-1)!.logprobs).toBeNull();
    const all = pieces.slice(0, -1).map(({ logprobs }) => logprobs as Record<string, unknown[]>);
    const together = Object.keys(echoed).map((key) => [key, all.flatMap((logprobs) => logprobs[key])]);
    expect(Object.fromEntries(together)).toEqual(echoed);
    for (const { logprobs } of await streamOf('/v1/completions', {})) expect(logprobs).toBeNull();
  });
});

describe('the logprobs of chats', () => {
  const messages = [{ role: 'user', content: 'x' }];
  const tokenOf = (token: string, logprob: number, top: number) => ({
    ...{ token, logprob, bytes: [...new TextEncoder().encode(token)] },
    top_logprobs: ['a', 'b'].slice(0, top).map((name, i) => ({ token: name, logprob: -(i + 1) / 10, bytes: [97 + i] })),
  });

  it.each([0, 2])('have each token, with its bytes, and %i likeliest ones', async (top_logprobs) => {
    const request = { messages, logprobs: true, top_logprobs };
    const content = [tokenOf('one ', -1, top_logprobs), tokenOf('two', -2, top_logprobs)];
    const [{ logprobs }] = await choicesOf('/v1/chat/completions', request);
    expect(logprobs).toEqual({ content, refusal: null });
    const pieces = await streamOf('/v1/chat/completions', request);
    expect(pieces.map((piece) => piece.logprobs)).toEqual([
      null,
      ...content.map((token) => ({ content: [token], refusal: null })),
      null,
    ]);
  });

  it('have no likeliest ones by default, and are null unless they are asked for', async () => {
    const [{ logprobs }] = await choicesOf('/v1/chat/completions', { messages, logprobs: true });
    expect(logprobs).toMatchObject({ content: [{ top_logprobs: [] }, { top_logprobs: [] }] });
    for (const given of [{}, { logprobs: false }, { logprobs: null, top_logprobs: null }]) {
      const [{ logprobs: none }] = await choicesOf('/v1/chat/completions', { messages, ...given });
      expect(none).toBeNull();
    }
  });
});

describe('tokens that are parts of characters', () => {
  const token = (text: string, bytes: number[] | null, start: number, logprob: number | null): ServedToken => {
    return { text, bytes, start, logprob, top: [] };
  };
  // 🎈 in two tokens, then é and a letter.
  const balloon = [
    token('\uFFFD', [0xf0, 0x9f], 0, -1),
    token('\uFFFD', [0x8e, 0x88], 0, -2),
    token('éz', null, 2, -3),
  ];

  it('are named by their bytes, and begin where the character does', () => {
    const placed = new TokenPlaces('').place('🎈éz', balloon);
    expect(textLogprobs(placed, 1)).toEqual({
      tokens: ['bytes:\\xf0\\x9f', 'bytes:\\x8e\\x88', 'éz'],
      token_logprobs: [-1, -2, -3],
      top_logprobs: [{ 'bytes:\\xf0\\x9f': -1 }, { 'bytes:\\x8e\\x88': -2 }, { éz: -3 }],
      text_offset: [0, 0, 1],
    });
    expect(chatLogprobs(balloon).content.map((content) => [content.token, content.bytes])).toEqual([
      ['\\xf0\\x9f', [0xf0, 0x9f]],
      ['\\x8e\\x88', [0x8e, 0x88]],
      ['éz', [0xc3, 0xa9, 0x7a]],
    ]);
  });

  it('have offsets in characters, wherever pieces end', () => {
    const places = new TokenPlaces('🎈');
    expect(places.place('🎈', balloon.slice(0, 2)).map(({ offset }) => offset)).toEqual([1, 1]);
    expect(places.place('éz', balloon.slice(2)).map(({ offset }) => offset)).toEqual([2]);
  });

  it('and those of the same characters have one entry, the likeliest one', () => {
    const top = [
      { text: 'a', bytes: null, logprob: -1 },
      { text: 'a', bytes: null, logprob: -2 },
    ];
    const [placed] = new TokenPlaces('').place('a', [{ ...token('a', null, 0, -2), top }]);
    expect(textLogprobs([placed], 2).top_logprobs).toEqual([{ a: -1 }]);
  });

  it('may be named like what every object has', () => {
    const [placed] = new TokenPlaces('').place('__proto__', [token('__proto__', null, 0, -1)]);
    expect(JSON.stringify(textLogprobs([placed], 1).top_logprobs)).toBe('[{"__proto__":-1}]');
  });
});
