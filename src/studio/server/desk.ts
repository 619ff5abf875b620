import type { AnyEvent, JobFault } from '../protocol.ts';
import { Asker } from '../requests/asker.ts';
import type { JobProcess, StartProcess } from './jobs/runner.ts';

/** A desk that nobody uses gives its memory back. */
const IDLE_MS = 10 * 60_000;

interface OpenDesk {
  readonly key: string;
  readonly process: JobProcess;
  readonly asker: Asker;
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
  readonly #start: StartProcess;
  #open: OpenDesk | null = null;
  #idle: ReturnType<typeof setTimeout> | null = null;

  constructor(start: StartProcess) {
    this.#start = start;
  }

  /** Loads the model of these settings of `serve`, unless it is loaded. Returns what went wrong, or its name. */
  async open(settings: Readonly<Record<string, unknown>>): Promise<JobFault | { readonly model: string }> {
    const key = JSON.stringify(settings);
    if (this.#open?.key !== key) {
      this.close();
      this.#open = openDesk(this.#start, key, settings, (ended) => {
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
    const content = method === 'GET' ? {} : { contentType: 'application/json', body };
    return desk.asker.ask({ method, path, signal, ...content });
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
    this.#idle = setTimeout(() => (this.#open?.asker.isIdle !== false ? this.close() : this.#rest()), IDLE_MS);
    // In Node, it would keep the process alive.
    (this.#idle as { unref?(): void }).unref?.();
  }
}

function openDesk(
  start: StartProcess,
  key: string,
  settings: Readonly<Record<string, unknown>>,
  onEnd: (desk: OpenDesk) => void,
): OpenDesk {
  let settle: (fault: JobFault | null) => void = () => {};
  const ready = new Promise<JobFault | null>((resolve) => {
    settle = resolve;
  });
  const asker = new Asker((message) => process.send(message), 'The writing desk was closed.');
  const process = start(
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
        asker.end();
        onEnd(desk);
      },
    },
    (message) => asker.take(message),
  );
  const desk: OpenDesk = { key, process, asker, ready, model: '' };
  return desk;
}
