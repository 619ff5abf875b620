import { type Context, Hono } from 'hono';
import { cors } from 'hono/cors';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type AnswerForm, chatForm, textForm } from './answers.ts';
import { ApiError } from './api-error.ts';
import { type CompletionRequest, parseChat, parseCompletion } from './completion-request.ts';
import { eventStream } from './event-stream.ts';
import { localOnly } from './local-only.ts';
import { readJson } from './read-body.ts';
import type { TextService } from './text-service.ts';
import { Turns } from './turns.ts';
import { errorOf, requireShortPrompts, streamedAnswer, wholeAnswer } from './write-answer.ts';

/** Waiting longer than for some dozens of texts is of no use. */
const MOST_WAITING = 32;

/** What happened to a request. */
export type RequestOutcome =
  /** `hungUp`: the client did, and the texts were not finished. */
  | { readonly path: string; readonly outcome: 'answered'; readonly tokens: number; readonly hungUp: boolean }
  /** `cause`: what the client was not told. */
  | { readonly path: string; readonly outcome: 'refused'; readonly error: ApiError };

export interface AppOptions {
  /** Origins of pages that may use the server; `*` is all. */
  readonly allowOrigins: readonly string[];
  readonly now: () => Date;
  /** Ends all texts. */
  readonly signal: AbortSignal;
  readonly onOutcome: (outcome: RequestOutcome) => void;
}

export interface CompletionsApp {
  readonly fetch: (request: Request) => Response | Promise<Response>;
  /** Resolves when no text is being written. */
  readonly idle: () => Promise<void>;
}

/**
 * OpenAI's API of completions over a model, as a function from a request to a response: `GET /v1/models`, `POST /v1/completions`,
 * and `POST /v1/chat/completions` if the model can. Errors have OpenAI's form too.
 */
export function completionsApp(service: TextService, options: AppOptions): CompletionsApp {
  const started = secondsOf(options.now());
  const turns = new Turns(MOST_WAITING);
  const answering = { service, options, turns, answered: 0 };
  const model = { id: service.model, object: 'model', created: started, owned_by: 'tpdne' };
  const app = new Hono();
  app.use(localOnly(options.allowOrigins));
  if (options.allowOrigins.length > 0) {
    app.use(cors({ origin: options.allowOrigins.includes('*') ? '*' : [...options.allowOrigins] }));
  }
  app.get('/v1/models', (context) => context.json({ object: 'list', data: [model] }));
  app.get('/v1/models/:id{.+}', (context) => {
    if (context.req.param('id') === service.model) return context.json(model);
    throw new ApiError(`There is no model of this name; this server has ${JSON.stringify(service.model)}.`, {
      status: 404,
      code: 'model_not_found',
    });
  });
  app.post('/v1/completions', async (context) =>
    answer(context, answering, textForm, parseCompletion(await readJson(context.req.raw), service)),
  );
  app.post('/v1/chat/completions', async (context) => {
    if (service.noChatBecause !== null) {
      throw new ApiError(`${service.noChatBecause} Use /v1/completions.`, { status: 400, code: 'chat_not_supported' });
    }
    return answer(context, answering, chatForm, parseChat(await readJson(context.req.raw), service));
  });
  app.notFound(({ req: { method, path } }) => {
    throw new ApiError(`There is no ${method} ${path}. See GET /v1/models and POST /v1/completions.`, { status: 404 });
  });
  app.onError((thrown, context) => {
    // The client has hung up, or the server is stopping; either was told already.
    if (!(thrown instanceof ApiError) && isAborted(context, options)) return context.json(stopping.toJSON(), 503);
    const error = errorOf(thrown);
    options.onOutcome({ path: context.req.path, outcome: 'refused', error });
    return context.json(error.toJSON(), error.status as ContentfulStatusCode);
  });
  return { fetch: (request) => app.fetch(request), idle: () => turns.idle() };
}

const stopping = new ApiError('The server is stopping.', { status: 503, type: 'server_error' });

function isAborted(context: Context, { signal }: AppOptions): boolean {
  return signal.aborted || context.req.raw.signal.aborted;
}

interface Surroundings {
  readonly service: TextService;
  readonly options: AppOptions;
  readonly turns: Turns;
  /** Requests so far. */
  answered: number;
}

async function answer(
  context: Context,
  surroundings: Surroundings,
  form: AnswerForm,
  request: CompletionRequest,
): Promise<Response> {
  const { service, options, turns } = surroundings;
  const { path } = context.req;
  requireShortPrompts(request, service);
  const hangUp = new AbortController();
  const signal = AbortSignal.any([options.signal, context.req.raw.signal, hangUp.signal]);
  const about = { number: ++surroundings.answered, created: secondsOf(options.now()), model: service.model };
  const turn = turns.take(signal);
  // Whoever waits for it sees the rejection; if the client hangs up before, nobody does.
  turn.catch(() => {});
  const work = { request, form, answer: about, service, turn, signal };
  const onDone = (tokens: number, error: unknown) => {
    if (error === null) options.onOutcome({ path, outcome: 'answered', tokens, hungUp: signal.aborted });
    // An error of an answer that is not streamed is told where it is sent.
    else if (request.stream) options.onOutcome({ path, outcome: 'refused', error: errorOf(error) });
  };
  if (request.stream) return eventStream(streamedAnswer(work, onDone), signal, hangUp);
  return context.json(await wholeAnswer(work, onDone));
}

function secondsOf(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
