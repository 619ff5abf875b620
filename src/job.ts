/**
 * Work that reports events as it goes, and has a result. Iterate over it to see the events, or await it for the result;
 * both at once work too. Nothing begins before one of them does.
 *
 * If the project's signal is aborted, the work saves what it has, both the iteration and the awaited promise end with the
 * signal's reason, and the same call resumes what can be resumed. If it is aborted before, nothing begins. Every other error
 * is a `Fault` with a `code`, unless it is a bug.
 */
export class Job<Event, Result, Returned = unknown> implements AsyncIterable<Event, Returned>, PromiseLike<Result> {
  readonly #work: AsyncGenerator<Event, Returned, undefined>;
  readonly #result: ResultOf<Event, Result>;
  readonly #signal: AbortSignal | undefined;
  #begun = false;
  readonly #end: Promise<Result>;
  #resolve!: (result: Result) => void;
  #reject!: (reason: unknown) => void;

  /** `result` sees every event, and gives the result at the end. */
  constructor(
    work: AsyncGenerator<Event, Returned, undefined>,
    result: ResultOf<Event, Result>,
    signal: AbortSignal | undefined,
  ) {
    this.#work = work;
    this.#result = result;
    this.#signal = signal;
    this.#end = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // A caller who iterates and never awaits has seen the error already.
    this.#end.catch(() => {});
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** The next event. Throws what the work throws, and the signal's reason once aborted work has ended. */
  async next(): Promise<IteratorResult<Event, Returned>> {
    try {
      if (!this.#begun) await this.#begin();
      const step = await this.#work.next();
      if (step.done !== true) this.#result.add(step.value);
      else {
        this.#signal?.throwIfAborted();
        this.#resolve(this.#result.end(step.value));
      }
      return step;
    } catch (error) {
      this.#reject(error);
      throw error;
    }
  }

  async #begin(): Promise<void> {
    this.#begun = true;
    if (this.#signal?.aborted !== true) return;
    await this.#work.return(undefined as never);
    throw this.#signal.reason;
  }

  /** Ends the work at the next event, as leaving a `for await` loop does. */
  async return(): Promise<IteratorResult<Event, Returned>> {
    this.#reject(new JobLeftError());
    return this.#work.return(undefined as never);
  }

  // biome-ignore lint/suspicious/noThenProperty: it is awaited for its result.
  then<Kept = Result, Other = never>(
    kept?: ((result: Result) => Kept | PromiseLike<Kept>) | null,
    other?: ((reason: unknown) => Other | PromiseLike<Other>) | null,
  ): Promise<Kept | Other> {
    if (!this.#begun) void this.#drain();
    return this.#end.then(kept, other);
  }

  async #drain(): Promise<void> {
    try {
      while ((await this.next()).done !== true);
    } catch {
      // Whoever awaits the result gets the error.
    }
  }
}

/** A job was awaited, but somebody else left the loop over its events. */
export class JobLeftError extends Error {
  override readonly name = 'JobLeftError';

  constructor() {
    super('The loop over the events of this job was left before its end, so it has no result.');
  }
}

/** What becomes of the events of a job. */
interface ResultOf<Event, Result> {
  add(event: Event): void;
  /** `returned`: what the work returned. */
  end(returned: unknown): Result;
}

interface Options {
  readonly signal?: AbortSignal | undefined;
}

type Typed = { readonly type: string };
type OfType<Event, Type> = Extract<Event, { readonly type: Type }>;

/** A job whose result is its last event of some types, one of which its work always reports. */
export function endingWith<Event extends Typed, const Type extends Event['type']>(
  work: AsyncGenerator<Event, unknown, undefined>,
  options: Options | undefined,
  ...types: readonly Type[]
): Job<Event, OfType<Event, Type>> {
  let found: OfType<Event, Type> | null = null;
  return new Job(
    work,
    {
      add(event) {
        if (isOfType(event, types)) found = event;
      },
      end() {
        if (found === null) throw new TypeError(`The work ended without an event of type ${types.join(' or ')}.`);
        return found;
      },
    },
    options?.signal,
  );
}

/** A job whose result is all its events of some types, in order. */
export function collecting<Event extends Typed, const Type extends Event['type']>(
  work: AsyncGenerator<Event, unknown, undefined>,
  options: Options | undefined,
  ...types: readonly Type[]
): Job<Event, OfType<Event, Type>[]> {
  const found: OfType<Event, Type>[] = [];
  const add = (event: Event) => void (isOfType(event, types) && found.push(event));
  return new Job(work, { add, end: () => found }, options?.signal);
}

/** A job whose result is what its work returns. */
export function returning<Event, Result>(
  work: AsyncGenerator<Event, Result, undefined>,
  options: Options | undefined,
): Job<Event, Result, Result> {
  return new Job(work, { add() {}, end: (returned) => returned as Result }, options?.signal);
}

function isOfType<Event extends Typed, Type extends string>(
  event: Event,
  types: readonly Type[],
): event is OfType<Event, Type> {
  return (types as readonly string[]).includes(event.type);
}
