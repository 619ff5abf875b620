import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { nodeProject } from '../../src/node/project/node-project.ts';
import type { ReviewEvent } from '../../src/pipeline/events/reviewing.ts';
import { memoryProject } from '../../src/pipeline/memory-project.ts';
import type { Project } from '../../src/project/project.ts';
import { workOf } from '../../src/studio/server/jobs/job-work.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const here = process.cwd();

/** The posts that `import` looks for: it says that they are missing. */
async function sought(project: Project, settings: object): Promise<string> {
  const request = { command: 'import', settings: { out: 'new', ...settings } } as const;
  const work = await workOf(request, project, { import: { posts: ['by-default'] } });
  try {
    while ((await work.next()).done !== true);
    return 'nothing';
  } catch (fault) {
    return (fault as Error).message;
  }
}

test('what was given counts before the config file, and that before the defaults of where a job runs', async () => {
  const config = JSON.stringify({ site: { posts: ['by-config'] } });
  const [bare, configured] = [memoryProject(), memoryProject({ files: { 'tpdne.config.json': config } })];
  expect(await sought(bare, {})).toContain('by-default');
  expect(await sought(configured, {})).toContain('by-config');
  expect(await sought(configured, { posts: ['by-hand'] })).toContain('by-hand');
});

test('drafts are judged by the posts of the config file if there is no run, and by those that were given before them', async () => {
  const folder = temporaryFolder();
  const files = {
    'tpdne.config.json': JSON.stringify({ site: { posts: ['posts'] }, publishing: { queue: 'drafts' } }),
    'posts/tea.md': 'The kettle on the old stove sang all evening.',
    'other/milk.md': 'Nobody sang on that day.',
    'drafts/a.md': '---\ntitle: A\n---\nThe kettle on the old stove sang all evening.\n',
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  process.chdir(folder);
  onTestFinished(() => process.chdir(here));
  const sources = async (settings: object) => {
    const found: string[] = [];
    const work = await workOf({ command: 'review', settings: settings as never }, nodeProject());
    for await (const event of work as AsyncGenerator<Partial<ReviewEvent>>) {
      if (event.type === 'draft-shown') found.push(event.draft!.judgement!.shared.longest!.source);
    }
    return found;
  };
  expect(await sources({})).toEqual(['posts/tea.md']);
  expect(await sources({ posts: ['other'] })).toEqual(['other/milk.md']);
});
