import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeProject } from '../../../src/node/project/node-project.ts';
import { MissingInputFault } from '../../../src/pipeline/corpus/find-posts.ts';
import { approve, hold } from '../../../src/pipeline/review/change-approval.ts';
import { discard } from '../../../src/pipeline/review/discard.ts';
import { saveDraft } from '../../../src/pipeline/review/save-draft.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const commands = {
  approve: (queue: string) => approve({ files: ['tea.md'], queue }, nodeProject()).next(),
  hold: (queue: string) => hold({ files: ['tea.md'], queue }, nodeProject()).next(),
  discard: (queue: string) => discard({ files: ['tea.md'], queue }, nodeProject()).next(),
  restore: (queue: string) => discard({ files: ['tea.md'], queue, restore: true }, nodeProject()).next(),
  save: (queue: string) => saveDraft(nodeProject(), queue, join(queue, 'tea.md'), { text: 'b', was: 'a' }),
};

test.each(Object.entries(commands))('a queue that is not there, or a file, is named: %s', async (_, command) => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'drafts'));
  writeFileSync(join(folder, 'tea.md'), 'a');
  const missing = command(join(folder, 'draft'));
  await expect(missing).rejects.toThrow(MissingInputFault);
  await expect(missing).rejects.toThrow(/There is no file or folder .*draft; did you mean .*drafts\?$/);
  await expect(command(join(folder, 'tea.md'))).rejects.toThrow(
    /tea\.md is a file, not a folder of drafts; name the folder with --queue\.$/,
  );
  expect(readdirSync(folder).sort()).toEqual(['drafts', 'tea.md']);
});
