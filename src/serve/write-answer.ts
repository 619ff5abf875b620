import { type Answer, type AnswerForm, type TextPiece, usageOf, type WholeText } from './answers.ts';
import { ApiError } from './api-error.ts';
import type { CompletionRequest } from './completion-request.ts';
import { eventLine } from './event-stream.ts';
import type { Prompt, ServedEvent, TextService } from './text-service.ts';
import { type PlacedToken, TokenPlaces } from './token-logprobs.ts';
import type { Release } from './turns.ts';

/** A request that is being answered. */
export interface Work {
  readonly request: CompletionRequest;
  readonly form: AnswerForm;
  readonly answer: Answer;
  readonly service: TextService;
  /** Resolves when it is this request's turn; rejects with the signal's reason. */
  readonly turn: Promise<Release>;
  readonly signal: AbortSignal;
}

/** Is told at the end of an answer how many tokens were written, and the error; null if the client hung up, or there is none. */
type OnDone = (tokens: number, error: unknown) => void;

/** The whole answer. Throws ApiError, and the signal's reason. */
export async function wholeAnswer(work: Work, onDone: OnDone): Promise<object> {
  const texts: WholeText[] = [];
  const parts = new Map<number, WrittenPiece[]>();
  const tokens = new TokenCount();
  let fault: unknown = null;
  try {
    for await (const event of writtenTexts(work)) {
      const { index } = event;
      tokens.add(event);
      const pieces = parts.get(index) ?? [];
      parts.set(index, pieces);
      if (event.type === 'grew') pieces.push(event);
      else texts[index] = wholeText(work, pieces, event.ended);
    }
    return work.form.whole(work.answer, texts, usageOf(promptTokens(work), tokens.total));
  } catch (error) {
    if (!work.signal.aborted) fault = error;
    throw error;
  } finally {
    onDone(tokens.total, fault);
  }
}

function wholeText({ request, form }: Work, pieces: readonly WrittenPiece[], ended: boolean): WholeText {
  const { logprobs } = request;
  return {
    text: pieces.map(({ added }) => added).join(''),
    logprobs:
      logprobs === null
        ? null
        : form.logprobs(
            pieces.flatMap(({ placed }) => placed),
            logprobs,
          ),
    finish_reason: ended ? 'stop' : 'length',
  };
}

/** The answer as lines of a stream, an error among them if there is one. */
export async function* streamedAnswer(work: Work, onDone: OnDone): AsyncGenerator<string, void, undefined> {
  const { request, form, answer, signal } = work;
  const begun = new Set<number>();
  const tokens = new TokenCount();
  let fault: unknown = null;
  try {
    for await (const event of writtenTexts(work)) {
      const { index } = event;
      tokens.add(event);
      const first = begun.has(index) ? null : form.first(answer, index);
      begun.add(index);
      if (first !== null) yield eventLine(first);
      yield eventLine(form.piece(answer, index, pieceOf(event, work)));
    }
    if (request.includeUsage) yield eventLine(form.usage(answer, usageOf(promptTokens(work), tokens.total)));
    yield eventLine('[DONE]');
  } catch (error) {
    if (signal.aborted) return;
    fault = error;
    yield eventLine(errorOf(error).toJSON());
  } finally {
    onDone(tokens.total, fault);
  }
}

function pieceOf(event: WrittenEvent, { request: { logprobs }, form }: Work): TextPiece {
  if (event.type === 'done') return { added: '', logprobs: null, finish_reason: event.ended ? 'stop' : 'length' };
  const { added, placed } = event;
  return { added, logprobs: logprobs === null ? null : form.logprobs(placed, logprobs), finish_reason: null };
}

/** The next piece of a text, with the tokens that begin in it. */
type WrittenPiece = Extract<ServedEvent, { type: 'grew' }> & { readonly placed: readonly PlacedToken[] };

type WrittenEvent = WrittenPiece | Extract<ServedEvent, { type: 'done' }>;

/** The new tokens of texts, also of those that are not complete. */
class TokenCount {
  readonly #ofText = new Map<number, number>();

  add({ type, index, tokens }: WrittenEvent): void {
    this.#ofText.set(index, type === 'done' ? tokens : (this.#ofText.get(index) ?? 0) + tokens);
  }

  get total(): number {
    return Array.from(this.#ofText.values()).reduce((sum, tokens) => sum + tokens, 0);
  }
}

/** The texts of all prompts, one prompt after the other, as soon as it is this request's turn. */
async function* writtenTexts(work: Work): AsyncGenerator<WrittenEvent, void, undefined> {
  const { request, turn } = work;
  const release = await turn;
  try {
    for (const [place, prompt] of request.prompts.entries()) {
      const first = place * request.n;
      for await (const event of textsAfter(prompt, work)) yield { ...event, index: first + event.index };
    }
  } finally {
    release();
  }
}

/** The texts of one prompt, numbered from 0 on. */
async function* textsAfter(prompt: Prompt, work: Work): AsyncGenerator<WrittenEvent, void, undefined> {
  const { request, service, signal } = work;
  const { n: count, sampling, stop, seed, logprobs } = request;
  if (request.echo && 'text' in prompt && prompt.text !== '') yield* echoed(prompt.text, work);
  const length = lengthAfter(prompt, request, service);
  if (length === 0) {
    for (let index = 0; index < count; index++) yield { type: 'done', index, tokens: 0, ended: false };
    return;
  }
  const before = 'text' in prompt ? prompt.text : '';
  const places = Array.from({ length: count }, () => new TokenPlaces(before));
  for await (const event of service.write({ prompt, count, length, sampling, stop, seed, logprobs }, signal)) {
    if (event.type === 'done') yield event;
    else yield { ...event, placed: places[event.index].place(event.added, event.logprobs ?? []) };
  }
}

/** The prompt as the beginning of each text. Its tokens are scored once. */
async function* echoed(
  text: string,
  { request, service, signal }: Work,
): AsyncGenerator<WrittenPiece, void, undefined> {
  const { n, logprobs } = request;
  const tokens = logprobs === null ? [] : await service.score(text, logprobs, signal);
  const placed = new TokenPlaces('').place(text, tokens);
  for (let index = 0; index < n; index++) yield { type: 'grew', index, added: text, tokens: 0, placed };
}

/** The most new tokens after a prompt: by default as many as its context has left. */
function lengthAfter(prompt: Prompt, { max_tokens }: CompletionRequest, service: TextService): number {
  return max_tokens ?? Math.max(1, service.contextTokens - service.countTokens(prompt));
}

/** Tokens of all prompts together. */
function promptTokens({ request, service }: Work): number {
  return request.prompts.reduce((sum, prompt) => sum + service.countTokens(prompt), 0);
}

/** Throws ApiError if a prompt does not fit into the context of the model. */
export function requireShortPrompts({ prompts }: CompletionRequest, service: TextService): void {
  for (const prompt of prompts) {
    const tokens = service.countTokens(prompt);
    if (tokens <= service.contextTokens) continue;
    throw new ApiError(
      `The prompt has ${tokens} tokens, and the context of the model only ${service.contextTokens}; shorten it.`,
      { status: 400, param: 'text' in prompt ? 'prompt' : 'messages', code: 'context_length_exceeded' },
    );
  }
}

/** The error that a client gets. Of what is none of its business it only learns that it happened. */
export function errorOf(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError(
    'The server failed; its terminal says how.',
    { status: 500, type: 'server_error' },
    { cause: error },
  );
}
