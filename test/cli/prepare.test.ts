import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { prepareCommand } from '../../src/cli/prepare.ts';
import { prepareSettings } from '../../src/pipeline/settings/prepare.ts';
import { checkSettings } from '../../src/pipeline/settings/settings-table.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { fakeSurroundings } from './fake-surroundings.ts';

it('tpdne prepare ends with a table of what the text contains, and what was skipped and why', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'a.md'), 'One two three.');
  writeFileSync(join(folder, 'b.md'), '---\ndraft: true\n---\nFour.');
  const out = join(folder, 'out.txt');
  const { surroundings, printed } = fakeSurroundings();
  await prepareCommand.run({
    ...surroundings,
    config: null,
    settings: checkSettings(prepareSettings, { posts: [folder], out }),
  });
  expect(printed.join('\n').split('\n')).toEqual([
    out,
    expect.stringMatching(/^posts +1$/),
    expect.stringMatching(/^words +3$/),
    expect.stringMatching(/^tokens +5$/),
    expect.stringMatching(/^skipped +1$/),
    expect.stringMatching(/^total +2$/),
    `    draft  1  ${join(folder, 'b.md')}  it is a draft; --drafts includes it.`,
  ]);
});
