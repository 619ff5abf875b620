import { isOver, type Job, type JobFault, type JobRequest, type NumberedEvent } from '../../protocol.ts';
import type { JobFiles, StoredJob } from './job-files.ts';
import { isRemembered, isResumable, needsMachine } from './job-kinds.ts';
import { KeptEvents } from './kept-events.ts';
import type { Runner, Running } from './runner.ts';

/** What is told about jobs. */
export type JobNews =
  | { readonly type: 'job'; readonly job: Job }
  | { readonly type: 'events'; readonly job: string; readonly events: readonly NumberedEvent[] };

export interface JobsOptions {
  readonly files: JobFiles;
  readonly runner: Runner;
  readonly now: () => Date;
  readonly newId: () => string;
  /** The command line of a request. */
  readonly lineOf: (request: JobRequest) => string;
  /** Whether a process works still: one that a killed server left behind saves before it ends. */
  readonly isAlive: (pid: number) => boolean;
  readonly sleep: (ms: number) => Promise<void>;
}

interface Entry {
  job: Job;
  readonly events: KeptEvents;
  running: Running | null;
  /** Its file is written in the order of its changes. */
  written: Promise<void>;
}

const POLL_MS = 200;

/** How long a process of an earlier studio may take for its step and its checkpoint; by then its number may be another's. */
const MOST_WAIT_MS = 120_000;

/** Jobs that are not worth a file, such as looking at a list, are forgotten once there are more of them. */
const MOST_SMALL_JOBS = 50;

/**
 * The jobs of a studio. One that trains has the machine for itself: others like it wait in line. Everything that a job reports
 * is kept, so that a page which loads late sees it too, and goes to all listeners.
 */
export class Jobs {
  readonly #options: JobsOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #listeners = new Set<(news: JobNews) => void>();
  /** Jobs whose process of an earlier studio has not ended yet. */
  readonly #leaving = new Set<Entry>();
  #isClosed = false;

  private constructor(options: JobsOptions) {
    this.#options = options;
  }

  /** Reads the jobs of earlier studios; those that were cut off go on if they can. */
  static async open(options: JobsOptions): Promise<Jobs> {
    const jobs = new Jobs(options);
    for (const stored of await options.files.read()) jobs.#restore(stored);
    return jobs;
  }

  /** All jobs, the oldest first. */
  get all(): Job[] {
    return [...this.#entries.values()].map(({ job }) => job);
  }

  find(id: string): Job | null {
    return this.#entries.get(id)?.job ?? null;
  }

  /** The events of a job that are kept, after a number. */
  eventsOf(id: string, after = 0): readonly NumberedEvent[] {
    const kept = this.#entries.get(id)?.events.events ?? [];
    return after === 0 ? kept : kept.filter(({ number }) => number > after);
  }

  /** Calls `listener` with everything that happens from now on; returns what ends that. */
  listen(listener: (news: JobNews) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Begins a job, or lets it wait. */
  start(request: JobRequest): Job {
    const job: Job = {
      ...request,
      id: this.#options.newId(),
      state: 'queued',
      line: this.#options.lineOf(request),
      asked: this.#options.now().toISOString(),
      began: null,
      ended: null,
      fault: null,
      events: 0,
    };
    this.#entries.set(job.id, { job, events: new KeptEvents(), running: null, written: Promise.resolve() });
    this.#tell(job);
    this.#forgetSmallJobs();
    this.#next();
    return this.find(job.id)!;
  }

  /** Lets a job end after its step, and save; asked again, it ends at once. Does nothing if it is over. */
  stop(id: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined || isOver(entry.job.state)) return;
    if (entry.running === null) this.#change(entry, { state: 'stopped', ended: this.#moment() });
    else if (entry.job.state === 'stopping') entry.running.kill();
    else {
      this.#change(entry, { state: 'stopping' });
      entry.running.stop();
    }
  }

  /** Forgets a job that is over. */
  forget(id: string): void {
    const entry = this.#entries.get(id);
    if (entry !== undefined && isOver(entry.job.state)) this.#entries.delete(id);
  }

  /** Ends all jobs as the end of the process would: the next studio goes on with them. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { running } of this.#entries.values()) running?.stop();
    while ([...this.#entries.values()].some(({ running }) => running !== null)) await this.#options.sleep(POLL_MS / 4);
    await Promise.all([...this.#entries.values()].map(({ written }) => written));
  }

  #forgetSmallJobs(): void {
    const small = this.all.filter((job) => isOver(job.state) && !isRemembered(job));
    for (const { id } of small.slice(0, -MOST_SMALL_JOBS)) this.#entries.delete(id);
  }

  #restore({ job, pid, events }: StoredJob): void {
    const kept = new KeptEvents(events, job.events);
    const entry: Entry = { job, events: kept, running: null, written: Promise.resolve() };
    this.#entries.set(job.id, entry);
    if (isOver(job.state)) return;
    if (job.state === 'stopping' || !isResumable(job)) {
      const state = job.state === 'stopping' ? 'stopped' : 'interrupted';
      this.#change(entry, { state, ended: this.#moment() });
      return;
    }
    this.#leaving.add(entry);
    this.#change(entry, { state: 'queued' });
    void this.#goOnOnceGone(entry, pid);
  }

  /** Waits for the process that an earlier studio left behind: it saves, and holds the lock of the run until then. */
  async #goOnOnceGone(entry: Entry, pid: number | null): Promise<void> {
    for (let waited = 0; pid !== null && waited < MOST_WAIT_MS && this.#options.isAlive(pid); waited += POLL_MS) {
      await this.#options.sleep(POLL_MS);
    }
    this.#leaving.delete(entry);
    this.#next();
  }

  /** Begins every job that need not wait. */
  #next(): void {
    if (this.#isClosed) return;
    for (const entry of this.#entries.values()) {
      if (entry.job.state !== 'queued' || this.#leaving.has(entry)) continue;
      if (!needsMachine(entry.job) || !this.#isMachineTaken()) this.#begin(entry);
    }
  }

  #isMachineTaken(): boolean {
    return [...this.#entries.values()].some(({ job, running }) => running !== null && needsMachine(job));
  }

  #begin(entry: Entry): void {
    const { command, settings, answers } = entry.job;
    const request = { command, settings, ...(answers === undefined ? {} : { answers }) };
    entry.running = this.#options.runner(request, {
      onEvents: (events) => {
        const numbered = events.map((event) => entry.events.add(event));
        entry.job = { ...entry.job, events: entry.events.count };
        for (const listener of this.#listeners) listener({ type: 'events', job: entry.job.id, events: numbered });
      },
      onEnd: (fault) => this.#end(entry, fault),
    });
    this.#change(entry, { state: 'running', began: entry.job.began ?? this.#moment() });
  }

  #end(entry: Entry, fault: JobFault | null): void {
    entry.running = null;
    // The studio is closing: the file says that the job goes on.
    if (this.#isClosed) return;
    const wasStopped = entry.job.state === 'stopping';
    const state = wasStopped ? 'stopped' : fault === null ? 'done' : 'failed';
    this.#change(entry, { state, fault: wasStopped ? null : fault, ended: this.#moment() });
    this.#next();
  }

  #change(entry: Entry, change: Partial<Job>): void {
    entry.job = { ...entry.job, ...change };
    this.#tell(entry.job);
    const { job, events, running } = entry;
    if (!isRemembered(job)) return;
    const stored = { job, pid: running?.pid ?? null, events: isOver(job.state) ? events.events : [] };
    // What cannot be written is not lost: the job goes on, and only the next studio does not know it.
    entry.written = entry.written.then(() => this.#options.files.write(stored)).catch(() => {});
  }

  #tell(job: Job): void {
    for (const listener of this.#listeners) listener({ type: 'job', job });
  }

  #moment(): string {
    return this.#options.now().toISOString();
  }
}
