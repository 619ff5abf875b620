import { randomBytes, randomUUID } from 'node:crypto';
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

/** Opens the studio for the current folder, on 127.0.0.1 alone. Throws PortFault. */
export async function openStudio({ port, program, signal }: StudioOptions): Promise<Studio> {
  const project = nodeProject();
  const places = new Places(project.files, project.root);
  await projectFacts(project, places, program);
  const jobs = await Jobs.open({
    files: new JobFiles(project.files, project.root),
    runner: jobRunner({ start: startProcess, projectWith: (signal) => nodeProject({ signal }) }),
    now: project.now,
    newId: randomUUID,
    lineOf: ({ command, settings }) => commandLine(command, settings, program),
    isAlive,
    sleep,
  });
  const desk = new Desk(startProcess);
  const tokens = new Set<string>();
  let chosen = port;
  const app = studioApp({
    project,
    places,
    jobs,
    desk,
    guard: { port: () => chosen, tokens, secret: secret() },
    program,
    signal,
  });
  const server = await listenOnLoopback({ fetch: (request) => app.fetch(request), port, signal });
  chosen = server.port;
  const closed = server.closed.then(async () => {
    desk.close();
    await jobs.close();
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
