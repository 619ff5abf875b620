// The measured side of a measurement: a process that does its work once for each line on standard input, and answers
// each with a line of JSON on standard output. `sessions.mjs` is the other side; the peers speak the same.
import { createInterface } from 'node:readline';

/** Says `hello`, then answers every line with what `work` gives and the peak memory so far, until the input ends. */
export async function serve(hello, work) {
  say(hello);
  for await (const _ of createInterface({ input: process.stdin })) {
    say({ ...(await work()), peakBytes: peakBytes() });
  }
}

/** The most memory this process has had. */
export function peakBytes() {
  return process.resourceUsage().maxRSS * 1024;
}

export function say(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
