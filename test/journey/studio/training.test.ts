import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import type { Job } from '../../../src/studio/protocol.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { chromium } from '../chromium.ts';
import { tpdne } from '../tpdne.ts';
import { writeQuickBlog } from './quick-blog.ts';
import { closeBrowser, openWindow, startStudio } from './studio.ts';

afterAll(closeBrowser);

/** Asks the studio from a page of it. */
function asked<Answer>(page: Page, method: string, path: string, body?: object): Promise<Answer> {
  const options = { method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body) };
  return page.evaluate(
    `fetch(${JSON.stringify(path)}, ${JSON.stringify(options)}).then((answer) => answer.json())`,
  ) as Promise<Answer>;
}

async function untilState(page: Page, id: string, state: Job['state']): Promise<Job> {
  for (;;) {
    const { job } = await asked<{ job: Job }>(page, 'GET', `/api/jobs/${id}`);
    if (job.fault !== null) throw new Error(job.fault.message);
    if (job.state === state) return job;
    await page.waitForTimeout(100);
  }
}

/** The losses of a run, without the seconds. */
function losses(root: string): string[] {
  const rows = readFileSync(join(root, 'checkpoint/run1/history.csv'), 'utf8').trim().split('\n');
  return rows.map((row) => row.split(',').toSpliced(1, 1).join(','));
}

describe.skipIf(chromium === null)('a training in the studio', () => {
  test('goes on while the page is loaded again, and every tab shows it', async () => {
    const root = temporaryFolder();
    await writeQuickBlog(root, { steps: 100_000 });
    const studio = await startStudio(root);
    const { page, context, problems } = await openWindow();
    await page.goto(studio.address);
    const { id } = await asked<Job>(page, 'POST', '/api/jobs', { command: 'run', settings: {} });
    await page.waitForSelector('.job-strip :text("step")');
    await page.reload();
    await page.waitForSelector('.job-strip :text("step")');
    const second = await context.newPage();
    await second.goto(studio.origin);
    await second.waitForSelector('.job-strip :text("step")');
    // Stopped in one tab, it ends in both, and what it learned is saved.
    await second.click('.job-strip button');
    await untilState(page, id, 'stopped');
    await page.waitForSelector('.job-strip', { state: 'detached' });
    const { events } = await asked<{ events: { event: { type: string } }[] }>(page, 'GET', `/api/jobs/${id}`);
    expect(events.map(({ event }) => event.type)).toContain('saved');
    expect(problems).toEqual([]);
  });

  test('goes on in the next studio after the server was killed, to the same losses as without', async () => {
    const root = temporaryFolder();
    await writeQuickBlog(root, { steps: 100 }, { device: 'reference' });
    const whole = temporaryFolder();
    cpSync(root, whole, { recursive: true });
    const studio = await startStudio(root);
    const { page } = await openWindow();
    await page.goto(studio.address);
    const { id } = await asked<Job>(page, 'POST', '/api/jobs', { command: 'run', settings: {} });
    await page.waitForSelector('.job-strip :text("step")');
    await studio.end('SIGKILL');
    await page.waitForSelector('[role="alert"] :text("does not answer"), [role="alert"]:has-text("does not answer")');
    const next = await startStudio(root);
    await page.goto(next.address);
    await untilState(page, id, 'done');
    expect((await tpdne(['run'], { cwd: whole })).exitCode).toBe(0);
    expect(losses(root)).toEqual(losses(whole));
  });
});
