import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Job, ProjectFacts } from '../../src/studio/protocol.ts';
import type { Reports } from '../../src/studio/server/jobs/runner.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type OpenApp, openApp } from './open-app.ts';

const here = process.cwd();
let app: OpenApp;
const reports: Reports[] = [];
beforeEach(async () => {
  process.chdir(temporaryFolder());
  reports.length = 0;
  app = await openApp('.', (_, each) => {
    reports.push(each);
    return { pid: null, stop() {}, kill() {} };
  });
});
afterEach(() => process.chdir(here));

const json = async <Body>(response: Promise<Response>) => (await (await response).json()) as Body;
const errorOf = async (response: Promise<Response>) => {
  const answer = await response;
  return [answer.status, ((await answer.json()) as { error: { message: string } }).error.message];
};

test('the project is the folder; without a config file it has none', async () => {
  const facts = await json<ProjectFacts>(app.ask('GET', '/api/project'));
  expect(facts.config).toBeNull();
  expect(facts.folder).toBe(process.cwd());
  expect(facts.program).toBe('tpdne');
});

test('a change of the config file keeps its comments and order, and what is null is removed', async () => {
  writeFileSync(
    'tpdne.config.json',
    '{\n  // mine\n  "site": { "out": "drafts", "posts": ["a"] },\n  "training": {}\n}\n',
  );
  const changes = { site: { posts: ['b', 'c'], out: null }, training: { steps: 40 } };
  const facts = await json<ProjectFacts>(app.ask('PUT', '/api/config', { changes }));
  expect(facts.config!.settings.run).toMatchObject({ posts: ['b', 'c'], steps: 40 });
  const text = readFileSync('tpdne.config.json', 'utf8');
  expect(text).toContain('// mine');
  expect(text).not.toContain('drafts');
});

test('a first change makes the config file', async () => {
  await app.ask('PUT', '/api/config', { changes: { site: { posts: ['posts'] } } });
  expect(JSON.parse(readFileSync('tpdne.config.json', 'utf8')).site).toEqual({ posts: ['posts'] });
});

test('a change that would break the config file is refused, and the file stays as it is', async () => {
  const before = '{ "training": { "steps": 3 } }';
  writeFileSync('tpdne.config.json', before);
  for (const changes of [{ training: { steps: -1 } }, { training: { nonsense: 1 } }, { nonsense: { steps: 1 } }]) {
    const [status, message] = await errorOf(app.ask('PUT', '/api/config', { changes }));
    expect(status).toBe(400);
    expect(message).toContain('tpdne.config.json');
    expect(readFileSync('tpdne.config.json', 'utf8')).toBe(before);
  }
  expect((await app.ask('PUT', '/api/config', { changes: ['x'] })).status).toBe(400);
});

test('a broken config file is reported, and one that is a program is not changed', async () => {
  writeFileSync('tpdne.config.json', '{ "training": { "steps": "many" } }');
  const facts = await json<ProjectFacts>(app.ask('GET', '/api/project'));
  expect(facts.config).toMatchObject({ isEditable: true, problem: expect.stringContaining('steps') });
});

test('a setting is checked when a job is asked for, not when its turn comes', async () => {
  const wrong = { command: 'run', settings: { steps: 0 } };
  expect(await errorOf(app.ask('POST', '/api/jobs', wrong))).toEqual([
    400,
    'steps takes a whole number of steps, 1 or more, got 0.',
  ]);
  const unknown = { command: 'run', settings: { stepz: 1 } };
  expect((await errorOf(app.ask('POST', '/api/jobs', unknown)))[1]).toContain('stepz');
  for (const command of ['studio', 'serve', 'rm', '__proto__', 3]) {
    expect((await app.ask('POST', '/api/jobs', { command, settings: {} })).status).toBe(400);
  }
  expect(reports).toHaveLength(0);
});

test('a job begins with what the page gave; the rest is for the config file', async () => {
  const job = await json<Job>(app.ask('POST', '/api/jobs', { command: 'run', settings: { steps: 5, out: null } }));
  expect(job).toMatchObject({ state: 'running', line: 'tpdne run --steps 5', settings: { steps: 5 } });
  reports[0].onEvents([{ type: 'a' }, { type: 'b' }]);
  const { events } = await json<{ events: unknown[] }>(app.ask('GET', `/api/jobs/${job.id}?after=1`));
  expect(events).toEqual([{ number: 2, event: { type: 'b' } }]);
  expect(await json<Job>(app.ask('POST', `/api/jobs/${job.id}/stop`))).toMatchObject({ state: 'stopping' });
  expect((await app.ask('GET', '/api/jobs/nobody')).status).toBe(404);
});

test('what a person names as a source of posts becomes a place', async () => {
  const elsewhere = temporaryFolder();
  await expect(app.places.inside(join(elsewhere, 'a.md'))).rejects.toThrow('outside');
  await app.ask('POST', '/api/jobs', { command: 'import', settings: { posts: [elsewhere] } });
  expect(await app.places.inside(join(elsewhere, 'a.md'))).toBe(join(elsewhere, 'a.md'));
});

test('the feed tells all jobs first, and then what they report', async () => {
  const response = await app.ask('GET', '/api/events');
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const next = async () => JSON.parse(/data: (.*)\n/.exec((await reader.read()).value!)![1]);
  await reader.read();
  expect(await next()).toEqual({ type: 'jobs', jobs: [] });
  const job = await json<Job>(app.ask('POST', '/api/jobs', { command: 'judge', settings: { files: ['a.md'] } }));
  expect((await next()).job.state).toBe('queued');
  expect((await next()).job.state).toBe('running');
  reports[0].onEvents([{ type: 'judged' }]);
  expect(await next()).toEqual({ type: 'events', job: job.id, events: [{ number: 1, event: { type: 'judged' } }] });
  await reader.cancel();
  reports[0].onEvents([{ type: 'judged' }]);
});

test('dropped files go to a folder of their own, with legal names, and never over another', async () => {
  const send = (name: string, body: string) =>
    app.ask('POST', `/api/uploads?name=${encodeURIComponent(name)}`, body, { 'content-type': 'text/plain' });
  expect(await json(send('blog/2019/a: b?.md', 'A'))).toEqual({ path: 'imports/blog/2019/a- b-.md' });
  expect(readFileSync('imports/blog/2019/a- b-.md', 'utf8')).toBe('A');
  expect((await send('blog/2019/a: b?.md', 'B')).status).toBe(400);
  expect(readFileSync('imports/blog/2019/a- b-.md', 'utf8')).toBe('A');
  for (const name of ['../x.md', 'a/../../x.md', '..\\x.md', '', '/']) {
    expect((await send(name, 'X')).status, name).toBe(400);
  }
  expect(existsSync('x.md')).toBe(false);
  expect(await json(send('/etc/passwd', 'X'))).toEqual({ path: 'imports/etc/passwd' });
});

test('a file can be dropped in Firefox, whose requests have no body that can be read in parts', async () => {
  const body = vi.spyOn(Request.prototype, 'body', 'get').mockReturnValue(undefined as never);
  const headers = { 'content-type': 'text/plain' };
  expect((await app.ask('POST', '/api/uploads?name=fox.md', 'fox', headers)).status).toBe(201);
  expect(body).toHaveBeenCalled();
  body.mockRestore();
  expect(readFileSync('imports/fox.md', 'utf8')).toBe('fox');
});

test('the files of a model that was dropped become a model, and nothing else is a place for uploads', async () => {
  const headers = { 'content-type': 'text/plain' };
  const send = (into: string) => app.ask('POST', `/api/uploads?name=smol/config.json&into=${into}`, '{}', headers);
  expect(await json(send('models'))).toEqual({ path: 'models/smol/config.json' });
  expect(readFileSync('models/smol/config.json', 'utf8')).toBe('{}');
  for (const into of ['checkpoint', '..', '']) expect((await send(into)).status, into).toBe(400);
});

test('settings are told as tables, from which forms are made', async () => {
  const table = await json<{ name: string; section: string | null }[]>(app.ask('GET', '/api/settings/run'));
  expect(table.find(({ name }) => name === 'steps')).toMatchObject({ type: 'integer', min: 1, section: 'training' });
  expect((await app.ask('GET', '/api/settings/toString')).status).toBe(404);
});

test.each([
  '/api/nothing',
  '/../package.json',
  '/%2e%2e/package.json',
  '/assets/../../cli.js',
  '/cli.js',
  '/studio-job.js',
])('there is nothing at %s', async (path) => {
  expect((await app.ask('GET', path)).status).toBe(404);
});

test('the desk answers only once it is open', async () => {
  expect(await errorOf(app.ask('POST', '/api/desk/v1/completions', { prompt: 'x' }))).toEqual([
    409,
    'Open the writing desk first.',
  ]);
  expect((await app.ask('POST', '/api/desk', { temperature: -1 })).status).toBe(400);
});

test('a body that is no object, or too large, is refused', async () => {
  for (const body of ['[]', 'null', '"x"', '{']) expect((await app.ask('POST', '/api/jobs', body)).status).toBe(400);
  const large = JSON.stringify({ command: 'x'.repeat(9 * 2 ** 20) });
  expect((await app.ask('POST', '/api/jobs', large)).status).toBe(413);
});
