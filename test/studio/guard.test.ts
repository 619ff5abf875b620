import { expect, test } from 'vitest';
import { contentPolicy } from '../../src/studio/server/guard.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { COOKIE, openApp, PORT } from './open-app.ts';

const own = { host: `127.0.0.1:${PORT}`, cookie: COOKIE };

async function statusWith(headers: Record<string, string>, path = '/api/jobs', method = 'GET'): Promise<number> {
  const app = await openApp(await temporaryFolder());
  return (await app.fetch(path, { method, headers })).status;
}

test('its own pages are answered, by either name of this computer', async () => {
  expect(await statusWith(own)).toBe(200);
  expect(await statusWith({ ...own, host: `localhost:${PORT}`, origin: `http://localhost:${PORT}` })).toBe(200);
});

test.each([
  ['without the cookie', { host: own.host }, 401],
  ['with another cookie', { ...own, cookie: COOKIE.replace(/.$/, 'x') }, 401],
  ['with a cookie that is too short', { ...own, cookie: COOKIE.slice(0, -1) }, 401],
  ['of a studio at another port', { ...own, cookie: COOKIE.replace(String(PORT), '1') }, 401],
  ['by another name of this computer (DNS rebinding)', { ...own, host: `evil.example:${PORT}` }, 403],
  ['at another port', { ...own, host: '127.0.0.1:80' }, 403],
  ['without a host', { cookie: COOKIE }, 403],
  ['from a page of another site', { ...own, origin: 'https://evil.example' }, 403],
  ['from a page without an origin', { ...own, origin: 'null' }, 403],
  ['from another port of this computer', { ...own, origin: 'http://127.0.0.1:3000' }, 403],
  ['from another site that hides its origin', { ...own, 'sec-fetch-site': 'cross-site' }, 403],
  ['from another port that hides its origin', { ...own, 'sec-fetch-site': 'same-site' }, 403],
])('a request %s is refused', async (_, headers, status) => {
  expect(await statusWith(headers as Record<string, string>)).toBe(status);
  expect(await statusWith(headers as Record<string, string>, '/')).toBe(status);
});

test('a link on another site may open the first page, which asks for the cookie, and nothing else', async () => {
  const link = { host: own.host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
  expect(await statusWith(link, '/')).toBe(401);
  expect(await statusWith({ ...link, cookie: COOKIE }, '/api/project')).toBe(403);
});

test('a token opens the studio once: it becomes a cookie that other sites cannot use, and leaves the address', async () => {
  const app = await openApp(await temporaryFolder());
  app.tokens.add('once');
  const first = await app.fetch('/?token=once', { headers: { host: own.host } });
  expect(first.status).toBe(303);
  expect(first.headers.get('location')).toBe('/');
  expect(first.headers.get('set-cookie')).toBe(`${COOKIE}; Path=/; HttpOnly; SameSite=Strict`);
  const second = await app.fetch('/?token=once', { headers: { host: own.host } });
  expect(second.status).toBe(401);
  expect(await second.json()).toMatchObject({ error: { code: 'token' } });
});

test('a person who opens a used address reads what to do; a program gets it as JSON', async () => {
  const app = await openApp(await temporaryFolder());
  const page = await app.fetch('/?token=used', { headers: { host: own.host, accept: 'text/html,*/*' } });
  expect([page.status, page.headers.get('content-type')]).toEqual([401, 'text/html; charset=UTF-8']);
  expect(await page.text()).toContain('press Enter there for a new one');
  expect(page.headers.get('content-security-policy')).toBe("default-src 'none'");
});

test('a token opens nothing but the page, and a wrong one not even that', async () => {
  const app = await openApp(await temporaryFolder());
  app.tokens.add('once');
  expect((await app.fetch('/api/jobs?token=once', { headers: { host: own.host } })).status).toBe(401);
  expect((await app.fetch('/?token=twice', { headers: { host: own.host } })).status).toBe(401);
  expect(app.tokens.has('once')).toBe(true);
});

test('a form of another site can send text, but not JSON', async () => {
  const app = await openApp(await temporaryFolder());
  const body = JSON.stringify({ command: 'models', settings: {} });
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
    expect((await app.ask('POST', '/api/jobs', body, { 'content-type': type })).status).toBe(415);
  }
  expect((await app.ask('POST', '/api/jobs', body)).status).toBe(201);
});

test('pages run no script but their own files', () => {
  const policy = contentPolicy('abc');
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("style-src 'self' 'nonce-abc'");
  expect(policy).toContain("frame-ancestors 'none'");
});
