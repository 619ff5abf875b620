import { ApiError, api, request } from '../core/api.ts';
import { eventData } from '../core/event-data.ts';
import { type AnsweredLogprobs, type Piece, piecesOf } from './pieces.ts';

/** Alternatives that are asked for with each token. */
const CHOICES = 10;

export interface Continuation {
  readonly model: string;
  readonly prompt: string;
  /** Tokens at most. */
  readonly length: number;
  readonly temperature: number;
}

/** Loads the model of these settings of `serve` at the desk; resolves with its name. Throws ApiError. */
export async function openDesk(settings: Readonly<Record<string, unknown>>): Promise<string> {
  return (await api<{ model: string }>('POST', '/desk', settings)).model;
}

/** Words after the prompt, as they are written. Throws ApiError, and the signal's reason. */
export async function* continued(
  { model, prompt, length, temperature }: Continuation,
  signal: AbortSignal,
): AsyncGenerator<readonly Piece[], void, undefined> {
  const body = { model, prompt, max_tokens: length, temperature, logprobs: CHOICES, stream: true };
  const response = await request('/api/desk/v1/completions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  });
  let before = [...prompt].length;
  for await (const data of eventData(response)) {
    if (data === '[DONE]') return;
    const answer = JSON.parse(data) as Answer;
    if (answer.error !== undefined) throw new ApiError(answer.error.code ?? 'desk', answer.error.message);
    const { text = '', logprobs } = answer.choices?.[0] ?? {};
    if (logprobs == null) continue;
    yield piecesOf(text, logprobs, before);
    before += [...text].length;
  }
}

/** A text as the model of the desk reads it: its tokens, with how likely it found each. Throws ApiError, and the signal's reason. */
export async function scored(
  { model, text }: { readonly model: string; readonly text: string },
  signal: AbortSignal,
): Promise<readonly Piece[]> {
  const body = { model, prompt: text, max_tokens: 0, echo: true, logprobs: 1 };
  const { choices } = await api<Answer>('POST', '/desk/v1/completions', body, signal);
  const logprobs = choices?.[0]?.logprobs ?? null;
  return logprobs === null ? [{ text, token: null }] : piecesOf(text, logprobs, 0);
}

interface Answer {
  readonly error?: { readonly code: string | null; readonly message: string };
  readonly choices?: readonly { readonly text: string; readonly logprobs: AnsweredLogprobs | null }[];
}
