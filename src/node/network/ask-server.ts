import { BlogRefusedFault, UnreachableFault } from '../../project/publishing-tools.ts';
import { failureReason } from '../machine/failure-reason.ts';

export interface Question {
  readonly method: 'GET' | 'POST';
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** What may be wrong where the server knows nobody of that name, or does not let them: a sentence. */
  readonly credentials: string;
}

/** From the question to the last byte of the answer. */
const PATIENCE_MS = 60_000;

/**
 * What a server answers, as JSON. It is asked at this address alone: who is led elsewhere would take a password along.
 * No message has any of the headers. Throws UnreachableFault and BlogRefusedFault.
 */
export async function askServer(question: Question, patienceMs = PATIENCE_MS): Promise<unknown> {
  const { method, address, credentials } = question;
  const response = await answerTo(question, patienceMs);
  const answer = parsed(await textOf(response, `${method} ${address}`));
  if (response.ok && answer !== undefined) return answer;
  const { status, statusText } = response;
  const what = `${method} ${address}: the server answers ${status}${statusText === '' ? '' : ` ${statusText}`}`;
  const reason = reasonIn(answer);
  if (response.ok) {
    throw new BlogRefusedFault(
      `${what}, but not with JSON: there is no such interface at this address.`,
      status,
      answer,
    );
  }
  if (status >= 300 && status < 400) {
    const place = response.headers.get('location') ?? 'nowhere';
    throw new BlogRefusedFault(`${what} and leads to ${place}; give the address that it leads to.`, status, answer);
  }
  if (status === 429 || status >= 500) throw new UnreachableFault(`${what}${reason}. Try again later.`);
  const hint = status === 401 || status === 403 ? ` ${credentials}` : '';
  throw new BlogRefusedFault(`${what}${reason}.${hint}`, status, answer);
}

async function answerTo({ method, address, headers, body }: Question, patienceMs: number): Promise<Response> {
  try {
    return await fetch(address, {
      method,
      redirect: 'manual',
      headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(patienceMs),
    });
  } catch (cause) {
    throw new UnreachableFault(`${method} ${address}: there is no answer (${failureReason(cause)}). Try again later.`, {
      cause,
    });
  }
}

/** Far more than the interfaces of Ghost and WordPress answer with. */
const MOST_BYTES = 2 ** 24;

/** The body, as far as it is needed. Throws UnreachableFault where it breaks off, does not end in time, or has no end. */
async function textOf(response: Response, what: string): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const part of response.body ?? []) {
      bytes += part.byteLength;
      if (bytes > MOST_BYTES) break;
      parts.push(part);
    }
  } catch (cause) {
    throw new UnreachableFault(
      `${what}: the answer broke off after ${bytes} bytes (${failureReason(cause)}). Try again later.`,
      {
        cause,
      },
    );
  }
  if (bytes > MOST_BYTES) {
    throw new UnreachableFault(`${what}: the answer has more than ${MOST_BYTES} bytes. Try again later.`);
  }
  return new TextDecoder().decode(Buffer.concat(parts));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const LONGEST_REASON = 300;

/** ' (title: too long)' as Ghost and WordPress tell it. */
function reasonIn(answer: unknown): string {
  const { message, errors } = (answer ?? {}) as {
    message?: unknown;
    errors?: { message?: unknown; context?: unknown }[];
  };
  const first = Array.isArray(errors) ? errors[0] : undefined;
  const told = [first?.message ?? message, first?.context]
    .filter((text) => typeof text === 'string')
    .map((text) => text.slice(0, LONGEST_REASON));
  return told.length === 0 ? '' : ` (${told.join(' ').replace(/[.\s]+$/, '')})`;
}

/** An address without a slash at its end. Throws BlogRefusedFault for one that would carry a password in the open. */
export function serverAddress(address: string): string {
  const { protocol, hostname } = new URL(address);
  const isHere = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
  if (protocol !== 'https:' && !isHere) {
    throw new BlogRefusedFault(
      `${address} would carry your password over the network unencrypted; give its https address.`,
      0,
      null,
    );
  }
  return address.replace(/\/+$/, '');
}
