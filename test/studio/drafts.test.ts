import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Judgement, UsualPost } from '../../src/blog/judging/judgement.ts';
import type { OpenDraft, Preview, QueueListing } from '../../src/studio/review-protocol.ts';
import type { Reports } from '../../src/studio/server/jobs/runner.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type OpenApp, openApp } from './open-app.ts';

const here = process.cwd();
let app: OpenApp;
let reports: Reports[];
beforeEach(async () => {
  process.chdir(temporaryFolder());
  write('_drafts/b.md', '---\ntitle: B\ndate: 2026-02-03\ngenerated: true\n---\n\nOne two three.\n');
  write('_drafts/a.md', '---\ntitle: A\napproved: true\napproved_for: 2026-12-05\n---\n\nA *cup* of tea.\n');
  reports = [];
  app = await openedApp();
});
afterEach(() => process.chdir(here));

function openedApp(): Promise<OpenApp> {
  return openApp('.', (_, each) => {
    reports.push(each);
    return { pid: null, stop() {}, kill() {} };
  });
}

function write(path: string, text: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const json = async <Body>(response: Promise<Response>) => (await (await response).json()) as Body;
const refused = async (response: Promise<Response>) => {
  const answer = await response;
  return [answer.status, ((await answer.json()) as { error: { code: string } }).error.code];
};
const list = () => json<QueueListing>(app.ask('GET', '/api/drafts'));
const open = (path: string) => json<OpenDraft>(app.ask('GET', `/api/draft?path=${encodeURIComponent(path)}`));
const preview = (text: string, passages: readonly string[] = []) =>
  json<Preview>(
    app.ask('POST', '/api/preview', { path: '_drafts/x.md', text: `---\ntitle: X\n---\n${text}`, passages }),
  );

const usual: UsualPost = { shortWords: 10, longWords: 20, repetition: 0, style: null };
const judgement = (score: number): Judgement => ({
  score,
  shared: {
    words: 4,
    longest: { words: 3, passage: 'cup of tea', source: '_posts/old.md' },
    passages: [{ words: 3, passage: 'cup of tea', source: '_posts/old.md' }],
    sharedGrams: 0,
  },
  repetition: 0,
  open: [],
  style: null,
  subject: null,
  bitsPerByte: null,
});

/** A job reports these events. */
async function reported(command: string, settings: object, ...events: { type: string }[]): Promise<void> {
  await app.ask('POST', '/api/jobs', { command, settings });
  reports.at(-1)!.onEvents(events as never);
  await expect.poll(async () => (await list()).drafts.some(({ score }) => score !== null)).toBe(true);
}

const shown = (path: string, title: string, body: string, score: number) => ({
  type: 'draft-shown',
  draft: { path, title, body, judgement: judgement(score), isOver: true, copied: [{ start: 3, end: 15, words: 3 }] },
  usual,
});

test('the queue is listed from its files, with what cannot be a draft', async () => {
  write('_drafts/c.md', '---\ntitle: C\napproved: maybe\n---\nC.\n');
  write('_drafts/d.md', '---\ntitle: [\n---\nD.\n');
  write('_drafts/published/e.md', '---\ntitle: E\n---\nE.\n');
  const { queue, drafts, unusable, minScore } = await list();
  expect([queue, minScore]).toEqual(['_drafts', 0.6]);
  expect(drafts).toEqual([
    {
      ...{ path: '_drafts/a.md', name: 'a.md', title: 'A', date: null, words: 4, approval: 'approved' },
      ...{ day: '2026-12-05', isGenerated: false, score: null, isOver: false },
    },
    {
      ...{ path: '_drafts/b.md', name: 'b.md', title: 'B', date: '2026-02-03', words: 3, approval: 'unreviewed' },
      ...{ day: null, isGenerated: true, score: null, isOver: false },
    },
  ]);
  expect(unusable.map(({ path, reason }) => [path, reason.slice(0, 8)])).toEqual([
    ['_drafts/d.md', 'line 3: '],
    ['_drafts/c.md', 'line 3: '],
  ]);
});

test('there may be no queue yet, and the config file names it', async () => {
  write('tpdne.config.json', '{ "publishing": { "queue": "later", "min_score": 0.4 } }');
  expect(await list()).toMatchObject({ queue: 'later', drafts: [], unusable: [], minScore: 0.4 });
});

test('what a review found is kept through a decision and a restart, but not through an edit', async () => {
  await reported('review', {}, shown('_drafts/a.md', 'A', '\nA *cup* of tea.\n', 0.25));
  const scores = async () => (await list()).drafts.map(({ score }) => score);
  expect(await scores()).toEqual([0.25, null]);
  write('_drafts/a.md', readFileSync('_drafts/a.md', 'utf8').replace('true', 'false'));
  expect(await scores()).toEqual([0.25, null]);
  expect((await open('_drafts/a.md')).review).toMatchObject({ isOver: true, copied: [{ start: 3 }], usual });
  app = await openedApp();
  expect(await scores()).toEqual([0.25, null]);
  write('_drafts/a.md', readFileSync('_drafts/a.md', 'utf8').replace('tea', 'coffee'));
  expect(await scores()).toEqual([null, null]);
});

test('a judgement of single files is kept too, with the places of what they copy', async () => {
  const files = [{ path: '_drafts/a.md', judgement: judgement(0.5), isOver: false }];
  const settings = { files: ['_drafts/a.md'], dataset: ['_posts'] };
  await reported('judge', settings, { type: 'judged', usual, files } as { type: string });
  const { review, body } = await open('a.md');
  expect(review!.copied.map(({ start, end }) => body!.slice(start, end))).toEqual(['cup* of tea']);
});

test('a draft that a run has written has the score with which it was chosen', async () => {
  const post = { path: '_drafts/a.md', title: 'A', words: 4, judgement: judgement(0.75) };
  const event = { type: 'post-written', number: 1, nextNumber: 2, post, usual };
  await reported('run', { posts: ['_posts'], out: '_drafts' }, event as { type: string });
  expect((await list()).drafts.map(({ score }) => score)).toEqual([0.75, null]);
  const { review, body } = await open('a.md');
  expect([review!.isOver, review!.usual]).toEqual([false, usual]);
  expect(review!.copied.map(({ start, end }) => body!.slice(start, end))).toEqual(['cup* of tea']);
});

test('a draft is opened with the picture that it alone has', async () => {
  write('_drafts/tea-time.md', '---\ntitle: Tea time\nimage: img/tea-time.svg\n---\n\nTea.\n');
  expect((await open('tea-time.md')).picture).toBeNull();
  write('_drafts/img/tea-time.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
  const { picture } = await open('tea-time.md');
  const shown = await app.ask('GET', picture!);
  expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
  expect(shown.headers.get('content-security-policy')).toContain('sandbox');
  expect((await open('b.md')).picture).toBeNull();
});

test.each([
  ['that it names', 'image: cover.svg\n', 'cover.svg'],
  ['that its theme finds by its name', '', 'feature.svg'],
])('a draft in a folder of its own is opened with the picture there %s', async (_, front, name) => {
  write('_drafts/tea/index.md', `---\ntitle: Tea\n${front}---\n\nTea.\n`);
  expect((await open('tea/index.md')).picture).toBeNull();
  write(`_drafts/tea/${name}`, '<svg xmlns="http://www.w3.org/2000/svg"/>');
  const { picture } = await open('tea/index.md');
  expect((await app.ask('GET', picture!)).headers.get('content-type')).toBe('image/svg+xml');
});

test('a draft is opened with what is wrong with it', async () => {
  write('_drafts/c.md', '---\ntitle: C\napproved: maybe\n---\nC.\n');
  write('_drafts/d.md', '---\ntitle: [\n---\nD.\n');
  expect(await open('b.md')).toMatchObject({ path: '_drafts/b.md', body: '\nOne two three.\n', problem: null });
  expect(await open('_drafts/c.md')).toMatchObject({ body: 'C.\n', problem: { line: 3 } });
  expect(await open('_drafts/d.md')).toMatchObject({
    body: null,
    problem: { line: 3 },
    text: '---\ntitle: [\n---\nD.\n',
  });
  expect(await refused(app.ask('GET', '/api/draft?path=x.md'))).toEqual([400, 'not-a-draft']);
  expect(await refused(app.ask('GET', '/api/draft?path=../x.md'))).toEqual([403, 'path']);
  expect(await refused(app.ask('GET', '/api/draft'))).toEqual([400, 'path']);
});

test('a draft is written only if it still is what was shown', async () => {
  const was = readFileSync('_drafts/b.md', 'utf8');
  const save = (body: object) => app.ask('PUT', '/api/draft', { path: '_drafts/b.md', ...body });
  const text = was.replace('three', 'four');
  expect(await json<OpenDraft>(save({ text, was }))).toMatchObject({ text, problem: null });
  expect(readFileSync('_drafts/b.md', 'utf8')).toBe(text);
  expect(await refused(save({ text: 'lost?', was }))).toEqual([409, 'draft-changed']);
  expect(readFileSync('_drafts/b.md', 'utf8')).toBe(text);
  expect(await refused(save({ text: 'no' }))).toEqual([400, 'field']);
});

test('nothing but drafts of the queue is written, not even through a link', async () => {
  write('notes.md', '---\ntitle: N\n---\nN.\n');
  const elsewhere = temporaryFolder();
  write(`${elsewhere}/secret.md`, 'secret');
  symlinkSync(`${elsewhere}/secret.md`, '_drafts/link.md');
  const save = (path: string, was: string) => refused(app.ask('PUT', '/api/draft', { path, text: 'x', was }));
  expect(await save('notes.md', '---\ntitle: N\n---\nN.\n')).toEqual([400, 'not-a-draft']);
  expect(await save('_drafts/link.md', 'secret')).toEqual([403, 'path']);
  expect(readFileSync(`${elsewhere}/secret.md`, 'utf8')).toBe('secret');
});

test('the preview of a text full of scripts is harmless', async () => {
  const { html } = await preview(
    [
      '<script>alert(1)</script>',
      '<img src=x onerror=alert(2)> <svg onload=alert(3)><script>alert(4)</script></svg>',
      '[a](javascript:alert(5)) <a href="jAvAsCrIpT:alert(6)">b</a> <a href=" data:text/html,x">c</a>',
      '<iframe src="https://example.com"></iframe><object data=x></object><form action=x><input name=y></form>',
      '<style>*{display:none}</style><link rel=stylesheet href=x><base href="https://example.com/">',
      '<b style="position:fixed" onclick="alert(7)" class="primary">bold</b>',
      '![away](https://example.com/pixel.png) <img src="//example.com/p.png" srcset="https://example.com/q.png 2x">',
    ].join('\n\n'),
  );
  expect(html).not.toMatch(/<(?!\/?(?:p|a|span|b|img)\b)/);
  expect(html).not.toMatch(/\son\w+=|javascript:|data:|style=|srcset|src="(?!\/api\/)|class="primary"/i);
  expect(html).toContain('Image on another site: away: https://example.com/pixel.png');
});

test('links in a preview open elsewhere, and lead nowhere within the studio', async () => {
  const { html } = await preview('[a](https://example.com/x) [b](/about) [c](#note) [d](mailto:ann@example.com)');
  expect(html).toContain('<a href="https://example.com/x" target="_blank" rel="noopener noreferrer">a</a>');
  expect(html).toContain('<a>b</a> <a>c</a> <a href="mailto:ann@example.com"');
});

test('a preview marks passages, and says what is wrong with the front matter', async () => {
  const { html, title } = await preview('A *cup* of\ntea, and a Cup of tea.', ['cup of tea']);
  expect(title).toBe('X');
  expect(html).toBe(
    '<p>A <em><mark data-copied="0" data-words="3">cup</mark></em><mark data-copied="0" data-words="3"> of\ntea</mark>, ' +
      'and a <mark data-copied="0" data-words="3">Cup of tea</mark>.</p>',
  );
  const broken = app.ask('POST', '/api/preview', { path: '_drafts/x.md', text: '---\ntitle: [\n---\nX' });
  expect(await json<Preview>(broken)).toMatchObject({ html: '', problem: { line: 3 } });
  const deep = app.ask('POST', '/api/preview', { path: '_drafts/x.md', text: 'x', passages: [1] });
  expect(await refused(deep)).toEqual([400, 'field']);
});

test('pictures of a text are shown, and nothing else', async () => {
  write('_drafts/pictures/a b.png', new Uint8Array([1, 2, 3]));
  write('static/logo.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
  write('_drafts/notes.txt', 'x');
  const { html } = await preview('![one](pictures/a%20b.png) ![two](/logo.svg?v=2) ![three](notes.txt)');
  const addresses = [...html.matchAll(/src="([^"]+)"/g)].map(([, address]) => address.replaceAll('&#x26;', '&'));
  expect(addresses).toHaveLength(2);
  expect(html).toContain('Image: three: notes.txt');
  const png = await app.ask('GET', addresses[0]);
  expect([png.headers.get('content-type'), (await png.arrayBuffer()).byteLength]).toEqual(['image/png', 3]);
  const svg = await app.ask('GET', addresses[1]);
  expect(svg.headers.get('content-type')).toBe('image/svg+xml');
  expect(svg.headers.get('content-security-policy')).toContain("default-src 'none'");
  const picture = (source: string) => refused(app.ask('GET', `/api/picture?of=_drafts/x.md&source=${source}`));
  expect((await app.ask('GET', '/api/picture?of=_drafts/x.md&source=logo.svg')).status).toBe(200);
  expect(await picture('notes.txt')).toEqual([404, 'picture']);
  expect(await picture('gone.png')).toEqual([404, 'picture']);
  const elsewhere = temporaryFolder();
  write(`${elsewhere}/secret.png`, 'secret');
  symlinkSync(`${elsewhere}/secret.png`, '_drafts/link.png');
  expect(await picture('link.png')).toEqual([403, 'path']);
});
