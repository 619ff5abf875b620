/**
 * A request that brought no usable answer. The message is a clause without a capital and a full stop, so that each use
 * can put it into its own sentence: 'the server blog.example answers 404 Not Found'.
 */
export class NetworkError extends Error {}

/** A failure that may be over in a moment: a reset connection, a busy server. */
export class TransientError extends NetworkError {
  /** How long the server asks to wait; null if it does not say. */
  readonly retryAfterMs: number | null;
  /** Whether so much arrived before this failure that it counts as the first one. */
  readonly madeProgress: boolean;

  constructor(
    message: string,
    {
      cause,
      retryAfterMs = null,
      madeProgress = false,
    }: Partial<Omit<TransientError, keyof Error>> & ErrorOptions = {},
  ) {
    super(message, { cause });
    this.retryAfterMs = retryAfterMs;
    this.madeProgress = madeProgress;
  }
}
