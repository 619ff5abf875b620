// The measuring side of a measurement: a process that does its work once for each line on standard input, and answers
// with a line of JSON on standard output. `sessions.mjs` is the other side; the peers use the same protocol.
import { createInterface } from 'node:readline';

/** Sends `hello`, then answers every line with the result of `work` and the peak memory so far, until the input ends. */
export async function serve(hello, work) {
  say(hello);
  for await (const _ of createInterface({ input: process.stdin })) {
    say({ ...(await work()), peakBytes: peakBytes() });
  }
}

/** The peak memory of this process. */
export function peakBytes() {
  return process.resourceUsage().maxRSS * 1024;
}

export function say(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
