import type { RetryPolicy } from '../../../src/node/network/retry.ts';

/** Three tries without noticeable pauses. */
export const quick: RetryPolicy = { tries: 3, firstPauseMs: 1, longestPauseMs: 4, longestAskedMs: 5000, stallMs: 400 };
