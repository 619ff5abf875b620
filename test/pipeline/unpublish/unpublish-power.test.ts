import { expect, test, vi } from 'vitest';
import { unpublish } from '../../../src/index.ts';
import { machine, PowerLoss } from '../publish/mortal-machine.ts';
import { TinyBlog } from '../publish/tiny-blog.ts';

vi.mock('node:fs/promises', async (original) => {
  const { mortal } = await import('../publish/mortal-machine.ts');
  const changes = ['link', 'mkdir', 'open', 'rename', 'rm', 'rmdir', 'writeFile'] as const;
  return mortal(await original<typeof import('node:fs/promises')>(), changes);
});
vi.mock('node:fs', async (original) => {
  const { mortal } = await import('../publish/mortal-machine.ts');
  return mortal(await original<typeof import('node:fs')>(), ['rmSync']);
});
vi.mock('node:child_process', async (original) => {
  const { mortalExecFile } = await import('../publish/mortal-machine.ts');
  const module = await original<typeof import('node:child_process')>();
  return { ...module, execFile: mortalExecFile(module.execFile) };
});

async function takeBack(blog: TinyBlog): Promise<void> {
  for await (const _ of unpublish({ queue: blog.queue }, { environment: {} }));
}

/** Takes a post back while the power fails at change number `at`; returns whether it failed. */
async function cutOff(blog: TinyBlog, at: number): Promise<boolean> {
  let changes = 0;
  machine.start();
  machine.failsNow = () => ++changes === at;
  await takeBack(blog).catch((error: unknown) => {
    if (!machine.isOff && !(error instanceof PowerLoss)) throw error;
  });
  const isCut = machine.isOff;
  machine.start();
  machine.failsNow = () => false;
  return isCut;
}

test.each([
  ['none', 1],
  ['commit', 3],
] as const)(
  'with git: %s, after a power cut at any moment the next calls complete it, and take nothing else back',
  async (git, step) => {
    let cuts = 0;
    for (let at = 1; ; at += step) {
      const blog = new TinyBlog();
      for (const name of ['a', 'b']) blog.draft(name);
      if (git === 'commit') blog.repository();
      await blog.publish({ git });
      await blog.publish({ git });
      const isCut = await cutOff(blog, at);
      const texts = [blog.has('_drafts/b.md'), blog.has('_posts/2026-07-01-b.md')];
      expect(texts, `at ${at}`).toContain(true);
      const wasBegun = blog.journal()[1].state !== 'published';
      // A publication in between completes it too.
      if (at % 2 === 0) await blog.publish({ git });
      if (
        !wasBegun ||
        blog.journal()[1].state !== 'withdrawn' ||
        (git === 'commit' && blog.git('status', '--porcelain') !== '')
      ) {
        await takeBack(blog);
      }
      expect([blog.names('queue'), blog.names('posts')], `at ${at}`).toEqual([
        ['b.md'],
        ['2026-01-01-cup.md', '2026-07-01-a.md'],
      ]);
      expect(blog.journal().map(({ state }) => state)).toEqual(['published', 'withdrawn']);
      expect(blog.read('_drafts/b.md')).toContain('approved: false');
      if (git === 'commit') {
        expect(blog.git('status', '--porcelain'), `at ${at}`).toBe('');
        expect(blog.git('log', '-1', '--format=%s')).toBe('Unpublish "The b"');
      }
      if (!isCut) break;
      cuts++;
    }
    expect(cuts).toBeGreaterThan(20 / step);
  },
  300_000,
);
