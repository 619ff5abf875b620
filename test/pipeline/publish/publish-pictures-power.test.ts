import { expect, test, vi } from 'vitest';
import { unpublish } from '../../../src/index.ts';
import { machine, PowerLoss } from './mortal-machine.ts';
import { TinyBlog } from './tiny-blog.ts';

vi.mock('node:fs/promises', async (original) => {
  const { mortal } = await import('./mortal-machine.ts');
  const changes = ['link', 'mkdir', 'open', 'rename', 'rm', 'rmdir', 'writeFile'] as const;
  return mortal(await original<typeof import('node:fs/promises')>(), changes);
});
vi.mock('node:fs', async (original) => {
  const { mortal } = await import('./mortal-machine.ts');
  return mortal(await original<typeof import('node:fs')>(), ['rmSync']);
});

async function takeBack(blog: TinyBlog): Promise<void> {
  for await (const _ of unpublish({ queue: blog.queue }, { environment: {} }));
}

/** Does something while the power fails at change number `at`; returns whether it failed. */
async function cutOff(act: () => Promise<unknown>, at: number): Promise<boolean> {
  let changes = 0;
  machine.start();
  machine.failsNow = () => ++changes === at;
  await act().catch((error: unknown) => {
    if (!machine.isOff && !(error instanceof PowerLoss)) throw error;
  });
  const isCut = machine.isOff;
  machine.start();
  machine.failsNow = () => false;
  return isCut;
}

function picturedBlog(): TinyBlog {
  const blog = new TinyBlog();
  blog.write('_drafts/img/tea.svg', 'a picture');
  blog.draft('tea', 'image: img/tea.svg\napproved: true\n');
  return blog;
}

const places = ['_drafts/tea.md', '_drafts/img/tea.svg', '_posts/2026-07-01-tea.md', '_posts/img/tea.svg'];
const there = (blog: TinyBlog) => places.filter((path) => blog.has(path));
const isPublished = (blog: TinyBlog) => blog.has(places[2]) && !blog.has(places[0]);

test('after a power cut at any moment of publishing, the next call has moved the picture with its post', async () => {
  for (let at = 1; ; at++) {
    const blog = picturedBlog();
    const isCut = await cutOff(() => blog.publish(), at);
    expect(
      [places[1], places[3]].filter((path) => blog.has(path)),
      `at ${at}`,
    ).toHaveLength(1);
    await blog.publish();
    expect(there(blog), `at ${at}`).toEqual(places.slice(2));
    expect(blog.journal(), `at ${at}`).toHaveLength(1);
    if (!isCut) break;
    expect(at).toBeLessThan(200);
  }
});

test('after a power cut at any moment of taking a post back, the next call has brought the picture back', async () => {
  for (let at = 1; ; at++) {
    const blog = picturedBlog();
    await blog.publish();
    const isCut = await cutOff(() => takeBack(blog), at);
    if (isPublished(blog) || blog.journal()[0].state !== 'withdrawn') await takeBack(blog);
    expect(there(blog), `at ${at}`).toEqual(places.slice(0, 2));
    if (!isCut) break;
    expect(at).toBeLessThan(200);
  }
});
