import { type AnyEvent, isOver, type Job, type NumberedEvent, type ServerMessage } from '../../protocol.ts';
import { ApiError, get } from './api.ts';
import { transport } from './transport.ts';

/** Whether the pages hear from the server. */
export type Connection = 'connecting' | 'open' | 'lost';

const NO_EVENTS: readonly NumberedEvent[] = [];

/**
 * What the server tells: the jobs and their events, kept up to date over one connection. Whoever draws it subscribes, and is
 * called at most once for each picture that the screen shows.
 */
class Live {
  connection: Connection = 'connecting';
  readonly #jobs = new Map<string, Job>();
  /** A new array whenever a job is, so that whoever compares sees the change. */
  #list: readonly Job[] = [];
  readonly #events = new Map<string, NumberedEvent[]>();
  readonly #loading = new Map<string, Promise<void>>();
  readonly #listeners = new Set<() => void>();
  #isDue = false;

  connect(): void {
    transport().listen({
      onNews: (json) => this.#take(JSON.parse(json) as ServerMessage),
      onLost: () => {
        this.connection = 'lost';
        this.#tell();
      },
    });
  }

  /** The oldest first. */
  get jobs(): readonly Job[] {
    return this.#list;
  }

  job(id: string): Job | null {
    return this.#jobs.get(id) ?? null;
  }

  /** What a job reported, as far as it is loaded; loads it if necessary. */
  eventsOf(id: string): readonly NumberedEvent[] {
    if (!this.#events.has(id)) void this.#load(id);
    return this.#events.get(id) ?? NO_EVENTS;
  }

  /** A job that was just begun, before the server tells of it. */
  know(job: Job): void {
    if (!this.#jobs.has(job.id)) this.#jobs.set(job.id, job);
    this.#list = [...this.#jobs.values()];
    this.#tell();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Resolves with all events of a job once it is over. Throws ApiError if the studio was started again and does not know it. */
  async finished(id: string): Promise<{ readonly job: Job; readonly events: readonly AnyEvent[] }> {
    await new Promise<void>((resolve, reject) => {
      const check = () => {
        const job = this.job(id);
        if (job !== null && !isOver(job.state)) return;
        ignore();
        if (job !== null) resolve();
        else reject(new ApiError('job', 'The studio was started again meanwhile; try once more.'));
      };
      const ignore = this.subscribe(check);
      check();
    });
    const { job, events } = await get<{ job: Job; events: NumberedEvent[] }>(`/jobs/${id}`);
    return { job, events: events.map(({ event }) => event) };
  }

  #take(message: ServerMessage): void {
    if (message.type === 'jobs') {
      this.connection = 'open';
      this.#jobs.clear();
      for (const job of message.jobs) this.#jobs.set(job.id, job);
      // What was missed while the connection was lost is loaded again.
      const known = [...this.#events.keys()];
      this.#events.clear();
      for (const id of known) if (this.#jobs.has(id)) void this.#load(id);
    } else if (message.type === 'job') this.#jobs.set(message.job.id, message.job);
    else this.#add(message.job, message.events);
    if (message.type !== 'events') this.#list = [...this.#jobs.values()];
    this.#tell();
  }

  #add(id: string, events: readonly NumberedEvent[]): void {
    const known = this.#events.get(id);
    if (known === undefined) return;
    const last = known.at(-1)?.number ?? 0;
    // A new array, so that whoever compares sees the change.
    this.#events.set(id, [...known, ...events.filter(({ number }) => number > last)]);
  }

  async #load(id: string): Promise<void> {
    const loading = this.#loading.get(id);
    if (loading !== undefined) return loading;
    const promise = this.#fetch(id).finally(() => this.#loading.delete(id));
    this.#loading.set(id, promise);
    return promise;
  }

  async #fetch(id: string): Promise<void> {
    this.#events.set(id, []);
    const answer = await get<{ job: Job; events: NumberedEvent[] }>(`/jobs/${id}`).catch(() => null);
    if (answer === null) return;
    const last = answer.events.at(-1)?.number ?? 0;
    const since = (this.#events.get(id) ?? []).filter(({ number }) => number > last);
    this.#events.set(id, [...answer.events, ...since]);
    this.#tell();
  }

  #tell(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    // A hidden page gets no animation frames.
    const later = document.hidden ? (call: () => void) => setTimeout(call, 200) : requestAnimationFrame;
    later(() => {
      this.#isDue = false;
      for (const listener of [...this.#listeners]) listener();
    });
  }
}

export const live = new Live();
