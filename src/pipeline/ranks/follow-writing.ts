import type { GenerationEvent } from '../../engine/generation/generate-texts.ts';
import type { Project } from '../../project/project.ts';
import { exchange } from './exchange.ts';
import type { WriteTexts, WritingMessage } from './messages.ts';

/** Writes what rank 0 asks this rank for, until it asks for nothing more. Throws what `write` throws. */
export async function followWriting<Job>(
  project: Pick<Project, 'ranks' | 'sleep' | 'signal'>,
  write: WriteTexts<Job>,
): Promise<void> {
  const follower = new Follower(project, write);
  await exchange<WritingMessage<Job>>(project, follower);
}

type Unit<Job> = Extract<WritingMessage<Job>, { type: 'write' }>;

class Follower<Job> {
  readonly #project: Pick<Project, 'ranks' | 'signal'>;
  readonly #write: WriteTexts<Job>;
  #done: WritingMessage<Job>[] = [];
  #events: GenerationEvent[] = [];
  /** The unit in progress. */
  #unit = 0;
  #stop = new AbortController();
  /** What was begun has ended: no two units use the model at once. */
  #last: Promise<void> = Promise.resolve();
  #failure: { readonly error: unknown } | null = null;
  #hasToldStop = false;
  #isOver = false;

  constructor(project: Pick<Project, 'ranks' | 'signal'>, write: WriteTexts<Job>) {
    this.#project = project;
    this.#write = write;
  }

  outgoing(): readonly WritingMessage<Job>[] {
    if (this.#failure !== null) throw this.#failure.error;
    this.#flush();
    const { signal, ranks } = this.#project;
    if (signal?.aborted && !this.#hasToldStop) {
      this.#hasToldStop = true;
      this.#done.push({ type: 'stopped', host: ranks.host });
    }
    const messages = this.#done;
    this.#done = [];
    return messages;
  }

  receive(message: WritingMessage<Job>, from: number): void {
    if (from !== 0) return;
    if (message.type === 'end') this.#isOver = true;
    if (message.type === 'end' || message.type === 'stop') this.#leave();
    if (message.type === 'write' && message.to === this.#project.ranks.rank) {
      const before = this.#last;
      // Whatever was given before a `stop` is not wanted, begun or not.
      const { signal } = this.#stop;
      this.#last = before.then(() => (signal.aborted ? undefined : this.#begin(message, signal)));
    }
  }

  isOver(): boolean {
    return this.#isOver;
  }

  async #begin({ unit, texts }: Unit<Job>, unwanted: AbortSignal): Promise<void> {
    const { signal } = this.#project;
    this.#unit = unit;
    const stop = signal === undefined ? unwanted : AbortSignal.any([unwanted, signal]);
    try {
      for await (const event of this.#write({ ...texts, batchSize: texts.count }, stop)) {
        if (stop.aborted) return;
        this.#events.push(event);
      }
      this.#flush();
      this.#done.push({ type: 'done', unit });
    } catch (error) {
      if (!stop.aborted) this.#failure = { error };
    }
  }

  #leave(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#events = [];
  }

  #flush(): void {
    if (this.#events.length === 0) return;
    this.#done.push({ type: 'events', unit: this.#unit, events: this.#events });
    this.#events = [];
  }
}
