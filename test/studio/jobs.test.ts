import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeFiles } from '../../src/node/files/node-files.ts';
import type { AnyEvent, Job, JobFault, JobRequest } from '../../src/studio/protocol.ts';
import { JobFiles } from '../../src/studio/server/jobs/job-files.ts';
import { type JobNews, Jobs } from '../../src/studio/server/jobs/jobs.ts';
import type { Reports, Runner } from '../../src/studio/server/jobs/runner.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** A job that the test moves. */
interface Puppet extends Reports {
  readonly request: JobRequest;
  stops: number;
  kills: number;
}

async function open(root: string, { alive = () => false }: { alive?: (pid: number) => boolean } = {}) {
  const puppets: Puppet[] = [];
  const runner: Runner = (request, reports) => {
    const puppet: Puppet = { request, ...reports, stops: 0, kills: 0 };
    puppets.push(puppet);
    return { pid: 1000 + puppets.length, stop: () => void puppet.stops++, kill: () => void puppet.kills++ };
  };
  let [ids, minutes] = [0, 0];
  const jobs = await Jobs.open({
    files: new JobFiles(nodeFiles, root),
    runner,
    now: () => new Date(Date.UTC(2026, 10, 30, 12, minutes++)),
    newId: () => `${puppets.length}-${++ids}`,
    lineOf: ({ command }) => `tpdne ${command}`,
    isAlive: alive,
    sleep: () => new Promise((resolve) => setTimeout(resolve, 1)),
  });
  const news: JobNews[] = [];
  jobs.listen((each) => news.push(each));
  return { jobs, puppets, news };
}

const run: JobRequest = { command: 'run', settings: { posts: ['posts'], out: 'drafts' } };
const event = (type: string, more: object = {}): AnyEvent => ({ type, ...more });

test('a job runs, reports and ends; whoever listens is told in this order', async () => {
  const { jobs, puppets, news } = await open(temporaryFolder());
  const { id, state, line } = jobs.start(run);
  expect([state, line]).toEqual(['running', 'tpdne run']);
  puppets[0].onEvents([event('posts-read'), event('step', { step: 1 })]);
  puppets[0].onEnd(null);
  expect(jobs.find(id)).toMatchObject({ state: 'done', events: 2, fault: null });
  expect(jobs.eventsOf(id).map(({ number }) => number)).toEqual([1, 2]);
  expect(jobs.eventsOf(id, 1).map(({ event }) => event.type)).toEqual(['step']);
  const told = news.map((each) => (each.type === 'job' ? each.job.state : 'events'));
  expect(told).toEqual(['queued', 'running', 'events', 'done']);
});

test('one job trains at a time; the next begins when it ends, and others do not wait', async () => {
  const { jobs, puppets } = await open(temporaryFolder());
  const first = jobs.start(run);
  const second = jobs.start({ command: 'train', settings: { dataset: ['posts'] } });
  const judge = jobs.start({ command: 'judge', settings: { files: ['a.md'] } });
  const states = () => [first, second, judge].map(({ id }) => jobs.find(id)!.state);
  expect(states()).toEqual(['running', 'queued', 'running']);
  puppets[0].onEnd({ code: 'no-posts', message: 'There is no post to learn from in posts.' });
  expect(states()).toEqual(['failed', 'running', 'running']);
  expect(jobs.find(first.id)!.fault).toEqual({ code: 'no-posts', message: 'There is no post to learn from in posts.' });
});

test('stopping lets a job end after its step, and the second time at once; what waits never begins', async () => {
  const { jobs, puppets } = await open(temporaryFolder());
  const first = jobs.start(run);
  const waiting = jobs.start(run);
  jobs.stop(waiting.id);
  expect(jobs.find(waiting.id)!.state).toBe('stopped');
  jobs.stop(first.id);
  expect([puppets[0].stops, puppets[0].kills, jobs.find(first.id)!.state]).toEqual([1, 0, 'stopping']);
  jobs.stop(first.id);
  expect([puppets[0].stops, puppets[0].kills]).toEqual([1, 1]);
  // What a person stopped has not failed.
  puppets[0].onEnd({ code: 'crash', message: 'The process of this job was ended by the signal SIGKILL.' });
  expect(jobs.find(first.id)).toMatchObject({ state: 'stopped', fault: null });
  jobs.stop(first.id);
  expect(puppets).toHaveLength(1);
});

async function untilWritten(
  root: string,
  matches: (stored: { job: Job; pid: number | null }) => boolean,
): Promise<void> {
  const folder = join(root, '.tpdne/studio/jobs');
  await expect
    .poll(() => {
      if (!existsSync(folder)) return [];
      const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
      return names.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8'))).filter(matches).length;
    })
    .toBeGreaterThan(0);
}

test('a training goes on in the next studio, once the process that the last one left behind has saved', async () => {
  const root = temporaryFolder();
  const before = await open(root);
  const { id } = before.jobs.start(run);
  before.puppets[0].onEvents([event('step', { step: 1 })]);
  await untilWritten(root, ({ job, pid }) => job.state === 'running' && pid === 1001);

  let isAlive = true;
  const asked: number[] = [];
  const after = await open(root, { alive: (pid) => asked.push(pid) > 0 && isAlive });
  expect(after.jobs.find(id)).toMatchObject({ state: 'queued', command: 'run' });
  expect(after.puppets).toHaveLength(0);
  isAlive = false;
  await expect.poll(() => after.jobs.find(id)!.state).toBe('running');
  expect(after.puppets[0].request).toEqual(run);
  expect(asked).toContain(1001);
  expect(readFileSync(join(root, '.tpdne/.gitignore'), 'utf8')).toBe('*\n');
});

test.each<[JobRequest, string]>([
  [{ command: 'generate', settings: { nsamples: 1 } }, 'interrupted'],
  [{ command: 'publish', settings: { queue: 'drafts' } }, 'interrupted'],
  [{ command: 'run', settings: { ...run.settings, fresh: true } }, 'interrupted'],
  [{ command: 'download', settings: { model: 'smollm2-135m', yes: true } }, 'running'],
])('after a kill, %j is %s', async (request, state) => {
  const root = temporaryFolder();
  const before = await open(root);
  const { id } = before.jobs.start(request);
  await untilWritten(root, ({ job }) => job.state === 'running');
  const after = await open(root);
  await expect.poll(() => after.jobs.find(id)!.state).toBe(state);
});

test('a job that is over is shown by the next studio with all that it reported', async () => {
  const root = temporaryFolder();
  const before = await open(root);
  const { id } = before.jobs.start(run);
  before.puppets[0].onEvents([
    event('reading', { bytesDone: 1 }),
    event('reading', { bytesDone: 2 }),
    event('posts-read'),
  ]);
  before.puppets[0].onEnd(null);
  await untilWritten(root, ({ job }) => job.state === 'done');
  const after = await open(root);
  expect(after.jobs.find(id)).toMatchObject({ state: 'done', events: 3 });
  expect(after.jobs.eventsOf(id).map(({ number, event: { type } }) => [number, type])).toEqual([
    [2, 'reading'],
    [3, 'posts-read'],
  ]);
});

test('looking leaves no file, and is forgotten after a while', async () => {
  const root = temporaryFolder();
  const { jobs, puppets } = await open(root);
  for (let i = 0; i < 60; i++) {
    jobs.start({ command: 'models', settings: {} });
    puppets[i].onEnd(null);
  }
  expect(jobs.all.length).toBeLessThanOrEqual(51);
  expect(existsSync(join(root, '.tpdne'))).toBe(false);
});

test('a file that is damaged is no job', async () => {
  const root = temporaryFolder();
  const files = new JobFiles(nodeFiles, root);
  const { jobs } = await open(root);
  jobs.start(run);
  await untilWritten(root, ({ job }) => job.state === 'running');
  await nodeFiles.writeNew(join(root, '.tpdne/studio/jobs/half.json'), (write) =>
    write(new TextEncoder().encode('{"job"')),
  );
  expect((await files.read()).map(({ job }) => job.command)).toEqual(['run']);
});

test('the end of the studio asks its jobs to save, and leaves their files as they are', async () => {
  const root = temporaryFolder();
  const { jobs, puppets } = await open(root);
  const { id } = jobs.start(run);
  await untilWritten(root, ({ job }) => job.state === 'running');
  const closed = jobs.close();
  expect(puppets[0].stops).toBe(1);
  const fault: JobFault | null = null;
  puppets[0].onEnd(fault);
  await closed;
  const [stored] = await new JobFiles(nodeFiles, root).read();
  expect([stored.job.id, stored.job.state]).toEqual([id, 'running']);
});
