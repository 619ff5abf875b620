import type { GenerationEvent } from '../../engine/generation/generate-texts.ts';
import { Fault } from '../../fault.ts';
import type { Project } from '../../project/project.ts';
import { exchange } from './exchange.ts';
import type { TextsToWrite, WriteTexts, WritingMessage } from './messages.ts';
import { OrderedTexts } from './ordered-texts.ts';

/** A person stopped one rank of a job, so the others stop too. */
export class RankStoppedFault extends Fault {
  override readonly code: string = 'rank-stopped';
}

/** Milliseconds between the stops of two ranks that one person gave, at most, on a busy machine. */
const SAME_STOP_MS = 3000;

/** Pieces of work that another rank has at a time. */
const UNITS_AHEAD = 2;

type Surroundings = Pick<Project, 'ranks' | 'sleep' | 'signal'>;

/** Texts that all ranks write: on rank 0, which shares them out, or on a process that is alone. */
export class SharedTexts<Job> {
  readonly #project: Surroundings;
  readonly #write: WriteTexts<Job>;
  readonly #exchange: Promise<void>;
  #outbox: WritingMessage<Job>[] = [];
  /** Numbers of units, so that what is left of earlier ones is not taken for a later one's. */
  #units = 0;
  #series: Series<Job> | null = null;
  #stoppedHost: string | null = null;
  #failure: { readonly error: unknown } | null = null;
  #isOver = false;
  /** Whether something was received that was not looked at. */
  #hasNews = false;
  #wake = () => {};

  constructor(project: Surroundings, write: WriteTexts<Job>) {
    this.#project = project;
    this.#write = write;
    this.#exchange = project.ranks.size === 1 ? Promise.resolve() : this.#begin();
  }

  /**
   * Writes texts whose numbers follow each other, at most `batchSize` side by side on each rank; the texts and their order are
   * those of one process. A caller that has enough stops iterating, and then all ranks stop. Throws the faults of writing,
   * the signal's reason, and RankStoppedFault.
   */
  async *texts(all: readonly TextsToWrite<Job>[], batchSize: number): AsyncGenerator<GenerationEvent, void, undefined> {
    const { ranks, signal } = this.#project;
    if (ranks.size === 1) {
      for (const texts of all) yield* this.#write({ ...texts, batchSize }, signal);
      return;
    }
    const series = new Series(all, batchSize, ranks.size);
    this.#series = series;
    for (let rank = 1; rank < ranks.size; rank++) this.#assign(series, rank);
    try {
      yield* this.#untilDone(series);
    } finally {
      this.#series = null;
      this.#outbox.push({ type: 'stop' });
    }
  }

  /** Lets the other ranks end; resolves when they have heard it. */
  async close(): Promise<void> {
    if (this.#project.ranks.size === 1 || this.#failure !== null) return;
    this.#outbox.push({ type: 'end' });
    await this.#exchange;
  }

  async *#untilDone(series: Series<Job>): AsyncGenerator<GenerationEvent, void, undefined> {
    const { signal } = this.#project;
    let own: { readonly unit: number; readonly events: AsyncGenerator<GenerationEvent> } | null = null;
    try {
      for (;;) {
        this.#hasNews = false;
        yield* series.ordered.take();
        signal?.throwIfAborted();
        await this.#requireAll();
        if (own === null) {
          own = this.#beginOwn(series);
          // What comes next is with a rank before it has ended what it writes: a round takes longer than a short text.
          for (let rank = 1; rank < this.#project.ranks.size; rank++) {
            if (series.unitsOf(rank) < UNITS_AHEAD) this.#assign(series, rank);
          }
        }
        if (own === null && series.inProgress.size === 0) return;
        if (own === null) {
          await this.#news();
          continue;
        }
        const { done, value } = await own.events.next();
        if (!done) series.add(own.unit, value);
        else {
          series.inProgress.delete(own.unit);
          own = null;
        }
      }
    } finally {
      await own?.events.return(undefined);
    }
  }

  #beginOwn(series: Series<Job>) {
    const texts = series.next();
    if (texts === null) return null;
    const unit = ++this.#units;
    series.inProgress.set(unit, texts);
    return { unit, events: this.#write({ ...texts, batchSize: texts.count }, this.#project.signal) };
  }

  #assign(series: Series<Job>, to: number): void {
    const texts = series.next();
    if (texts === null) return;
    const unit = ++this.#units;
    series.inProgress.set(unit, texts);
    series.givenTo.set(unit, to);
    this.#outbox.push({ type: 'write', to, unit, texts });
  }

  async #begin(): Promise<void> {
    try {
      await exchange<WritingMessage<Job>>(this.#project, {
        outgoing: () => {
          const messages = this.#outbox;
          this.#outbox = [];
          return messages;
        },
        receive: (message, from) => this.#receive(message, from),
        isOver: () => this.#isOver,
      });
    } catch (error) {
      this.#failure = { error };
    }
    this.#tellNews();
  }

  #receive(message: WritingMessage<Job>, from: number): void {
    if (message.type === 'end') this.#isOver = true;
    if (message.type === 'stopped') this.#stoppedHost ??= message.host;
    const series = this.#series;
    if (message.type === 'events') for (const event of message.events) series?.add(message.unit, event);
    if (message.type === 'done' && series?.inProgress.delete(message.unit)) {
      series.givenTo.delete(message.unit);
      this.#assign(series, from);
    }
    this.#tellNews();
  }

  #tellNews(): void {
    this.#hasNews = true;
    this.#wake();
  }

  /** Throws if a rank cannot go on. */
  async #requireAll(): Promise<void> {
    if (this.#failure !== null) throw this.#failure.error;
    if (this.#stoppedHost === null) return;
    await this.#ownStop();
    this.#project.signal?.throwIfAborted();
    throw new RankStoppedFault(`A rank on ${this.#stoppedHost} was stopped, so the others stop too.`);
  }

  /** A launcher tells all ranks to stop, but this one may hear it later than another: resolves when it has, or could have. */
  async #ownStop(): Promise<void> {
    const { signal, sleep } = this.#project;
    if (signal === undefined || signal.aborted) return;
    await Promise.race([sleep(SAME_STOP_MS), new Promise((resolve) => signal.addEventListener('abort', resolve))]);
  }

  /** Resolves when a message has come or the signal is aborted. */
  async #news(): Promise<void> {
    const { signal } = this.#project;
    if (this.#hasNews) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      signal?.addEventListener('abort', this.#wake, { once: true });
    });
    signal?.removeEventListener('abort', this.#wake);
  }
}

/** Texts whose numbers follow each other, and who writes which of them. */
class Series<Job> {
  readonly ordered: OrderedTexts;
  readonly inProgress = new Map<number, TextsToWrite<Job>>();
  /** The rank of each unit that another one writes. */
  readonly givenTo = new Map<number, number>();
  readonly #firstNumbers: ReadonlySet<number>;
  readonly #units: Iterator<TextsToWrite<Job>>;

  constructor(all: readonly TextsToWrite<Job>[], batchSize: number, ranks: number) {
    this.ordered = new OrderedTexts(all[0].firstNumber, batchSize > 1);
    this.#firstNumbers = new Set(all.map(({ firstNumber }) => firstNumber));
    this.#units = unitsOf(all, batchSize, ranks);
  }

  /** How many units a rank has. */
  unitsOf(rank: number): number {
    return [...this.givenTo.values()].filter((to) => to === rank).length;
  }

  /** The next texts that a rank can write; null if all are given out. */
  next(): TextsToWrite<Job> | null {
    const { done, value } = this.#units.next();
    return done ? null : value;
  }

  /** Ignores units of an earlier series. */
  add(unit: number, event: GenerationEvent): void {
    const texts = this.inProgress.get(unit);
    if (texts === undefined) return;
    const { firstNumber } = texts;
    if (event.type !== 'prompt-cut') this.ordered.add(event.number, event);
    // Each rank that continues a prompt cuts it, and one of them says so.
    else if (this.#firstNumbers.has(firstNumber)) this.ordered.add(firstNumber, event);
  }
}

/** The texts in pieces for one rank each: as many as fit side by side, and fewer where few are left, so that all end together. */
function* unitsOf<Job>(
  all: readonly TextsToWrite<Job>[],
  batchSize: number,
  ranks: number,
): Generator<TextsToWrite<Job>, undefined> {
  for (const { job, firstNumber, count } of all) {
    for (let written = 0; written < count; ) {
      const size = Math.min(batchSize, Math.ceil((count - written) / ranks));
      yield { job, firstNumber: firstNumber + written, count: size };
      written += size;
    }
  }
}
