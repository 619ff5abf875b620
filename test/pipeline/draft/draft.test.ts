import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { nodeProject } from '../../../src/node/project/node-project.ts';
import { makeDraft } from '../../../src/pipeline/draft/draft.ts';
import type { DraftEvent } from '../../../src/pipeline/events/writing.ts';
import type { DraftGiven } from '../../../src/pipeline/settings/draft.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const body = 'The tide came in at noon and the clock went on with it. '.repeat(6).trim();

let root: string;
let given: DraftGiven;
beforeEach(async () => {
  root = temporaryFolder();
  await mkdir(join(root, 'posts'));
  for (const day of [1, 2, 3]) {
    const head = `---\nlayout: post\ntitle: "Post ${day}"\ndate: 2019-03-0${day}\ntags: [tide, clocks]\n---\n`;
    await writeFile(
      join(root, 'posts', `2019-03-0${day}-post-${day}.md`),
      `${head}\nClock number ${day} ticks at the sea.\n`,
    );
  }
  given = { posts: [join(root, 'posts')], out: join(root, 'drafts'), timezone: 'UTC' };
});

async function made(more: Partial<DraftGiven>): Promise<Extract<DraftEvent, { type: 'draft-made' }>> {
  const project = nodeProject({ root, now: () => new Date('2026-11-30T12:00:00Z') });
  let last: DraftEvent | null = null;
  for await (const event of makeDraft({ ...given, ...more }, project)) last = event;
  return last as Extract<DraftEvent, { type: 'draft-made' }>;
}

describe('a draft of a text', () => {
  it('has the file name, front matter and label of the blog', async () => {
    const { path, title, words } = await made({ text: body, title: 'The tide clock', tags: ['sea'] });
    expect(path).toBe(join(root, 'drafts', '2026-11-30-the-tide-clock.md'));
    expect([title, words]).toEqual(['The tide clock', 78]);
    expect(await readFile(path, 'utf8')).toBe(
      `---\nlayout: post\ntitle: "The tide clock"\ndate: 2026-11-30\ntags: [sea]\ngenerated: true\n---\n\n${body}\n`,
    );
  });

  it('takes its title from the text, and a free name', async () => {
    const file = join(root, 'notes.txt');
    await writeFile(file, `Post 2\n\n${body}\n`);
    expect((await made({ file })).path).toBe(join(root, 'drafts', '2026-11-30-post-2-2.md'));
    expect((await made({ file })).path).toBe(join(root, 'drafts', '2026-11-30-post-2-3.md'));
    expect(await readdir(join(root, 'drafts'))).toHaveLength(2);
  });

  it('has no label with label none', async () => {
    const { path } = await made({ text: `Tide\n\n${body}`, label: 'none' });
    expect(await readFile(path, 'utf8')).not.toContain('generated');
  });

  it.each<[string, Partial<DraftGiven>, string]>([
    ['neither a file nor a text', {}, 'Give a file with the text, or text, the text itself.'],
    ['both', { file: 'a.txt', text: body }, 'Give a file with the text, or text, the text itself.'],
    [
      'too few words',
      { text: 'Tide\n\nIt came.' },
      'The text is no post: it has 2 words under its title, fewer than 30.',
    ],
    ['a file that is not there', { file: 'nowhere.txt' }, 'nowhere.txt'],
  ])('refuses %s', async (_, more, message) => {
    await expect(made(more)).rejects.toThrow(message);
    expect(await readdir(root)).toEqual(['posts']);
  });

  it('is not written among the published posts unless that is meant', async () => {
    const among = { text: `Tide\n\n${body}`, out: join(root, 'posts') };
    await expect(made(among)).rejects.toThrow('published posts');
    expect((await made({ ...among, into_posts: true })).path).toContain('posts/2026-11-30-tide.md');
  });
});
