import { mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  approve,
  type Decision,
  discard,
  hold,
  type ReviewEvent,
  type ReviewOptions,
  review,
} from '../../../src/index.ts';
import { nodeProject } from '../../../src/node/project/node-project.ts';
import { NotADraftFault } from '../../../src/pipeline/review/draft-file.ts';
import type { ReviewGiven } from '../../../src/pipeline/settings/review.ts';
import { SettingFault } from '../../../src/pipeline/settings/settings-table.ts';
import { FileExistsFault, LockedFault } from '../../../src/project/file-faults.ts';
import { TinyBlog } from '../publish/tiny-blog.ts';

async function all<Event>(events: AsyncIterable<Event>): Promise<Event[]> {
  const seen: Event[] = [];
  for await (const event of events) seen.push(event);
  return seen;
}

/** Reviews a queue with these decisions; a function runs first and then gives the decision. */
function reviewed(
  blog: TinyBlog,
  decisions: readonly (Decision | null | (() => Decision))[],
  { given = {}, edit }: { given?: ReviewGiven; edit?: ReviewOptions['edit'] } = {},
): Promise<ReviewEvent[]> {
  const left = [...decisions];
  const decide = async () => {
    const next = left.shift() ?? null;
    return typeof next === 'function' ? next() : next;
  };
  return all(review({ queue: blog.queue, posts: [blog.posts], ...given }, { root: blog.root, decide, edit }));
}

/** The names of shown drafts, and the types of the other events. */
const course = (events: readonly ReviewEvent[]) =>
  events.flatMap((event) => {
    if (event.type === 'draft-shown') return [event.draft.path.split('/').at(-1)];
    return ['reading', 'source', 'files-seen', 'skipped', 'device', 'review-finished'].includes(event.type)
      ? []
      : [event.type];
  });

function queueOf(...names: string[]): TinyBlog {
  const blog = new TinyBlog();
  for (const name of names) blog.draft(name, '');
  return blog;
}

describe('review', () => {
  it('shows each draft with its score and what it copies, and changes nothing without decisions', async () => {
    const blog = queueOf('a');
    blog.draft('b', 'approved: true\n');
    blog.write(
      '_drafts/c.md',
      '---\ntitle: C\ndate: 2026-02-03\n---\nLook: a cup of something warm stood on the table by the window.\n',
    );
    blog.write('_drafts/d.md', 'No front matter.\n');
    const events = await all(review({ queue: blog.queue, posts: [blog.posts] }, { root: blog.root }));
    expect(course(events)).toEqual(['draft-unusable', 'a.md', 'c.md', 'b.md']);
    const shown = events.filter((event) => event.type === 'draft-shown');
    expect(shown.map(({ number, drafts, draft }) => [number, drafts, draft.approval])).toEqual([
      [1, 3, 'unreviewed'],
      [2, 3, 'unreviewed'],
      [3, 3, 'approved'],
    ]);
    const { draft, usual } = shown[1];
    expect(draft).toMatchObject({ title: 'C', date: '2026-02-03', words: 13, isGenerated: false, isOver: false });
    expect(draft.judgement!.score).toBeLessThan(0.3);
    expect(draft.copied.map(({ start, end }) => draft.body.slice(start, end))).toEqual([
      'a cup of something warm stood on the table by the window',
    ]);
    expect(usual).toMatchObject({ shortWords: 20 });
    expect(events.at(-1)).toEqual({ type: 'review-finished', queue: { approved: 1, unreviewed: 2, 'held back': 0 } });
    expect(blog.read('_drafts/a.md')).not.toContain('approved');
    const strict = await reviewed(blog, ['next', null], { given: { max_copied: 5 } });
    expect(strict.filter((event) => event.type === 'draft-shown').map(({ draft }) => draft.isOver)).toEqual([
      false,
      true,
    ]);
  });

  it('approves and holds back, goes forth and back, and ends after the last draft', async () => {
    const blog = queueOf('a', 'b', 'c');
    const events = await reviewed(blog, ['approve', 'back', 'next', 'back', 'back', 'next', 'hold', 'next']);
    expect(course(events)).toEqual([
      'a.md',
      'approval-set',
      'b.md',
      'a.md',
      'b.md',
      'a.md',
      'a.md',
      'b.md',
      'approval-set',
      'c.md',
    ]);
    expect(blog.read('_drafts/a.md')).toBe(
      '---\nlayout: post\ntitle: The a\ngenerated: true\napproved: true\n---\n\nAbout the a.\n',
    );
    expect(blog.read('_drafts/b.md')).toContain('\napproved: false\n---\n');
    expect(events.at(-1)).toMatchObject({ queue: { approved: 1, unreviewed: 1, 'held back': 1 } });
    expect(blog.has('_drafts/.publishing')).toBe(false);
  });

  it('ends after the last draft, where the last decision can still be undone', async () => {
    const blog = queueOf('a');
    const events = await reviewed(blog, ['delete', 'undo', 'hold', 'back', 'next', 'undo', 'next', 'next', 'approve']);
    const steps = ['draft-deleted', 'decision-undone', 'a.md', 'approval-set', 'a.md', 'decision-undone', 'a.md'];
    expect(course(events)).toEqual(['a.md', ...steps]);
    expect(blog.read('_drafts/a.md')).not.toContain('approved');
  });

  it('undoes decisions one after the other, byte for byte', async () => {
    const blog = queueOf('a', 'b');
    const before = blog.read('_drafts/a.md');
    const events = await reviewed(blog, ['approve', 'delete', 'undo', 'undo', 'undo', null]);
    const first = ['a.md', 'approval-set', 'b.md', 'draft-deleted'];
    const undone = ['decision-undone', 'b.md', 'decision-undone', 'a.md', 'nothing-to-undo', 'a.md'];
    expect(course(events)).toEqual([...first, ...undone]);
    expect([blog.read('_drafts/a.md'), blog.names('queue')]).toEqual([before, ['a.md', 'b.md']]);
  });

  it('deletes into a trash that git ignores, with pictures, and replaces nothing there', async () => {
    const blog = new TinyBlog();
    blog.write('_drafts/tea/index.md', '---\ntitle: Tea\n---\nTea.\n');
    blog.write('_drafts/tea/tea.png', 'x');
    await reviewed(blog, ['delete']);
    expect([blog.has('_drafts/tea'), blog.read('_drafts/.trash/tea/tea.png')]).toEqual([false, 'x']);
    expect(blog.read('_drafts/.trash/.gitignore')).toBe('*\n');
    blog.write('_drafts/tea/index.md', '---\ntitle: Other tea\n---\nTea.\n');
    blog.write('_drafts/tea/more.md', '---\ntitle: More\n---\nMore.\n');
    await reviewed(blog, ['delete']);
    expect(blog.read('_drafts/.trash/tea/index.md')).toContain('title: Tea');
    expect(blog.read('_drafts/.trash/tea/index.md')).not.toContain('Other');
    expect(blog.has('_drafts/tea/more.md')).toBe(true);
    expect(course(await reviewed(blog, []))).toEqual(['more.md']);
  });

  it('never overwrites a draft that was changed after it was shown, and shows it again', async () => {
    const blog = queueOf('a', 'b');
    const mine = '---\ntitle: Mine\n---\nMine.\n';
    const meanwhile = () => {
      blog.write('_drafts/a.md', mine);
      return 'approve' as const;
    };
    const gone = () => {
      rmSync(join(blog.queue, 'b.md'));
      return 'hold' as const;
    };
    const events = await reviewed(blog, [meanwhile, 'next', gone]);
    expect(course(events)).toEqual(['a.md', 'draft-changed', 'a.md', 'b.md', 'draft-gone', 'draft-gone']);
    expect(blog.read('_drafts/a.md')).toBe(mine);
    expect(blog.names('queue')).toEqual(['a.md']);
  });

  it('does not undo over what was written since, or over another draft', async () => {
    const blog = queueOf('a', 'b');
    const change = () => {
      blog.write('_drafts/a.md', '---\ntitle: Changed\n---\nx\n');
      return 'undo' as const;
    };
    const events = await reviewed(blog, ['approve', change, null]);
    expect(events.find((event) => event.type === 'decision-undone')).toMatchObject({
      problem: 'it was changed after that.',
    });
    const replace = () => {
      blog.draft('a', 'approved: false\n');
      return 'undo' as const;
    };
    const [undone] = (await reviewed(blog, ['delete', replace])).filter((event) => event.type === 'decision-undone');
    expect(undone.problem).toMatch(/^there is another draft by now; it stays in .*_drafts\/\.trash\/a\.md\.$/);
    expect(blog.read('_drafts/a.md')).toContain('approved: false');
  });

  it('shows an edited draft again, with a new score, and says what an editor did wrong', async () => {
    const blog = queueOf('a');
    const edit = async (path: string) => {
      writeFileSync(
        path,
        '---\ntitle: Edited\n---\nA cup of something warm stood on the table by the window while the rain.\n',
      );
      return 'It broke.';
    };
    const events = await reviewed(blog, ['edit', 'approve'], { edit });
    expect(course(events)).toEqual(['a.md', 'draft-edited', 'a.md', 'approval-set']);
    const scores = events.flatMap((event) => (event.type === 'draft-shown' ? [event.draft.judgement!.score] : []));
    expect(scores[1]).toBeLessThan(scores[0]);
    expect(events.find((event) => event.type === 'draft-edited')).toMatchObject({ problem: 'It broke.' });
    expect((await reviewed(blog, ['edit'])).find((event) => event.type === 'draft-edited')).toMatchObject({
      problem: 'There is no editor here.',
    });
  });

  it('reports a draft that it cannot change, or that no longer is one', async () => {
    const blog = new TinyBlog();
    blog.write('_drafts/a.md', '---\n{title: Tea}\n---\nTea.\n');
    const spoil = async (path: string) => {
      writeFileSync(path, '---\ntitle: Tea\napproved: maybe\n---\nTea.\n');
      return null;
    };
    const events = await reviewed(blog, ['approve', 'edit'], { edit: spoil });
    expect(course(events)).toEqual(['a.md', 'draft-unusable', 'a.md', 'draft-edited', 'draft-unusable']);
    expect(events.filter((event) => event.type === 'draft-unusable').map(({ reason }) => reason)).toEqual([
      expect.stringContaining('put approved: true on a line of its own'),
      'line 3: approved must be true or false, found "maybe".',
    ]);
  });

  it('shows drafts without scores if there is nothing to judge them by', async () => {
    const blog = queueOf('a');
    const events = await all(review({ queue: blog.queue }, { root: blog.root }));
    expect(course(events)).toEqual(['scores-unavailable', 'a.md']);
    expect(events[1]).toMatchObject({ draft: { judgement: null, copied: [], words: 3 }, usual: null });
  });
});

describe('approve and hold', () => {
  it('change several drafts, by path or by name in the queue; twice is fine', async () => {
    const blog = queueOf('a', 'b');
    const given = { queue: blog.queue, files: [join(blog.queue, 'a.md'), 'b.md', 'b.md'] };
    const [a, b] = [join(blog.queue, 'a.md'), join(blog.queue, 'b.md')];
    const event = { type: 'approval-set', approval: 'approved', day: null };
    expect(await all(approve(given))).toEqual([a, b].map((path) => ({ ...event, path, wasAlready: false })));
    expect(await all(approve(given))).toEqual([a, b].map((path) => ({ ...event, path, wasAlready: true })));
    expect(await all(hold({ ...given, files: [a] }))).toMatchObject([{ approval: 'held back', wasAlready: false }]);
    expect(blog.read('_drafts/a.md')).toContain('\napproved: false\n');
    expect(blog.read('_drafts/b.md')).toContain('\napproved: true\n');
  });

  it('keep a link a link', async () => {
    const blog = queueOf();
    blog.write('elsewhere/a.md', '---\ntitle: A\n---\nA.\n');
    mkdirSync(join(blog.root, 'real'));
    blog.draft('b', '');
    symlinkSync(blog.queue, join(blog.root, 'link'));
    await all(approve({ queue: join(blog.root, 'link'), files: [join(blog.queue, 'b.md')] }));
    expect(blog.read('_drafts/b.md')).toContain('approved: true');
    symlinkSync(join(blog.queue, 'b.md'), join(blog.queue, 'c.md'));
    await all(hold({ queue: blog.queue, files: ['c.md'] }));
    expect(readFileSync(join(blog.queue, 'b.md'), 'utf8')).toContain('approved: false');
    expect(statSync(join(blog.queue, 'c.md')).isFile()).toBe(true);
  });

  it.each([
    ['nothing', 'nothing.md', /^There is no draft nothing\.md; tpdne review lists the drafts in /],
    ['a folder', 'folder', /is a folder, not a draft; name the files in it\.$/],
    [
      'a published post',
      '../_posts/2026-01-01-cup.md',
      /is not in the folder of drafts, .*: move it there, or name its folder/,
    ],
    ['a copy of a sent post', 'published/x.md', /is the copy of a post that was published on a server, not a draft\.$/],
    ['a picture', 'a.png', /is not a draft: drafts are files such as tea\.md \(/],
    ['a deleted draft', '.trash/a.md', /is not a draft: /],
  ])('refuse %s, and then change nothing', async (_, name, message) => {
    const blog = queueOf('a');
    for (const path of ['published/x.md', '.trash/a.md', 'folder/x.md'])
      blog.write(`_drafts/${path}`, '---\ntitle: X\n---\nX.\n');
    blog.write('_drafts/a.png', 'x');
    const approving = all(approve({ queue: blog.queue, files: ['a.md', name] }));
    await expect(approving).rejects.toThrow(NotADraftFault);
    await expect(approving).rejects.toThrow(message);
    expect(blog.read('_drafts/a.md')).not.toContain('approved');
  });

  it('wait for a process that publishes from the queue, but not forever', async () => {
    const blog = queueOf('a');
    const { files } = nodeProject();
    const lock = await files.lock(join(blog.queue, '.publishing'), { does: 'publishes', instead: 'Wait' });
    let slept = 0;
    const sleep = async () => {
      if (++slept === 3) lock.release();
    };
    await all(approve({ queue: blog.queue, files: ['a.md'] }, { sleep }));
    expect([slept, blog.read('_drafts/a.md').includes('approved: true')]).toEqual([3, true]);
    const again = await files.lock(join(blog.queue, '.publishing'), { does: 'publishes', instead: 'Wait' });
    await expect(all(hold({ queue: blog.queue, files: ['a.md'] }, { sleep: async () => {} }))).rejects.toThrow(
      LockedFault,
    );
    again.release();
  });
});

describe('approve --for', () => {
  it('sets the day, keeps it when a draft is approved or held back again, and removes it with any', async () => {
    const blog = queueOf('a');
    const given = { queue: blog.queue, files: ['a.md'] };
    const path = join(blog.queue, 'a.md');
    const event = { type: 'approval-set', path, approval: 'approved' };
    expect(await all(approve({ ...given, for: '2026-12-05' }))).toEqual([
      { ...event, day: '2026-12-05', wasAlready: false },
    ]);
    const before = blog.read('_drafts/a.md');
    expect(before).toContain('\napproved: true\napproved_for: 2026-12-05\n');
    expect(await all(approve(given))).toEqual([{ ...event, day: '2026-12-05', wasAlready: true }]);
    expect(await all(hold(given))).toMatchObject([{ approval: 'held back', day: '2026-12-05' }]);
    expect(await all(approve({ ...given, for: '2026-12-06' }))).toMatchObject([{ day: '2026-12-06' }]);
    expect(blog.read('_drafts/a.md')).toBe(before.replace('12-05', '12-06'));
    expect(await all(approve({ ...given, for: 'any' }))).toMatchObject([{ day: null, wasAlready: false }]);
    expect(blog.read('_drafts/a.md')).toBe(before.replace('approved_for: 2026-12-05\n', ''));
  });

  it.each(['soon', '2026-02-30', '5.12.2026', ''])('refuses %j', async (day) => {
    const blog = queueOf('a');
    const approving = all(approve({ queue: blog.queue, files: ['a.md'], for: day }));
    await expect(approving).rejects.toThrow(SettingFault);
    expect(blog.read('_drafts/a.md')).not.toContain('approved');
  });
});

describe('discard', () => {
  const moved = (blog: TinyBlog, name: string, trash: string, isInTrash: boolean) => ({
    type: 'draft-moved',
    path: join(blog.queue, name),
    trash: join(blog.queue, '.trash', trash),
    isInTrash,
  });

  it('moves drafts to the trash, and back from there, character by character', async () => {
    const blog = queueOf('a', 'b');
    const before = blog.read('_drafts/a.md');
    const given = { queue: blog.queue, files: ['a.md', join(blog.queue, 'b.md'), 'a.md'] };
    expect(await all(discard(given))).toEqual([moved(blog, 'a.md', 'a.md', true), moved(blog, 'b.md', 'b.md', true)]);
    expect(blog.names('queue')).toEqual([]);
    const back = { queue: blog.queue, files: ['a.md', join(blog.queue, '.trash/b.md')], restore: true };
    expect(await all(discard(back))).toEqual([moved(blog, 'a.md', 'a.md', false), moved(blog, 'b.md', 'b.md', false)]);
    expect([blog.names('queue'), blog.read('_drafts/a.md')]).toEqual([['a.md', 'b.md'], before]);
  });

  it('replaces nothing: a second draft of a name has a place of its own, and a new draft keeps its own', async () => {
    const blog = queueOf('a');
    const given = { queue: blog.queue, files: ['a.md'] };
    await all(discard(given));
    blog.draft('a', 'approved: false\n');
    const second = moved(blog, 'a.md', '~2/a.md', true);
    expect(await all(discard(given))).toEqual([second]);
    blog.draft('a', 'approved: true\n');
    const restoring = all(discard({ ...given, files: [second.trash], restore: true }));
    await expect(restoring).rejects.toThrow(FileExistsFault);
    expect(blog.read('_drafts/a.md')).toContain('approved: true');
    rmSync(join(blog.queue, 'a.md'));
    expect(await all(discard({ ...given, files: [second.trash], restore: true }))).toMatchObject([
      { path: join(blog.queue, 'a.md') },
    ]);
    expect(blog.read('_drafts/a.md')).toContain('approved: false');
  });

  it('takes the pictures of a draft along, wherever they are, and puts them back', async () => {
    const blog = queueOf();
    const picture = '/assets/tea.png';
    blog.write('_drafts/tea.md', `---\ntitle: Tea\nimage: ${picture}\n---\nTea.\n`);
    blog.write('assets/tea.png', 'x');
    blog.write('_drafts/own/index.md', '---\ntitle: Own\n---\nOwn.\n');
    blog.write('_drafts/own/a.png', 'y');
    const given = { queue: blog.queue, files: ['tea.md', 'own/index.md'] };
    await all(discard(given));
    expect([blog.has('assets/tea.png'), blog.has('_drafts/own'), blog.read('_drafts/.trash/own/a.png')]).toEqual([
      false,
      false,
      'y',
    ]);
    await all(discard({ ...given, restore: true }));
    expect([blog.read('assets/tea.png'), blog.read('_drafts/own/a.png'), blog.has('_drafts/own/index.md')]).toEqual([
      'x',
      'y',
      true,
    ]);
    expect(blog.has('_drafts/.trash/tea.md.pictures')).toBe(false);
  });

  it('puts a single draft back into a folder that it shared', async () => {
    const blog = queueOf();
    for (const name of ['index', 'more']) blog.write(`_drafts/tea/${name}.md`, '---\ntitle: T\n---\nT.\n');
    const given = { queue: blog.queue, files: ['tea/index.md'] };
    await all(discard(given));
    expect([blog.has('_drafts/tea/more.md'), blog.has('_drafts/tea/index.md')]).toEqual([true, false]);
    await all(discard({ ...given, restore: true }));
    expect(blog.has('_drafts/tea/index.md')).toBe(true);
  });

  it('puts a draft of a numbered folder back into that folder', async () => {
    const blog = queueOf();
    blog.write('_drafts/2/a.md', '---\ntitle: A\n---\nA.\n');
    await all(discard({ queue: blog.queue, files: ['2/a.md'] }));
    await all(discard({ queue: blog.queue, files: ['2/a.md'], restore: true }));
    expect(blog.has('_drafts/2/a.md')).toBe(true);
  });

  it.each([
    ['a file that is not there', { files: ['a.md', 'x.md'] }],
    ['a file that is not in the trash', { files: ['a.md'], restore: true }],
    ['a path out of the trash', { files: ['../../_posts/2026-01-01-cup.md'], restore: true }],
  ])('refuses %s, and then changes nothing', async (_, given) => {
    const blog = queueOf('a');
    await expect(all(discard({ queue: blog.queue, ...given }))).rejects.toThrow(NotADraftFault);
    expect([blog.names('queue'), blog.names('posts')]).toEqual([['a.md'], ['2026-01-01-cup.md']]);
  });
});
