import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../../temporary-folder.ts';
import { chromium } from '../chromium.ts';
import { tpdne } from '../tpdne.ts';
import { closeBrowser, goTo, openWindow, startStudio } from './studio.ts';

afterAll(closeBrowser);

/** The addresses at which a process listens, as Linux tells them: '127.0.0.1:4321'. */
function listening(pid: number): string[] {
  const sockets = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((name) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${name}`))?.[1] ?? [];
      } catch {
        return [];
      }
    }),
  );
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((kind) =>
    readFileSync(join(`/proc/${pid}/net`, kind), 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((cells) => sockets.has(cells[9]) && (kind.startsWith('udp') || cells[3] === '0A'))
      .map((cells) => `${kind} ${cells[1]}`),
  );
}

test.skipIf(process.platform !== 'linux')(
  'the studio listens at one port of 127.0.0.1, and at nothing else',
  async () => {
    const studio = await startStudio(temporaryFolder());
    const port = Number(new URL(studio.address).port);
    const hex = port.toString(16).toUpperCase().padStart(4, '0');
    expect(listening(studio.process.pid!)).toEqual([`tcp 0100007F:${hex}`]);
  },
);

test('the address on the terminal opens the studio once, and nothing is open without it', async () => {
  const studio = await startStudio(temporaryFolder());
  expect((await fetch(studio.origin)).status).toBe(401);
  expect((await fetch(`${studio.origin}/api/project`)).status).toBe(401);
  const first = await fetch(studio.address, { redirect: 'manual' });
  const cookie = first.headers.get('set-cookie')!.split(';')[0];
  expect((await fetch(`${studio.origin}/api/project`, { headers: { cookie } })).status).toBe(200);
  expect((await fetch(studio.address, { redirect: 'manual' })).status).toBe(401);
});

test('a folder has one studio at a time, also after one was killed', async () => {
  const root = temporaryFolder();
  const first = await startStudio(root);
  const second = await tpdne(['studio', '--no-open'], { cwd: root });
  expect(second.exitCode).toBe(1);
  expect(second.stderr).toMatch(/has the studio of this folder open/);
  await first.end('SIGKILL');
  const third = await startStudio(root);
  await third.end();
});

test('a port that is taken is said, and no studio stays behind', async () => {
  const port = new URL((await startStudio(temporaryFolder())).address).port;
  const root = temporaryFolder();
  const refused = await tpdne(['studio', '--no-open', '--port', port], { cwd: root });
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain(`Port ${port} is taken by another program`);
  await startStudio(root);
});

describe.skipIf(chromium === null)('in Chromium', () => {
  test('a page of another site can neither ask, nor post a form, nor show the studio in a frame', async () => {
    const studio = await startStudio(temporaryFolder());
    const { page } = await openWindow();
    await page.goto(studio.address);
    await page.waitForSelector('h1');
    // Another site: another port of this computer, which shares no more than the name of the host.
    const site = createServer((_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(`<form method="post" enctype="text/plain" action="${studio.origin}/api/jobs">
        <input name='{"command":"doctor","settings":{},"a":"' value='"}'></form><iframe src="${studio.origin}/"></iframe>`);
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void site.close());
    await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}`);
    const outcome = await page.evaluate(`(async () => {
      const body = '{"command":"doctor","settings":{}}';
      const request = (options) =>
        fetch('${studio.origin}/api/jobs', { credentials: 'include', ...options }).then(() => 'answered', () => 'refused');
      return [
        await request({}),
        await request({ method: 'POST', body }),
        await request({ method: 'POST', body, headers: { 'content-type': 'application/json' } }),
        frames[0].length,
      ];
    })()`);
    expect(outcome).toEqual(['refused', 'refused', 'refused', 0]);
    await Promise.all([page.waitForNavigation(), page.evaluate('document.forms[0].submit()')]);
    expect(await page.textContent('body')).toContain('"error"');
    await page.goto(studio.origin);
    await page.waitForSelector('h1');
    // A request without any effect on the studio: nothing but what its own page asked for.
    const jobs = (await page.evaluate(`fetch('/api/jobs').then((answer) => answer.json())`)) as { settings: object }[];
    expect(jobs.every(({ settings }) => Object.keys(settings).length === 0)).toBe(true);
  });

  test('no page of the studio breaks its own rules, or asks another host for anything', async () => {
    const studio = await startStudio(temporaryFolder());
    const { page, problems } = await openWindow();
    const hosts = new Set<string>();
    page.on('request', (request) => hosts.add(new URL(request.url()).origin));
    await page.goto(studio.address);
    for (const name of ['home', 'blog', 'learn', 'runs', 'write', 'write/desk', 'review', 'calendar']) {
      await goTo(page, name);
      await page.waitForLoadState('networkidle').catch(() => {});
    }
    expect(problems).toEqual([]);
    expect([...hosts]).toEqual([studio.origin]);
    const ran = await page.evaluate(`(() => {
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.body.append(script);
      return 'ran' in window;
    })()`);
    expect(ran).toBe(false);
  });
});
