// The asking side of a measurement: starts a process that measures (ours or a peer's), asks it for one round after
// another, and holds ours and a peer's against each other in turns.
import { spawn } from 'node:child_process';
import { freemem } from 'node:os';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Threads of the one whose turn is over spin for some time in the hope of more work, on the cores that the other needs. */
const SETTLING_MS = 300;

/** A measuring process ended before it answered; the message has its last words. */
export class SessionFault extends Error {}

/** Paths of scripts beside this one. */
export const script = (name) => fileURLToPath(new URL(name, import.meta.url));

/** How to start a process that measures: a script of ours with Node, options as an object. */
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

/** A started process: `hello` is its first line; `ask()` is one round; `close()` ends it. Throws SessionFault. */
export async function openSession({ command, arguments: given, environment = {} }) {
  const child = spawn(command, given, { env: { ...process.env, ...environment }, stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (bytes) => {
    complaint = (complaint + bytes).slice(-2000);
  });
  // A process that has ended is noticed by its missing answer.
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

/** All lines that a process prints before it ends by itself. Throws SessionFault. */
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
 * Rounds of ours and of the peer in turns, so that whatever else the machine does falls on both; without a peer, ours
 * alone. Up to `pairs` of them, fewer when they take longer than `seconds` together, never none. The first round of
 * each is thrown away. Where both do not fit into memory at once, each is started anew for its turn.
 */
export async function inTurns(first, second, { pairs, seconds }) {
  const one = await openSession(first);
  const needed = 2.8 * (one.hello.foreseenBytes ?? 0);
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
    // Another one would take as long as these did on average.
    if (spent + spent / results.length > seconds) break;
  }
  return results;
}

/** What a program said went wrong: Node and Python both print more around it. */
function complaintIn(output) {
  const lines = output.trim().split('\n');
  return lines.findLast((line) => /^\w*(Error|Fault)\b/.test(line)) ?? lines.at(-1);
}
