import { randomBytes, randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import { sleep } from '../../node/machine/sleep.ts';
import { nodeProject } from '../../node/project/node-project.ts';
import { listenOnLoopback } from '../../node/serve/listen.ts';
import { commandLine } from '../command-line.ts';
import { studioApp } from './app.ts';
import { Desk } from './desk.ts';
import { JobFiles } from './jobs/job-files.ts';
import { Jobs } from './jobs/jobs.ts';
import { startProcess } from './jobs/process-runner.ts';
import { jobRunner } from './jobs/run-job.ts';
import { Places } from './places.ts';
import { projectFacts } from './routes/project.ts';

export interface StudioOptions {
  /** 0: any that is free. */
  readonly port: number;
  /** The command that starts the program, as a person types it: 'tpdne'. */
  readonly program: string;
  /** Ends the studio. Jobs save and end with it, and the next studio in the same folder goes on with them. */
  readonly signal: AbortSignal;
}

export interface Studio {
  /** A new address that opens the studio in a browser, once. */
  readonly newAddress: () => string;
  /** Resolves when the studio has ended. */
  readonly closed: Promise<void>;
}

/** A folder has one studio: two would both go on with the jobs that an earlier one left. */
const ALREADY_OPEN = {
  does: 'has the studio of this folder open',
  instead: 'Use that one: Enter in its terminal shows a new address; or end it with Ctrl-C',
};

/** Opens the studio for the current folder, on 127.0.0.1 alone. Throws LockedFault, PortFault and WriteFault. */
export async function openStudio({ port, program, signal }: StudioOptions): Promise<Studio> {
  const project = nodeProject();
  const places = new Places(project.files, project.root);
  await projectFacts(project, places, program);
  const files = new JobFiles(project.files, project.root);
  const lock = await files.lock(ALREADY_OPEN);
  const tokens = new Set<string>();
  let chosen = port;
  let app: Hono | null = null;
  // Before any job goes on: a port that is taken ends the command, and must leave nothing behind. Nobody knows the address yet.
  const server = await listenOnLoopback({
    fetch: (request) => app?.fetch(request) ?? new Response(null, { status: 503 }),
    port,
    signal,
  }).catch((fault) => {
    lock.release();
    throw fault;
  });
  chosen = server.port;
  const jobs = await Jobs.open({
    files,
    runner: jobRunner({ start: startProcess, projectWith: (signal) => nodeProject({ signal }) }),
    now: project.now,
    newId: randomUUID,
    lineOf: ({ command, settings }) => commandLine(command, settings, program),
    isAlive,
    sleep,
  });
  const desk = new Desk(startProcess);
  app = studioApp({
    project,
    places,
    jobs,
    desk,
    guard: { port: () => chosen, tokens, secret: secret() },
    program,
    signal,
  });
  const closed = server.closed.then(async () => {
    desk.close();
    await jobs.close();
    lock.release();
  });
  return { newAddress, closed };

  function newAddress(): string {
    const token = secret();
    tokens.add(token);
    return `http://127.0.0.1:${chosen}/?token=${token}`;
  }
}

/** 256 bits that nobody guesses. */
function secret(): string {
  return randomBytes(32).toString('base64url');
}

/** Whether a process still exists. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
