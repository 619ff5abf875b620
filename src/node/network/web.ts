import { type BodyInit, EnvHttpProxyAgent, fetch, type RequestInit, Response } from 'undici';
import { DownloadFault } from '../../project/download-events.ts';
import { failureReason } from '../machine/failure-reason.ts';
import { TransientError } from './retry.ts';

/** A server refused, and will refuse again. */
export class RefusedFault extends DownloadFault {
  readonly address: string;
  readonly status: number;
  /** The hub's own word for it: 'RepoNotFound', 'GatedRepo'; null where it says none. */
  readonly code: string | null;

  constructor(message: string, address: string, status: number, code: string | null) {
    super(message);
    this.address = address;
    this.status = status;
    this.code = code;
  }
}

/** Asks servers, through the proxies that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name. Whoever makes one closes it. */
export class Web {
  readonly #proxies: EnvHttpProxyAgent;
  readonly #signal: AbortSignal | undefined;

  /** A connection on which nothing comes for `stallMs` is given up. Throws DownloadFault for a proxy that is no address. */
  constructor(stallMs: number, signal: AbortSignal | undefined) {
    this.#signal = signal;
    try {
      this.#proxies = new EnvHttpProxyAgent({
        headersTimeout: stallMs,
        bodyTimeout: stallMs,
        connect: { timeout: stallMs },
      });
    } catch (cause) {
      throw new DownloadFault(
        `HTTPS_PROXY or HTTP_PROXY is no address of a proxy: ${(cause as Error).message}. One is http://proxy.example:8080.`,
        { cause },
      );
    }
  }

  /**
   * What is at an address, wherever it leads; a secret header goes no further than to its own host. Only an answer with
   * what was asked for comes back. Throws PassingTrouble, RefusedFault, DownloadFault for a web page in place of a file,
   * and the signal's reason.
   */
  async ask(address: string, init: RequestInit = {}): Promise<Response> {
    // Bytes as they lie there: of packed ones neither the number nor a part could be told.
    const headers = {
      'accept-encoding': 'identity',
      'user-agent': 'tpdne',
      ...(init.headers as Record<string, string>),
    };
    const response = await fetch(address, {
      ...init,
      headers,
      dispatcher: this.#proxies,
      signal: this.#signal ?? null,
    }).catch((cause) => {
      this.#signal?.throwIfAborted();
      const reason = failureReason(cause);
      if (LASTING.test(reason)) {
        throw new DownloadFault(`${address} was not downloaded: the server leads nowhere (${reason}).`, { cause });
      }
      throw new TransientError(`the server ${hostOf(address)} could not be reached: ${reason}`, {
        cause,
      });
    });
    const isPage = response.headers.get('content-type')?.includes('text/html') === true;
    if (response.ok && !isPage) return response;
    await response.body?.cancel().catch(() => {});
    throw refusalOf(address, response);
  }

  async close(): Promise<void> {
    await this.#proxies.destroy();
  }
}

/** The bytes of an answer as they come. Throws PassingTrouble where they break off, and the signal's reason. */
export async function* bytesOf(response: Response, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of response.body ?? []) yield piece;
  } catch (cause) {
    signal?.throwIfAborted();
    throw new TransientError(`the connection to ${hostOf(response.url)} broke off: ${failureReason(cause)}`, { cause });
  }
}

/** Of what fetch says: that a server leads in a circle, or to where nothing is downloaded from. */
const LASTING = /redirect count exceeded|URL scheme must be|invalid redirect/i;

/** The same answer with a body that ends: a fault comes in its place after so many bytes or milliseconds. */
export function limited(response: Response, bytes: number, ms: number): Response {
  if (response.body === null) return response;
  const what = `The answer of ${hostOf(response.url)}`;
  let left = bytes;
  let timer: NodeJS.Timeout | undefined;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    start(controller) {
      timer = setTimeout(() => controller.error(new DownloadFault(`${what} does not end.`)), ms);
      timer.unref();
    },
    flush: () => clearTimeout(timer),
    transform(piece, controller) {
      left -= piece.byteLength;
      if (left < 0) controller.error(new DownloadFault(`${what} has more than ${bytes} bytes, which no list has.`));
      else controller.enqueue(piece);
    },
  });
  const body = response.body.pipeThrough(limit);
  const { status, statusText, headers } = response;
  const copy = new Response(body as BodyInit, { status, statusText, headers });
  Object.defineProperty(copy, 'url', { value: response.url });
  return copy;
}

/** Statuses of a server that may answer the next time. */
const PASSING: ReadonlySet<number> = new Set([408, 421, 423, 425, 429, 500, 502, 503, 504]);

function refusalOf(address: string, { status, statusText, headers, ok, url }: Response): Error {
  const host = hostOf(url || address);
  if (ok) {
    return new DownloadFault(
      `The server ${host} answers with a web page in place of a file. A network with a login page does so, and some proxies; with ` +
        'another network it may work.',
    );
  }
  const answer = `the server ${host} answers ${status} ${statusText}`.trimEnd();
  if (PASSING.has(status))
    return new TransientError(answer, { retryAfterMs: retryAfterMs(headers.get('retry-after')) });
  return new RefusedFault(`${address} was not downloaded: ${answer}.`, address, status, headers.get('x-error-code'));
}

/** What the header says, in seconds or as a date; null where it says nothing. */
function retryAfterMs(header: string | null): number | null {
  if (header === null) return null;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}
