import type { Dispatcher, Headers, Response } from 'undici';
import { failureReason } from './failure-reason.ts';
import { NetworkError, TransientError } from './network-error.ts';
import { type OpenDispatcher, openDispatcher } from './open-dispatcher.ts';

export interface HttpRequest {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Whether redirects are followed; credentials stay behind when the host changes. By default they are returned. */
  readonly followsRedirects?: boolean;
  /** The longest body that is read, in bytes, unpacked; no limit by default. */
  readonly maxBytes?: number;
  /** The longest time from the request to the last byte of its answer; no limit by default. */
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sends every request that the program makes: through the proxies of the environment, and within time limits. A request
 * is sent once; `retry` repeats it. The caller closes the client.
 */
export class HttpClient {
  readonly #stallMs: number;
  #connections: Promise<OpenDispatcher> | null = null;

  /** A connection on which nothing arrives for `stallMs` is given up. */
  constructor(stallMs: number) {
    this.#stallMs = stallMs;
  }

  /**
   * Returns the answer, whatever its status; its body has to be read or discarded. Throws TransientError if there is no
   * answer, NetworkError if another try would not bring one, ProxyFault, and the signal's reason.
   */
  async send(address: string, request: HttpRequest): Promise<HttpAnswer> {
    const { method = 'GET', headers, body, followsRedirects = false, signal, deadlineMs } = request;
    this.#connections ??= openDispatcher(this.#stallMs);
    const [{ fetch }, { dispatcher }] = await Promise.all([import('undici'), this.#connections]);
    const limits = new AnswerLimits(request, hostOf(address));
    try {
      const response = await fetch(address, {
        method,
        headers: { 'user-agent': 'tpdne', ...headers },
        redirect: followsRedirects ? 'follow' : 'manual',
        dispatcher: dispatcher as Dispatcher,
        signal: limits.signal,
        ...(body === undefined ? {} : { body }),
      });
      return new HttpAnswer(response, address, limits);
    } catch (cause) {
      signal?.throwIfAborted();
      if (limits.isLate) {
        throw new NetworkError(`the server ${limits.host} did not answer within ${deadlineMs! / 1000} seconds`, {
          cause,
        });
      }
      const reason = failureReason(cause);
      if (REDIRECT.test(reason)) {
        throw new NetworkError(`the server ${limits.host} redirects in circles or to an invalid address`, { cause });
      }
      const message = `the server ${limits.host} could not be reached: ${reason}`;
      throw REFUSED_BY_PROXY.test(reason)
        ? new NetworkError(message, { cause })
        : new TransientError(message, { cause });
    }
  }

  async close(): Promise<void> {
    const connections = this.#connections;
    this.#connections = null;
    // A proxy that could not be opened was reported by `send`.
    await connections?.then(
      (open) => open.close(),
      () => {},
    );
  }
}

/** An answer to a request. Its body can be read once. */
export class HttpAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  /** The address that answered, after redirects. */
  readonly address: string;
  readonly #body: Response['body'];
  readonly #limits: AnswerLimits;

  constructor(response: Response, address: string, limits: AnswerLimits) {
    this.status = response.status;
    this.statusText = response.statusText;
    this.headers = response.headers;
    this.address = response.url || address;
    this.#body = response.body;
    this.#limits = limits;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  /** 'the server blog.example answers 404 Not Found' */
  get description(): string {
    return `the server ${hostOf(this.address)} answers ${this.status} ${this.statusText}`.trimEnd();
  }

  /**
   * The body as it arrives. Throws TransientError if the connection breaks off, NetworkError beyond the request's
   * `maxBytes` and `deadlineMs`, and the signal's reason.
   */
  async *pieces(): AsyncGenerator<Uint8Array, void, undefined> {
    const host = hostOf(this.address);
    const { maxBytes, deadlineMs, signal } = this.#limits.request;
    let bytes = 0;
    try {
      for await (const piece of this.#body ?? []) {
        bytes += piece.byteLength;
        if (maxBytes !== undefined && bytes > maxBytes) {
          throw new NetworkError(`the answer of ${host} has more than ${maxBytes.toLocaleString('en')} bytes`);
        }
        yield piece;
      }
    } catch (cause) {
      signal?.throwIfAborted();
      if (cause instanceof NetworkError) throw cause;
      if (this.#limits.isLate) {
        throw new NetworkError(`the answer of ${host} did not end within ${deadlineMs! / 1000} seconds`, { cause });
      }
      throw new TransientError(`the connection to ${host} broke off: ${failureReason(cause)}`, { cause });
    }
  }

  /** The whole body. Throws as `pieces` does. */
  async bytes(): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this.pieces()) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  /** Frees the connection without reading the body. */
  async discard(): Promise<void> {
    await this.#body?.cancel().catch(() => {});
  }
}

/** What ends a request before its time. */
class AnswerLimits {
  readonly request: HttpRequest;
  readonly host: string;
  /** The caller's signal, or the deadline. */
  readonly signal: AbortSignal | null;
  readonly #deadline: AbortSignal | undefined;

  constructor(request: HttpRequest, host: string) {
    const { signal, deadlineMs } = request;
    this.request = request;
    this.host = host;
    this.#deadline = deadlineMs === undefined ? undefined : AbortSignal.timeout(deadlineMs);
    const signals = [signal, this.#deadline].filter((end) => end !== undefined);
    this.signal = signals.length < 2 ? (signals[0] ?? null) : AbortSignal.any(signals);
  }

  get isLate(): boolean {
    return this.#deadline?.aborted === true;
  }
}

/** How undici says that a redirect cannot be followed. */
const REDIRECT = /redirect count exceeded|URL scheme must be|invalid redirect/i;
/** A proxy that wants a password, or does not allow this host. */
const REFUSED_BY_PROXY = /^the proxy answers 4/;

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}
