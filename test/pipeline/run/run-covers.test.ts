import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/index.ts';
import { nodeProject } from '../../../src/node/project/node-project.ts';
import { run } from '../../../src/pipeline/run/run.ts';
import type { RunGiven } from '../../../src/pipeline/settings/run.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { writeReciter } from '../reciter.ts';

let root: string;
beforeEach(async () => {
  root = temporaryFolder();
  await writeReciter(join(root, 'models/reciter'), `Pass Lamp\n\n${'I am a lamp. '.repeat(9)}`);
  await mkdir(join(root, 'posts'));
  await mkdir(join(root, 'img'));
  for (const [i, name] of ['rope', 'clock', 'kettle'].entries()) {
    const head = `---\ntitle: "The ${name}"\ndate: 2019-03-0${i + 1}\nimage: /img/${name}.svg\nimageAlt: "A ${name}"\n---\n`;
    await writeFile(join(root, `posts/${name}.md`), `${head}The ${name} hangs there and says that it is a ${name}.\n`);
    await writeFile(join(root, `img/${name}.svg`), '<svg width="900" height="600" fill="#b33"/>');
  }
});

async function written(some: Partial<RunGiven> = {}, until: RunEvent['type'] | null = null): Promise<RunEvent[]> {
  const project = nodeProject({ root, now: () => new Date('2024-05-06T07:08:09Z') });
  const given: RunGiven = {
    ...{ posts: [join(root, 'posts')], out: join(root, 'new'), model_name: 'reciter', format: 'text', count: 1 },
    ...{ steps: 1, window: 16, learning_rate: 1e-9, length: 200, dry_multiplier: 0, min_score: 0, best_of: 1 },
    ...{ max_copied: 'any', timezone: 'UTC', threads: 1 },
  };
  const events: RunEvent[] = [];
  for await (const event of run({ ...given, ...some }, project)) {
    events.push(event);
    if (event.type === until) break;
  }
  return events;
}

const names = async (folder: string) => (await readdir(join(root, folder)).catch(() => [])).sort();
const cover = () => readFile(join(root, 'img/pass-lamp.svg'), 'utf8');

describe('the cover of a new post', () => {
  it('is in the folder of the others, in their ratio, and named in the post with its title as text', async () => {
    const events = await written();
    expect(await names('new')).toEqual(['pass-lamp.md']);
    expect(await readFile(join(root, 'new/pass-lamp.md'), 'utf8')).toContain(
      'image: /img/pass-lamp.svg\nimageAlt: "Pass Lamp"\n',
    );
    expect(await cover()).toContain('viewBox="0 0 900 600"');
    const post = events.find((event) => event.type === 'post-written')!.post;
    expect(post.pictures).toEqual([join(root, 'img/pass-lamp.svg')]);
  });

  it('is the same when it is drawn again', async () => {
    await written();
    const first = await cover();
    await rm(join(root, 'new'), { recursive: true });
    await rm(join(root, 'img/pass-lamp.svg'));
    await written({ fresh: true });
    expect(await cover()).toBe(first);
  });

  it('is used again if the run was killed between the picture and the post', async () => {
    await written({}, 'post-drafted');
    expect(await names('new')).toEqual([]);
    const [, first] = [await written(), await cover()];
    // As a process leaves it that is killed after writing the picture.
    await rm(join(root, 'new'), { recursive: true });
    await rm(join(root, 'checkpoint'), { recursive: true });
    await written();
    expect([await names('new'), await cover()]).toEqual([['pass-lamp.md'], first]);
    expect(await names('img')).toEqual(['clock.svg', 'kettle.svg', 'pass-lamp.svg', 'rope.svg']);
  });

  it('never replaces a picture: the post gets another name', async () => {
    await writeFile(join(root, 'img/pass-lamp.svg'), 'a picture of the blog');
    await written();
    expect(await cover()).toBe('a picture of the blog');
    expect(await names('new')).toEqual(['pass-lamp-2.md']);
    expect(await readFile(join(root, 'new/pass-lamp-2.md'), 'utf8')).toContain('image: /img/pass-lamp-2.svg');
    expect(existsSync(join(root, 'img/pass-lamp-2.svg'))).toBe(true);
  });

  it('is missing with --cover none, and the post names none', async () => {
    await written({ cover: 'none' });
    expect(await names('img')).toEqual(['clock.svg', 'kettle.svg', 'rope.svg']);
    expect(await readFile(join(root, 'new/pass-lamp.md'), 'utf8')).not.toContain('pass-lamp.svg');
  });
});
