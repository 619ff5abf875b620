import type { RetryPolicy } from '../../../src/node/network/retry.ts';

/** Three tries without noticeable pauses. An answer may take as long as it does on a busy machine. */
export const quick: RetryPolicy = {
  tries: 3,
  firstPauseMs: 1,
  longestPauseMs: 4,
  longestAskedMs: 5000,
  stallMs: 20_000,
};

/** The same for servers that stall. */
export const impatient: RetryPolicy = { ...quick, stallMs: 400 };
