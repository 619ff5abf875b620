import { nodeProject } from '../../src/node/project/node-project.ts';
import { commandLine } from '../../src/studio/command-line.ts';
import { studioApp } from '../../src/studio/server/app.ts';
import { Desk } from '../../src/studio/server/desk.ts';
import { JobFiles } from '../../src/studio/server/jobs/job-files.ts';
import { Jobs } from '../../src/studio/server/jobs/jobs.ts';
import type { Runner } from '../../src/studio/server/jobs/runner.ts';
import { Places } from '../../src/studio/server/places.ts';

/** The port that the studio believes to have; nothing listens. */
export const PORT = 4999;
const SECRET = 'the-secret-of-the-cookie';
export const COOKIE = `tpdne-studio-${PORT}=${SECRET}`;

export interface OpenApp {
  readonly jobs: Jobs;
  readonly tokens: Set<string>;
  readonly places: Places;
  /** Asks as the studio's own page does; `headers` replaces some of what a page sends. */
  readonly ask: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Response>;
  /** Asks with exactly these headers. */
  readonly fetch: (path: string, options: RequestInit) => Promise<Response>;
}

/** The studio of a folder without a socket. By default no job ever ends. */
export async function openApp(
  root: string,
  runner: Runner = () => ({ pid: null, stop() {}, kill() {} }),
): Promise<OpenApp> {
  const project = nodeProject({ root });
  const places = new Places(project.files, root);
  let ids = 0;
  const jobs = await Jobs.open({
    files: new JobFiles(project.files, root),
    runner,
    now: () => new Date('2026-11-30T12:00:00Z'),
    newId: () => `job-${++ids}`,
    lineOf: ({ command, settings }) => commandLine(command, settings),
    isAlive: () => false,
    sleep: () => Promise.resolve(),
  });
  const tokens = new Set<string>();
  const app = studioApp({
    project,
    places,
    jobs,
    desk: new Desk(() => ({ pid: null, send() {}, stop() {}, kill() {} })),
    guard: { port: () => PORT, tokens, secret: SECRET },
    program: 'tpdne',
    signal: new AbortController().signal,
  });
  const fetch = async (path: string, options: RequestInit) =>
    app.fetch(new Request(`http://127.0.0.1:${PORT}${path}`, options));
  return {
    jobs,
    tokens,
    places,
    fetch,
    ask: (method, path, body, headers = {}) =>
      fetch(path, {
        method,
        headers: {
          host: `127.0.0.1:${PORT}`,
          cookie: COOKIE,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
  };
}
