import { expect, test } from 'vitest';
import { memoryProject } from '../../src/pipeline/memory-project.ts';
import type { Project } from '../../src/project/project.ts';
import { workOf } from '../../src/studio/server/jobs/job-work.ts';

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
