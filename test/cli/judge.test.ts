import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { cli } from '../../src/cli/cli.ts';
import { commands } from '../../src/cli/commands.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { fakeSurroundings } from './fake-surroundings.ts';

const words = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, i) => `word${first + i}`).join(' ');

let posts: string;
let copy: string;
let fresh: string;
beforeEach(() => {
  const folder = temporaryFolder();
  posts = join(folder, 'posts');
  mkdirSync(posts);
  writeFileSync(join(posts, 'old.md'), `${words(1, 60)}.\n`);
  copy = join(folder, 'copy.md');
  writeFileSync(copy, `New at first, then ${words(11, 40)}. And new again, **not`);
  fresh = join(folder, 'fresh.md');
  writeFileSync(fresh, `${words(101, 160)}.\n`);
});

describe('tpdne judge', () => {
  it('shows what each file copied from which post, and exits with 1 if that is too much', async () => {
    const { surroundings, printed, noted } = fakeSurroundings();
    const status = await cli(['judge', copy, fresh, '--dataset', posts], commands, '0', surroundings);
    expect(status).toBe(1);
    const lines = printed.join('\n').split('\n');
    expect(lines[0]).toMatch(
      /^file +score +words +copied in a row +copied +repeated +style +bits per byte +left open$/,
    );
    expect(lines[1]).toMatch(
      /copy\.md +0\.\d\d +38 +30 +74\.2 % +0\.0 % +- +- +emphasis that is never closed, its last sentence$/,
    );
    expect(lines[2]).toMatch(/fresh\.md +1\.00 +60 +0 +0\.0 % +0\.0 % +- +- +nothing$/);
    expect(lines.slice(3, 8)).toEqual([
      '',
      ...['score: ', 'copied: ', 'style: ', 'bits per byte: '].map((text) => expect.stringContaining(text)),
    ]);
    expect(lines.slice(8)).toEqual([
      'Compared with 1 text; the middle half have 60 to 60 words.',
      '',
      copy,
      `  30 words from ${join(posts, 'old.md')}:`,
      `    “${words(11, 40)}”`,
    ]);
    expect(noted.at(-1)).toBe(`tpdne: More than 20 words in a row were copied in ${copy}.`);
  });

  it('shows a passage that was copied twice only once', async () => {
    const { surroundings, printed } = fakeSurroundings();
    writeFileSync(copy, `${words(11, 40)}. Then again: ${words(11, 40)}. Done.`);
    await cli(['judge', copy, '--dataset', posts], commands, '0', surroundings);
    expect(printed.join('\n').split('\n').slice(-2)).toEqual([
      `  30 words from ${join(posts, 'old.md')}, 2 times:`,
      `    “${words(11, 40)}”`,
    ]);
  });

  it('says which words of its title a text never says', async () => {
    for (const thing of ['gull', 'roof', 'tide', 'lamp', 'gate']) {
      writeFileSync(
        join(posts, `${thing}.md`),
        `---\ntitle: The ${thing}\n---\n\nThe ${thing} is here, and we like the ${thing}.\n`,
      );
    }
    writeFileSync(copy, '---\ntitle: The red kite\n---\n\nThe kite is here, and we like the kite.\n');
    const { surroundings, printed } = fakeSurroundings();
    expect(await cli(['judge', copy, '--dataset', posts], commands, '0', surroundings)).toBe(0);
    expect(printed.join('\n')).toContain(`${copy}\n  It says 1 of the 2 uncommon words of its title (not “red”).`);
  });

  it('exits with 0 if no file is over the limit', async () => {
    const { surroundings } = fakeSurroundings();
    const line = ['judge', copy, fresh, '--dataset', posts, '--max-copied'];
    expect(await cli([...line, '30'], commands, '0', surroundings)).toBe(0);
    expect(await cli([...line, 'any'], commands, '0', surroundings)).toBe(0);
    expect(await cli([...line, '29'], commands, '0', surroundings)).toBe(1);
  });

  it('prints JSON and nothing else', async () => {
    const { surroundings, printed } = fakeSurroundings();
    expect(await cli(['judge', copy, '--dataset', posts, '--json'], commands, '0', surroundings)).toBe(1);
    const lines = printed.map((line) => JSON.parse(line));
    expect(lines.at(-2)).toMatchObject({
      type: 'judged',
      files: [{ path: copy, isOver: true, judgement: { shared: { longest: { words: 30 } } } }],
    });
    expect(lines.at(-1)).toMatchObject({ type: 'fault', code: 'copied' });
  });
});
