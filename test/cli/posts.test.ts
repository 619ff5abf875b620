import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { postsCommand } from '../../src/cli/posts.ts';
import { type PostsGiven, postsSettings } from '../../src/pipeline/settings/posts.ts';
import { checkSettings } from '../../src/pipeline/settings/settings-table.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { fakeSurroundings } from './fake-surroundings.ts';

async function shown(files: Record<string, string>, given: Partial<PostsGiven> = {}) {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const { surroundings, printed, noted } = fakeSurroundings();
  const settings = checkSettings(postsSettings, { posts: [folder], model_name: 'random:124M', ...given });
  await postsCommand.run({ ...surroundings, config: null, settings });
  return { text: printed.join('\n').replaceAll(`${folder}/`, '').replaceAll(folder, '.'), noted };
}

const sign = 'Write to anna@kettle.org, or subscribe below.';

describe('tpdne posts', () => {
  it('shows every post, the years, what is left out, and the reckoning', async () => {
    const { text } = await shown({
      'a.md': '---\ntitle: Tea\ndate: 2019-03-10\n---\nOne two.',
      'b.md': 'Three.',
      'c.md': '---\ndraft: true\n---\nFour.',
    });
    expect(text.split('\n')).toEqual([
      'Posts',
      expect.stringMatching(/^ +date +words +tokens +title +path$/),
      expect.stringMatching(/^ +2019-03-10 +3 +7 +Tea +a\.md$/),
      expect.stringMatching(/^ +1 +\d +b +b\.md$/),
      '',
      'Years',
      expect.stringMatching(/^ +year +posts +words$/),
      expect.stringMatching(/^ +2019 +1 +3$/),
      '',
      'Left out',
      '    draft  1  c.md  it is a draft; --drafts includes it.',
      '',
      'Altogether',
      expect.stringMatching(/^ +posts +2$/),
      expect.stringMatching(/^ +words +4$/),
      expect.stringMatching(/^ +tokens +\d+ +of 124M, as text$/),
      expect.stringMatching(/^ +left out +1$/),
      expect.stringMatching(/^ +total +3$/),
    ]);
  });

  it('shows notes, private things with their lines, and what repeats', async () => {
    const files = Object.fromEntries(
      ['a', 'b', 'c', 'd', 'e'].map((name) => [`${name}.md`, `Post ${name}.\n\n${sign}\n`]),
    );
    const { text, noted } = await shown(files, { exclude: ['gone.md'] });
    expect(text).toContain('Not read as written\n  --exclude gone.md matches no post in .');
    expect(text).toMatch(/Private, not masked: --redact masks it\n +e-mail address +a…@kettle\.org +a\.md, line 3\n/);
    expect(text).toMatch(/Repeated in many posts, kept: --strip-boilerplate removes it\n +5 +Write to anna/);
    expect(noted).toEqual([]);
  });

  it('says what was masked and removed', async () => {
    const files = Object.fromEntries(
      ['a', 'b', 'c', 'd', 'e'].map((name) => [`${name}.md`, `Post ${name}, b@kettle.org.\n\nSubscribe below.\n`]),
    );
    const { text } = await shown(files, { redact: true, strip_boilerplate: true });
    expect(text).toMatch(/Private, masked\n/);
    expect(text).toMatch(/Repeated in many posts, removed\n/);
  });

  it('says that there is no post, and why', async () => {
    const { text } = await shown({ 'c.md': '---\ndraft: true\n---\nFour.' });
    expect(text).toMatch(/^There is no post to learn from\.\n\nLeft out\n +draft +1/);
  });

  it('notes a model that is not here', async () => {
    const { noted } = await shown({ 'b.md': 'Three.' }, { model_name: 'gpt2-large' });
    expect(noted).toEqual([expect.stringMatching(/^Tokens are counted with GPT-2's vocabulary: /)]);
  });
});
