import { describe, expect, it } from 'vitest';
import { ApiError } from '../../src/serve/api-error.ts';
import { completionsApp, type RequestOutcome } from '../../src/serve/completions-app.ts';
import { fakeService } from './fake-service.ts';

function open(some: Parameters<typeof fakeService>[0] = {}, allowOrigins: readonly string[] = []) {
  const { service, asked } = fakeService(some);
  const outcomes: RequestOutcome[] = [];
  const stop = new AbortController();
  const app = completionsApp(service, {
    allowOrigins,
    now: () => new Date(1_700_000_000_500),
    signal: stop.signal,
    onOutcome: (outcome) => outcomes.push(outcome),
  });
  const call = async (path: string, init: RequestInit = {}) => {
    const headers = { host: '127.0.0.1:8080', ...(init.headers as Record<string, string>) };
    return app.fetch(new Request(`http://127.0.0.1:8080${path}`, { ...init, headers }));
  };
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    call(path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers });
  return { app, asked, outcomes, stop, call, post };
}

const complete = (body: unknown, some: Parameters<typeof fakeService>[0] = {}) =>
  open(some).post('/v1/completions', body);

/** The data of a stream. */
async function linesOf(response: Response): Promise<unknown[]> {
  const text = await response.text();
  expect(text).toMatch(/\n\n$/);
  const lines = text.slice(0, -2).split('\n\n');
  return lines.map((line) => {
    const data = line.replace(/^data: /, '');
    return data === '[DONE]' ? data : JSON.parse(data);
  });
}

const head = { id: 'cmpl-1700000000-1', object: 'text_completion', created: 1_700_000_000, model: 'run1/model-3' };

describe('GET /v1/models', () => {
  it('lists the model, and describes it', async () => {
    const model = { id: 'run1/model-3', object: 'model', created: 1_700_000_000, owned_by: 'tpdne' };
    const { call } = open();
    expect(await (await call('/v1/models')).json()).toEqual({ object: 'list', data: [model] });
    expect(await (await call('/v1/models/run1/model-3')).json()).toEqual(model);
    expect(await (await call('/v1/models/run1%2Fmodel-3')).json()).toEqual(model);
    const missing = await call('/v1/models/gpt-4');
    expect(missing.status).toBe(404);
    expect(await missing.json()).toMatchObject({ error: { code: 'model_not_found', param: null } });
  });
});

describe('POST /v1/completions', () => {
  it('answers with the texts, why they ended, and the tokens', async () => {
    const response = await complete({ prompt: 'a b c', n: 2 });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      ...head,
      choices: [
        { index: 0, text: 'one two', logprobs: null, finish_reason: 'stop' },
        { index: 1, text: 'one two', logprobs: null, finish_reason: 'length' },
      ],
      usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 },
    });
  });

  it('continues each of several prompts, n times, and repeats them with echo', async () => {
    const { post, asked } = open();
    const response = await post('/v1/completions', { prompt: ['a ', 'b c '], n: 2, echo: true });
    const { choices, usage } = (await response.json()) as { choices: { text: string }[]; usage: object };
    expect(choices.map(({ text }) => text)).toEqual(['a one two', 'a one two', 'b c one two', 'b c one two']);
    expect(usage).toEqual({ prompt_tokens: 5, completion_tokens: 8, total_tokens: 13 });
    expect(asked.map(({ prompt, count }) => [prompt, count])).toEqual([
      [{ text: 'a ' }, 2],
      [{ text: 'b c ' }, 2],
    ]);
  });

  it('passes on what is asked for, and nothing else', async () => {
    const { post, asked } = open();
    await post('/v1/completions', {});
    const usual = { prompt: { text: '' }, count: 1, length: 16, sampling: {}, stop: [], seed: null, logprobs: null };
    expect(asked.pop()).toEqual(usual);
    await post('/v1/completions', {
      ...{ model: 'run1/model-3', prompt: 'a', max_tokens: 5, temperature: 0, top_p: 0, n: 1, stop: 'x', seed: -7 },
      ...{ stream: false, frequency_penalty: -2, presence_penalty: 2, logit_bias: { 99: -100, 0: 100 }, echo: false },
      ...{ top_k: 3, min_p: 0.5, typical_p: 1, repetition_penalty: 1.5, user: 'me', suffix: null, best_of: 1 },
    });
    expect(asked.pop()).toEqual({
      ...usual,
      ...{ prompt: { text: 'a' }, length: 5, stop: ['x'], seed: -7 },
      sampling: {
        ...{ temperature: 0, top_p: 1e-9, frequency_penalty: -2, presence_penalty: 2, top_k: 3, min_p: 0.5 },
        ...{ typical_p: 1, repetition_penalty: 1.5 },
        token_bias: new Map([
          [0, 100],
          [99, -100],
        ]),
      },
    });
  });

  it.each([
    ['prompt', { prompt: 1 }],
    ['prompt', { prompt: [] }],
    ['prompt', { prompt: [1, 2] }],
    ['prompt', { prompt: [[1]] }],
    ['prompt', { prompt: 'a '.repeat(20) }],
    ['max_tokens', { max_tokens: -1 }],
    ['max_tokens', { max_tokens: 1.5 }],
    ['temperature', { temperature: -0.1 }],
    ['temperature', { temperature: 2.1 }],
    ['temperature', { temperature: '1' }],
    ['top_p', { top_p: 1.1 }],
    ['top_p', { top_p: -0.1 }],
    ['n', { n: 0 }],
    ['n', { n: 129 }],
    ['stop', { stop: '' }],
    ['stop', { stop: ['a', ''] }],
    ['stop', { stop: ['a', 'b', 'c', 'd', 'e'] }],
    ['stop', { stop: 5 }],
    ['seed', { seed: 0.5 }],
    ['stream', { stream: 'yes' }],
    ['stream_options', { stream_options: { include_usage: true } }],
    ['other', { stream: true, stream_options: { other: true } }],
    ['frequency_penalty', { frequency_penalty: 2.1 }],
    ['presence_penalty', { presence_penalty: -2.1 }],
    ['logit_bias', { logit_bias: [] }],
    ['logit_bias', { logit_bias: { 100: 1 } }],
    ['logit_bias', { logit_bias: { the: 1 } }],
    ['logit_bias', { logit_bias: { 1: 101 } }],
    ['echo', { echo: 1 }],
    ['logprobs', { logprobs: -1 }],
    ['logprobs', { logprobs: 21 }],
    ['logprobs', { logprobs: 0.5 }],
    ['logprobs', { logprobs: true }],
    ['top_logprobs', { top_logprobs: 1 }],
    ['best_of', { best_of: 2 }],
    ['suffix', { suffix: 'x' }],
    ['top_k', { top_k: -1 }],
    ['min_p', { min_p: 2 }],
    ['typical_p', { typical_p: 2 }],
    ['repetition_penalty', { repetition_penalty: 0.9 }],
    ['user', { user: 5 }],
    ['max_token', { max_token: 5 }],
  ])('refuses a wrong %s: %j', async (param, body) => {
    const response = await complete(body);
    expect(response.status).toBe(400);
    const { error } = (await response.json()) as { error: { message: string } };
    expect(error).toMatchObject({ type: 'invalid_request_error', param });
    expect(error.message).toContain(param);
  });

  it('says what was meant', async () => {
    const { error } = (await (await complete({ max_token: 5 })).json()) as { error: object };
    expect(error).toMatchObject({ message: 'The field "max_token" is not supported; did you mean max_tokens?' });
  });

  it('refuses another model, and what is not a JSON object', async () => {
    const missing = await complete({ model: 'gpt-3.5-turbo-instruct' });
    expect(missing.status).toBe(404);
    expect(await missing.json()).toMatchObject({ error: { code: 'model_not_found', param: 'model' } });
    for (const body of ['{"prompt":', '', 'null', '[]', '"a"']) {
      const response = await complete(body);
      expect([body, response.status]).toEqual([body, 400]);
      expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error', param: null } });
    }
  });

  it('accepts a prompt that fills the context, and refuses a longer one', async () => {
    const ofWords = (count: number) => ({ prompt: Array(count).fill('a').join(' ') });
    expect((await complete(ofWords(20))).status).toBe(200);
    const response = await complete(ofWords(21));
    expect(await response.json()).toMatchObject({ error: { code: 'context_length_exceeded' } });
  });

  it('refuses a body that is too large, whether it says so or not', async () => {
    const { call, post } = open();
    const withBytes = (count: number) => JSON.stringify({ prompt: 'a'.repeat(count - '{"prompt":""}'.length) });
    expect((await post('/v1/completions', withBytes(2 ** 20))).status).toBe(200);
    const body = withBytes(2 ** 20 + 1);
    const chunks = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(body));
        controller.close();
      },
    });
    const said = { body, headers: { 'content-length': String(body.length) } };
    for (const init of [said, { body: chunks, duplex: 'half' }]) {
      const response = await call('/v1/completions', { method: 'POST', ...init } as RequestInit);
      expect(response.status).toBe(413);
      expect(await response.json()).toMatchObject({ error: { code: 'body_too_large' } });
    }
  });

  it('tells of a failure only that it happened, and the terminal what', async () => {
    const { post, outcomes } = open({ fails: new Error('a secret path') });
    const response = await post('/v1/completions', {});
    expect(response.status).toBe(500);
    expect(JSON.stringify(await response.json())).not.toContain('secret');
    expect(outcomes).toMatchObject([
      { outcome: 'refused', error: { status: 500, cause: { message: 'a secret path' } } },
    ]);
  });
});

describe('a stream', () => {
  it('has the pieces of all texts, their ends, the tokens if asked, and [DONE]', async () => {
    const { post, outcomes } = open();
    const response = await post('/v1/completions', {
      ...{ prompt: 'a b', n: 2, stream: true },
      stream_options: { include_usage: true },
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const piece = (index: number, text: string, finish_reason: string | null) => {
      return { ...head, choices: [{ index, text, logprobs: null, finish_reason }] };
    };
    expect(await linesOf(response)).toEqual([
      piece(0, 'one ', null),
      piece(0, 'two', null),
      piece(0, '', 'stop'),
      piece(1, 'one ', null),
      piece(1, 'two', null),
      piece(1, '', 'length'),
      { ...head, choices: [], usage: { prompt_tokens: 2, completion_tokens: 4, total_tokens: 6 } },
      '[DONE]',
    ]);
    expect(outcomes).toEqual([{ path: '/v1/completions', outcome: 'answered', tokens: 4, hungUp: false }]);
  });

  it('ends with an error that comes while it is written', async () => {
    const { post, outcomes } = open({ fails: new ApiError('no', { status: 500, type: 'server_error' }) });
    const lines = await linesOf(await post('/v1/completions', { stream: true }));
    expect(lines.at(-1)).toEqual({ error: { message: 'no', type: 'server_error', param: null, code: null } });
    expect(lines).not.toContain('[DONE]');
    expect(outcomes).toMatchObject([{ outcome: 'refused', error: { message: 'no' } }]);
  });

  it('is stopped when the client hangs up, and the next request has its turn', async () => {
    const written: number[] = [];
    const endless = async function* () {
      for (let piece = 0; ; piece++) {
        written.push(piece);
        await new Promise((resolve) => setTimeout(resolve, 1));
        yield { type: 'grew', index: 0, added: 'a', tokens: 1 } as const;
      }
    };
    const { post, outcomes, app } = open({ write: endless });
    const reader = (await post('/v1/completions', { stream: true })).body!.getReader();
    await reader.read();
    await reader.cancel();
    await app.idle();
    const count = written.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(written.length).toBe(count);
    expect(outcomes).toMatchObject([{ outcome: 'answered', hungUp: true }]);
  });
});

describe('requests', () => {
  it('take turns, and too many are refused', async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { post, stop, app } = open({
      async *write(_, signal) {
        await gate;
        signal.throwIfAborted();
        yield { type: 'done', index: 0, tokens: 1, ended: true };
      },
    });
    const all = Array.from({ length: 34 }, () => post('/v1/completions', {}));
    const refused = await Promise.race(all);
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ error: { type: 'rate_limit_error', code: 'rate_limit_exceeded' } });
    release();
    const statuses = (await Promise.all(all)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(33);
    await app.idle();
    expect(stop.signal.aborted).toBe(false);
  });
});

describe('POST /v1/chat/completions', () => {
  const messages = [{ role: 'user', content: 'a b' }];

  it('is refused if the model cannot, with what to use instead', async () => {
    const response = await open({ noChatBecause: 'No template.' }).post('/v1/chat/completions', { messages });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { message: 'No template. Use /v1/completions.', code: 'chat_not_supported' },
    });
  });

  it('answers messages, by default as long as the context allows', async () => {
    const { post, asked } = open();
    const parts = [
      { type: 'text', text: 'a ' },
      { type: 'text', text: 'b' },
    ];
    const given = [
      { role: 'system', content: 'x' },
      { role: 'user', content: parts },
    ];
    const response = await post('/v1/chat/completions', { messages: given });
    expect(await response.json()).toEqual({
      ...{ ...head, id: 'chatcmpl-1700000000-1', object: 'chat.completion' },
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'one two', refusal: null },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
    });
    const known = [
      { role: 'system', content: 'x' },
      { role: 'user', content: 'a b' },
    ];
    expect(asked).toMatchObject([{ prompt: { messages: known }, length: 17 }]);
    await post('/v1/chat/completions', { messages, max_completion_tokens: 3 });
    await post('/v1/chat/completions', { messages, max_tokens: 4 });
    expect(asked.slice(1).map(({ length }) => length)).toEqual([3, 4]);
  });

  it('streams who speaks first', async () => {
    const lines = await linesOf(await open().post('/v1/chat/completions', { messages, stream: true }));
    const deltas = lines.slice(0, -1).map((line) => (line as { choices: { delta: object }[] }).choices[0].delta);
    expect(deltas).toEqual([{ role: 'assistant', content: '' }, { content: 'one ' }, { content: 'two' }, {}]);
  });

  it.each([
    ['messages', {}],
    ['messages', { messages: [] }],
    ['messages[0]', { messages: ['a'] }],
    ['messages[0].role', { messages: [{ role: 'tool', content: 'a' }] }],
    ['messages[0].content', { messages: [{ role: 'user', content: null }] }],
    ['messages[0].content', { messages: [{ role: 'user', content: [{ type: 'image_url' }] }] }],
    ['tools', { messages, tools: [{}] }],
    ['logprobs', { messages, logprobs: 5 }],
    ['top_logprobs', { messages, top_logprobs: 0 }],
    ['top_logprobs', { messages, logprobs: false, top_logprobs: 5 }],
    ['top_logprobs', { messages, logprobs: true, top_logprobs: 21 }],
    ['top_logprobs', { messages, logprobs: true, top_logprobs: -1 }],
    ['echo', { messages, echo: true }],
  ])('refuses a wrong %s: %j', async (param, body) => {
    const response = await open().post('/v1/chat/completions', body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { param } });
  });
});

describe('other requests', () => {
  it('are not found', async () => {
    for (const [method, path] of [
      ['GET', '/'],
      ['GET', '/v1/completions'],
      ['POST', '/v1/embeddings'],
    ]) {
      const response = await open().call(path, { method });
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
    }
  });

  it.each([
    ['127.0.0.1:8080', 200],
    ['127.0.0.1', 200],
    ['localhost:1', 200],
    ['LOCALHOST', 200],
    ['[::1]:8080', 200],
    ['evil.example:8080', 403],
    ['127.0.0.1.evil.example', 403],
    ['localhost.evil.example:8080', 403],
    ['', 403],
  ])('that name the host %j get %i', async (host, status) => {
    expect((await open().call('/v1/models', { headers: { host } })).status).toBe(status);
  });

  it('of web pages are refused, unless their origin is allowed', async () => {
    const origin = 'https://editor.example';
    const call = async (allowed: readonly string[]) => open({}, allowed).call('/v1/models', { headers: { origin } });
    const refused = await call([]);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ error: { code: 'origin_not_allowed' } });
    expect((await call(['https://other.example'])).status).toBe(403);
    const allowed = await call([origin, 'https://other.example']);
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
    expect((await call(['*'])).headers.get('access-control-allow-origin')).toBe('*');
  });

  it('that a browser asks permission for get it', async () => {
    const headers = {
      origin: 'https://editor.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,authorization',
    };
    const response = await open({}, [headers.origin]).call('/v1/completions', { method: 'OPTIONS', headers });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-headers')).toBe('content-type,authorization');
    expect((await open().call('/v1/completions', { method: 'OPTIONS', headers })).status).toBe(403);
  });
});
