import { type Answer, type AnswerForm, usageOf, type WholeText } from './answers.ts';
import { ApiError } from './api-error.ts';
import type { CompletionRequest } from './completion-request.ts';
import { eventLine } from './event-stream.ts';
import type { Prompt, ServedEvent, TextService } from './text-service.ts';
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
  const parts: string[] = [];
  const tokens = new TokenCount();
  let fault: unknown = null;
  try {
    for await (const event of writtenTexts(work)) {
      const { index } = event;
      tokens.add(event);
      if (event.type === 'grew') parts[index] = (parts[index] ?? '') + event.added;
      else texts[index] = { text: parts[index] ?? '', finish_reason: event.ended ? 'stop' : 'length' };
    }
    return work.form.whole(work.answer, texts, usageOf(promptTokens(work), tokens.total));
  } catch (error) {
    if (!work.signal.aborted) fault = error;
    throw error;
  } finally {
    onDone(tokens.total, fault);
  }
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
      if (event.type === 'grew') yield eventLine(form.piece(answer, index, event.added, null));
      else yield eventLine(form.piece(answer, index, '', event.ended ? 'stop' : 'length'));
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

/** The new tokens of texts, also of those that are not complete. */
class TokenCount {
  readonly #ofText = new Map<number, number>();

  add({ type, index, tokens }: ServedEvent): void {
    this.#ofText.set(index, type === 'done' ? tokens : (this.#ofText.get(index) ?? 0) + tokens);
  }

  get total(): number {
    return Array.from(this.#ofText.values()).reduce((sum, tokens) => sum + tokens, 0);
  }
}

/** The texts of all prompts, one prompt after the other, as soon as it is this request's turn. */
async function* writtenTexts({ request, service, turn, signal }: Work): AsyncGenerator<ServedEvent, void, undefined> {
  const release = await turn;
  try {
    for (const [place, prompt] of request.prompts.entries()) {
      const first = place * request.n;
      if (request.echo && 'text' in prompt && prompt.text !== '') {
        for (let i = 0; i < request.n; i++) yield { type: 'grew', index: first + i, added: prompt.text, tokens: 0 };
      }
      const { n: count, sampling, stop, seed } = request;
      const length = lengthAfter(prompt, request, service);
      for await (const event of service.write({ prompt, count, length, sampling, stop, seed }, signal)) {
        yield { ...event, index: first + event.index };
      }
    }
  } finally {
    release();
  }
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
