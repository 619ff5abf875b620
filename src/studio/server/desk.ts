import type { AnyEvent, JobFault } from '../protocol.ts';
import type { FromJob } from './jobs/messages.ts';
import { type JobProcess, startProcess } from './jobs/process-runner.ts';

/** A desk that nobody uses gives its memory back. */
const IDLE_MS = 10 * 60_000;

interface Pending {
  readonly onAnswer: (status: number, contentType: string) => void;
  readonly onPiece: (text: string) => void;
  readonly onEnd: () => void;
}

interface OpenDesk {
  readonly key: string;
  readonly process: JobProcess;
  readonly pending: Map<number, Pending>;
  /** Ends with null once the model is loaded, or with what went wrong. */
  readonly ready: Promise<JobFault | null>;
  /** The name by which requests ask for the model. */
  model: string;
}

/**
 * The writing desk: a process with one loaded model, which answers OpenAI's requests as `tpdne serve` does, but only those of
 * the studio's pages. Another model closes the one before.
 */
export class Desk {
  #open: OpenDesk | null = null;
  #requests = 0;
  #idle: ReturnType<typeof setTimeout> | null = null;

  /** Loads the model of these settings of `serve`, unless it is loaded. Returns what went wrong, or its name. */
  async open(settings: Readonly<Record<string, unknown>>): Promise<JobFault | { readonly model: string }> {
    const key = JSON.stringify(settings);
    if (this.#open?.key !== key) {
      this.close();
      this.#open = openDesk(key, settings, (ended) => {
        if (this.#open === ended) this.#open = null;
      });
    }
    const desk = this.#open;
    const fault = await desk.ready;
    this.#rest();
    return fault ?? { model: desk.model };
  }

  /** Passes a request on to the model; null if none is open. `signal`: nobody waits for the answer any more. */
  request(method: string, path: string, body: string, signal: AbortSignal): Promise<Response> | null {
    const desk = this.#open;
    if (desk === null) return null;
    this.#rest();
    return ask(desk, ++this.#requests, { method, path, body }, signal);
  }

  /** Ends the process, if there is one. */
  close(): void {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#open?.process.stop();
    this.#open = null;
  }

  /** Closes the desk when it has not been used for a while. */
  #rest(): void {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = setTimeout(() => (this.#open?.pending.size === 0 ? this.close() : this.#rest()), IDLE_MS);
    this.#idle.unref();
  }
}

function openDesk(key: string, settings: Readonly<Record<string, unknown>>, onEnd: (desk: OpenDesk) => void): OpenDesk {
  const pending = new Map<number, Pending>();
  let settle: (fault: JobFault | null) => void = () => {};
  const ready = new Promise<JobFault | null>((resolve) => {
    settle = resolve;
  });
  const process = startProcess(
    { type: 'serve', settings },
    {
      onEvents: (events: readonly AnyEvent[]) => {
        for (const event of events) {
          if (event.type !== 'serving') continue;
          desk.model = String(event.model);
          settle(null);
        }
      },
      onEnd: (fault) => {
        settle(fault ?? { code: 'crash', message: 'The writing desk was closed.' });
        for (const { onEnd: end } of pending.values()) end();
        onEnd(desk);
      },
    },
    (message) => deliver(message, pending),
  );
  const desk: OpenDesk = { key, process, pending, ready, model: '' };
  return desk;
}

function deliver(message: FromJob, pending: Map<number, Pending>): void {
  if (message.type === 'answer') pending.get(message.id)?.onAnswer(message.status, message.contentType);
  else if (message.type === 'piece') pending.get(message.id)?.onPiece(message.text);
  else if (message.type === 'answer-end') {
    pending.get(message.id)?.onEnd();
    pending.delete(message.id);
  }
}

function ask(
  { process, pending }: OpenDesk,
  id: number,
  request: { readonly method: string; readonly path: string; readonly body: string },
  signal: AbortSignal,
): Promise<Response> {
  const encoder = new TextEncoder();
  return new Promise((resolve) => {
    let stream: ReadableStreamDefaultController<Uint8Array> | null = null;
    const hangUp = () => {
      pending.delete(id);
      process.send({ type: 'hang-up', id });
    };
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        stream = controller;
      },
      cancel: hangUp,
    });
    signal.addEventListener('abort', hangUp, { once: true });
    pending.set(id, {
      onAnswer: (status, contentType) => {
        const headers = { 'content-type': contentType, 'cache-control': 'no-store' };
        resolve(new Response(body, { status, headers }));
      },
      onPiece: (text) => stream?.enqueue(encoder.encode(text)),
      onEnd: () => {
        // Of no use if the answer had begun.
        resolve(new Response('The writing desk was closed.', { status: 503 }));
        if (!signal.aborted) stream?.close();
      },
    });
    process.send({ type: 'request', id, ...request });
  });
}
