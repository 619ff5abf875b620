import { expect, it } from 'vitest';
import { unpublishCommand } from '../../src/cli/unpublish.ts';
import { checkSettings } from '../../src/pipeline/settings/settings-table.ts';
import { unpublishSettings } from '../../src/pipeline/settings/unpublish.ts';
import { TinyBlog } from '../pipeline/publish/tiny-blog.ts';
import { fakeSurroundings } from './fake-surroundings.ts';

it('tpdne unpublish says what it took back, and how to publish it again', async () => {
  const blog = new TinyBlog();
  blog.draft('a');
  blog.repository();
  await blog.publish({ git: 'push' });
  const { surroundings, printed, noted } = fakeSurroundings();
  const run = (dry_run: boolean) => {
    const settings = checkSettings(unpublishSettings, { queue: blog.queue, dry_run });
    return unpublishCommand.run({ ...surroundings, config: null, settings });
  };
  await run(true);
  expect(printed).toEqual([expect.stringMatching(/^--- .*2026-07-01-a\.md\n\+\+\+ .*a\.md\n/)]);
  expect(noted).toEqual(['git would commit and push these files.', 'Nothing was changed.']);
  await run(false);
  const draft = `${blog.queue}/a.md`;
  expect(printed[1]).toBe(`Took back ${blog.posts}/2026-07-01-a.md; its draft is ${draft}, held back.`);
  expect(noted.slice(2)).toEqual([
    `To let it be published again: tpdne approve ${draft}`,
    'Committed: Unpublish "The a"',
    'Pushed.',
  ]);
});
