import { BlogRefusedFault, UnreachableFault } from '../../project/publishing-tools.ts';
import { type HttpAnswer, HttpClient } from './client.ts';
import { isLoopback } from './loopback.ts';
import { NetworkError } from './network-error.ts';
import { type RetryPolicy, requestRetryPolicy, retryQuietly, transientAnswer } from './retry.ts';

export interface Question {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON; bytes as they are, with the content type among the headers. */
  readonly body?: unknown;
  /** What to check if the server does not accept the credentials: a sentence. */
  readonly credentials: string;
}

export interface AskOptions {
  readonly retryPolicy?: RetryPolicy;
  readonly deadlineMs?: number;
}

/** From the request to the last byte of its answer. */
const DEADLINE_MS = 60_000;
/** Far more than Ghost and WordPress answer with. */
const MAX_BYTES = 2 ** 24;

/**
 * Returns a server's answer, parsed from JSON. Follows no redirect, which would take a password along. A GET is retried;
 * a POST or PUT is sent once, since the server may have done what it did not confirm. No message contains a header. Throws
 * UnreachableFault and BlogRefusedFault.
 */
export async function askServer(
  question: Question,
  { retryPolicy = requestRetryPolicy, deadlineMs = DEADLINE_MS }: AskOptions = {},
): Promise<unknown> {
  const { method, address } = question;
  const client = new HttpClient(retryPolicy.stallMs);
  const attempt = () => ask(client, question, deadlineMs);
  try {
    return method === 'GET' ? await retryQuietly(attempt, { retryPolicy, signal: undefined }) : await attempt();
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    throw new UnreachableFault(`${method} ${address}: ${error.message}. Try again later.`, { cause: error.cause });
  } finally {
    await client.close();
  }
}

async function ask(client: HttpClient, question: Question, deadlineMs: number): Promise<unknown> {
  const { method, address, headers, body } = question;
  const answer = await client.send(address, {
    method,
    headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: body instanceof Uint8Array ? body : JSON.stringify(body) }),
    maxBytes: MAX_BYTES,
    deadlineMs,
  });
  const content = parsed(new TextDecoder().decode(await answer.bytes()));
  if (answer.ok && content !== undefined) return content;
  const what = `${answer.description}${reasonIn(content)}`;
  if (answer.status >= 500) throw transientAnswer(answer, what) ?? new NetworkError(what);
  throw transientAnswer(answer, what) ?? refusal(question, answer, what, content);
}

function refusal(
  { method, address, credentials }: Question,
  { ok, status, headers, description }: HttpAnswer,
  what: string,
  content: unknown,
): BlogRefusedFault {
  const refused = (text: string) => new BlogRefusedFault(`${method} ${address}: ${text}`, status, content);
  if (ok) return refused(`${description}, but not with JSON, so there is no such interface at this address. Check it.`);
  if (status >= 300 && status < 400) {
    const location = headers.get('location');
    if (location === null) return refused(`${description}, without an address to go to.`);
    return refused(`${description} and leads to ${location}; give the address that it leads to.`);
  }
  return refused(`${what}.${status === 401 || status === 403 ? ` ${credentials}` : ''}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const LONGEST_REASON = 300;

/** The reason that Ghost or WordPress gives, in brackets: ' (title: too long)'. */
function reasonIn(answer: unknown): string {
  const { message, errors } = (answer ?? {}) as {
    message?: unknown;
    errors?: { message?: unknown; context?: unknown }[];
  };
  const first = Array.isArray(errors) ? errors[0] : undefined;
  const reasons = [first?.message ?? message, first?.context]
    .filter((text) => typeof text === 'string')
    .map((text) => text.slice(0, LONGEST_REASON));
  return reasons.length === 0 ? '' : ` (${reasons.join(' ').replace(/[.\s]+$/, '')})`;
}

/** Removes slashes from the end of an address. Throws BlogRefusedFault if it would send a password unencrypted. */
export function serverAddress(address: string): string {
  const { protocol, hostname } = new URL(address);
  if (protocol !== 'https:' && !isLoopback(hostname)) {
    throw new BlogRefusedFault(
      `${address} would send your password over the network unencrypted; give its https address.`,
      0,
      null,
    );
  }
  return address.replace(/\/+$/, '');
}
