// The controlling side of a measurement: starts a measuring process (ours or a peer's), requests rounds from it, and
// compares ours with a peer's in turns.
import { spawn } from 'node:child_process';
import { freemem } from 'node:os';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** After a turn, threads spin for some time while they wait for more work, on the cores that the other side needs. */
const SETTLING_MS = 300;

/** A measuring process ended before it answered; the message contains its last output. */
export class SessionFault extends Error {}

/** Paths of scripts in this folder. */
export const script = (name) => fileURLToPath(new URL(name, import.meta.url));

/** The command of a measuring process: one of our scripts with Node; options are an object. */
export function ours(name, options = {}) {
  return { command: process.execPath, arguments: [script(name), ...asArguments(options)] };
}

/** { size: '124M', threads: undefined, serve: true } → --size 124M --serve */
export function asArguments(options) {
  return Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined || value === null || value === false) return [];
    return value === true ? [`--${name}`] : [`--${name}`, String(value)];
  });
}

/** A started process: `hello` is its first line; `ask()` runs one round; `close()` ends it. Throws SessionFault. */
export async function openSession({ command, arguments: given, environment = {} }) {
  const child = spawn(command, given, { env: { ...process.env, ...environment }, stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (bytes) => {
    complaint = (complaint + bytes).slice(-2000);
  });
  // If the process has ended, its missing answer shows that.
  child.stdin.on('error', () => {});
  const ended = new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => resolve(`ended with ${signal ?? `code ${code}`}`));
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (!done) return JSON.parse(value);
    throw new SessionFault(`${command} ${given.join(' ')} ${await ended}. ${complaintIn(complaint)}`);
  };
  const hello = await next();
  return {
    hello,
    ask() {
      child.stdin.write('once\n');
      return next();
    },
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}

/** All lines that a process prints until it exits. Throws SessionFault. */
export async function collect(start) {
  const session = await openSession(start);
  const lines = [session.hello];
  try {
    for (;;) lines.push(await session.ask());
  } catch (fault) {
    if (fault instanceof SessionFault && fault.message.includes('ended with code 0')) return lines;
    throw fault;
  }
}

/**
 * Rounds of ours and of the peer in turns, so that other load on the machine affects both; without a peer, only ours.
 * Up to `pairs` rounds, fewer if they take longer than `seconds` together, but at least one. The first round of each is
 * discarded. If both do not fit into memory together, each is restarted for its turn.
 */
export async function inTurns(first, second, { pairs, seconds }) {
  const one = await openSession(first);
  const needed = 2.8 * (one.hello.predictedBytes ?? 0);
  if (second !== null && needed > freemem()) {
    await one.close();
    return anewInTurns(first, second, { pairs, seconds });
  }
  const sessions = [one, ...(second === null ? [] : [await openSession(second)])];
  try {
    for (const session of sessions) await session.ask();
    return {
      hellos: sessions.map(({ hello }) => hello),
      rounds: await repeat({ pairs, seconds }, () => each(sessions)),
    };
  } finally {
    for (const session of sessions) await session.close();
  }
}

async function anewInTurns(first, second, limits) {
  const hellos = [];
  const rounds = await repeat(limits, async () => {
    const round = [];
    for (const [index, start] of [first, second].entries()) {
      const session = await openSession(start);
      try {
        hellos[index] = session.hello;
        await session.ask();
        round.push(await session.ask());
      } finally {
        await session.close();
      }
    }
    return round;
  });
  return { hellos, rounds };
}

async function each(sessions) {
  const round = [];
  for (const session of sessions) {
    await setTimeout(SETTLING_MS);
    round.push(await session.ask());
  }
  return round;
}

async function repeat({ pairs, seconds }, work) {
  const results = [];
  const start = performance.now();
  for (let pair = 0; pair < pairs; pair++) {
    results.push(await work());
    const spent = (performance.now() - start) / 1000;
    // Another round would take as long as the average so far.
    if (spent + spent / results.length > seconds) break;
  }
  return results;
}

/** The error message in a program's output; Node and Python print more around it. */
function complaintIn(output) {
  const lines = output.trim().split('\n');
  return lines.findLast((line) => /^\w*(Error|Fault)\b/.test(line)) ?? lines.at(-1);
}
