import { mkdirSync, readFileSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nodeProject } from '../../src/node/project/node-project.ts';
import { report } from '../../src/pipeline/report/report.ts';
import type { Sample } from '../../src/pipeline/train/sample-history.ts';
import type { RunHistory, RunSummary } from '../../src/studio/protocol.ts';
import { tinyWorkplace, trained } from '../pipeline/tiny-workplace.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { openApp } from './open-app.ts';

const settings = { val_every: 2, sample_every: 3, sample_length: 5, steps: 6 };

async function trainedApp() {
  const root = await tinyWorkplace();
  await trained(root, settings);
  return { root, app: await openApp(root) };
}

async function answer<Value>(app: Awaited<ReturnType<typeof openApp>>, path: string): Promise<Value> {
  const response = await app.ask('GET', path);
  expect(response.status).toBe(200);
  return (await response.json()) as Value;
}

async function refusal(app: Awaited<ReturnType<typeof openApp>>, path: string) {
  const response = await app.ask('GET', path);
  return { status: response.status, code: ((await response.json()) as { error: { code: string } }).error.code };
}

test('a folder without runs has none', async () => {
  expect(await answer(await openApp(temporaryFolder()), '/api/runs')).toEqual([]);
});

test('runs are listed with what they started from, their checkpoints and size, the newest first', async () => {
  const { root, app } = await trainedApp();
  const old = new Date(Date.now() - 3_600_000);
  await trained(root, { ...settings, run_name: 'other', steps: 2, val_every: 0 });
  utimesSync(join(root, 'checkpoint/run1'), old, old);
  const runs = await answer<RunSummary[]>(app, '/api/runs');
  expect(runs.map(({ name }) => name)).toEqual(['other', 'run1']);
  const [other, run1] = runs;
  expect(run1).toMatchObject({ startedFrom: 'tiny', steps: 6, isTraining: false, job: null, hasReport: false });
  expect(run1.checkpoints.at(-1)).toBe(6);
  expect(run1.checkpoints).toContain(run1.best);
  expect(run1.bytes).toBeGreaterThan(100);
  expect(other.best).toBeNull();
  // A browser does not date folders, and no system dates one when a file in it grows.
  const later = new Date(Math.ceil(Date.now() / 1000) * 1000 + 60_000);
  utimesSync(join(root, 'checkpoint/run1/history.csv'), later, later);
  const [newest] = await answer<RunSummary[]>(app, '/api/runs');
  expect([newest.name, newest.changed]).toEqual(['run1', later.toISOString()]);
});

test('a history has a column for each number, and the verdict that the report has', async () => {
  const { root, app } = await trainedApp();
  const history = await answer<RunHistory>(app, '/api/runs/run1/history');
  expect(history.steps).toEqual([1, 2, 3, 4, 5, 6]);
  for (const column of [history.seconds, history.tokens, history.losses]) expect(column).toHaveLength(6);
  expect(history.tokens[5]).toBe(6 * history.tokens[0]);
  expect(history.validations.map(({ step }) => step)).toEqual([0, 2, 4, 6]);
  expect(history.facts).toMatchObject({ model: 'tiny', settings: { steps: 6 } });
  const { validationBytes, validationTokens } = history.facts!.dataset;
  expect(history.bytesPerToken).toBe(validationBytes! / validationTokens);
  for await (const { verdict } of report({ run: 'run1' }, nodeProject({ root }))) {
    expect(history.verdict.sentence).toBe(verdict);
  }
});

test.each(['begun', 'none'])(
  'the run %s, which has made no step, has an empty history, and no samples',
  async (name) => {
    const root = temporaryFolder();
    mkdirSync(join(root, 'checkpoint/begun'), { recursive: true });
    const app = await openApp(root);
    const history = await answer<RunHistory>(app, `/api/runs/${name}/history`);
    expect(history).toMatchObject({ steps: [], validations: [], facts: null, verdict: { kind: 'no-steps' } });
    expect(await answer(app, `/api/runs/${name}/samples`)).toEqual([]);
  },
);

test('samples have their step, prompt and number', async () => {
  const root = await tinyWorkplace();
  await trained(root, { ...settings, sample_prompt: ['Tea', 'Pots'], sample_num: 2 });
  const samples = await answer<Sample[]>(await openApp(root), '/api/runs/run1/samples');
  expect(samples.map(({ step, prompt, number }) => [step, prompt, number])).toEqual(
    [3, 6].flatMap((step) => ['Tea', 'Pots'].flatMap((prompt) => [1, 2].map((number) => [step, prompt, number]))),
  );
  for (const { prompt, text } of samples) expect(text.startsWith(prompt)).toBe(true);
});

describe('the report', () => {
  test('is shown without a right to anything but its own styles', async () => {
    const { root, app } = await trainedApp();
    expect(await refusal(app, '/api/runs/run1/report')).toEqual({ status: 404, code: 'report' });
    for await (const _ of report({ run: 'run1' }, nodeProject({ root })));
    const response = await app.ask('GET', '/api/runs/run1/report');
    expect(await response.text()).toBe(readFileSync(join(root, 'checkpoint/run1/report.html'), 'utf8'));
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    const policy = response.headers.get('content-security-policy')!;
    expect(policy.split('; ')).toContain('sandbox');
    expect(policy).not.toContain('script');
    expect(policy).toContain("default-src 'none'");
    expect(await answer<RunSummary[]>(app, '/api/runs')).toMatchObject([{ hasReport: true }]);
  });
});

describe('a name that no run can have', () => {
  test.each([
    ['..', 404],
    ['..%2Fmodels', 404],
    ['.hidden', 404],
    ['a%2Fb', 404],
    ['a%00', 400],
  ])('%s is refused', async (name, status) => {
    const root = temporaryFolder();
    mkdirSync(join(root, 'checkpoint'), { recursive: true });
    const app = await openApp(root);
    for (const what of ['history', 'samples', 'report']) {
      const response = await app.ask('GET', `/api/runs/${name}/${what}`);
      expect([what, response.status]).toEqual([what, status]);
    }
  });

  test('a link that leads out of the project is refused', async () => {
    const { root: elsewhere } = await trainedApp();
    const here = temporaryFolder();
    mkdirSync(join(here, 'checkpoint'));
    symlinkSync(join(elsewhere, 'checkpoint/run1'), join(here, 'checkpoint/run1'));
    const app = await openApp(here);
    expect(await refusal(app, '/api/runs/run1/history')).toEqual({ status: 403, code: 'path' });
  });
});
