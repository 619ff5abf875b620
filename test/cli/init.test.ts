import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cli } from '../../src/cli/cli.ts';
import { commands } from '../../src/cli/commands.ts';
import { nodeProject } from '../../src/node/project/node-project.ts';
import { readConfig } from '../../src/pipeline/config/read-config.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { fakeSurroundings } from './fake-surroundings.ts';

const here = process.cwd();
let root: string;
beforeEach(() => {
  root = temporaryFolder();
  process.chdir(root);
});
afterEach(() => process.chdir(here));

function write(path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
}

function jekyllSite(): void {
  write('_config.yml', 'title: Looms\n');
  write('_posts/2015-04-05-warp.md', '---\ntitle: Warp\n---\nThreads.\n');
  write('_posts/2015-04-06-weft.md', '---\ntitle: Weft\n---\nMore threads.\n');
}

async function init(argv: readonly string[], answers: readonly string[] = [], canAsk = true, availableBytes = 1e9) {
  const { surroundings, printed, noted, asked } = fakeSurroundings(answers, { canAsk });
  const openProject = async () => nodeProject({ availableBytes });
  const exitCode = await cli(['init', ...argv], commands, '1', { ...surroundings, openProject });
  return { exitCode, printed, noted, asked };
}

const written = () => JSON.parse(readFileSync(join(root, 'tpdne.config.json'), 'utf8'));

describe('tpdne init --yes', () => {
  test('without a site, posts go out to the folder of the others; from an export they cannot', async () => {
    write('posts/warp.md', '---\ntitle: Warp\n---\nThreads.\n');
    await init(['--yes']);
    expect(written().publishing).toMatchObject({ out: 'posts', queue: written().site.out });
    write('blog.xml', '<rss/>');
    await init(['--overwrite'], ['blog.xml', '', '', '']);
    expect(written().site.posts).toEqual(['blog.xml']);
    expect(written().publishing).not.toHaveProperty('out');
  });

  test('writes what it detects, with every section', async () => {
    jekyllSite();
    const { exitCode, printed, noted, asked } = await init(['--yes'], [], false);
    expect({ exitCode, printed, asked }).toEqual({ exitCode: 0, printed: ['tpdne.config.json'], asked: [] });
    expect(noted[0]).toBe('This is a Jekyll site with 2 files of posts.');
    // The package is not installed in this site, so no path to its schema would hold in another clone.
    expect(written()).toEqual({
      site: { posts: ['.'], out: '_drafts', site: 'jekyll' },
      formats: {},
      model: {},
      training: {},
      writing: { count: 3 },
      publishing: { queue: '_drafts', every: 'once', timezone: new Intl.DateTimeFormat().resolvedOptions().timeZone },
    });
  });

  test('finds posts without a generator, and suggests a folder if there are none', async () => {
    write('articles/one.txt', 'One.\n');
    await init(['--yes']);
    expect(written().site).toEqual({ posts: ['articles'], out: 'drafts' });
    root = temporaryFolder();
    process.chdir(root);
    await init(['--yes']);
    expect(written().site).toEqual({ posts: ['posts'], out: 'drafts' });
  });

  test('names files that Jekyll would publish, unless its configuration excludes them', async () => {
    jekyllSite();
    expect((await init(['--yes'])).noted).toContainEqual(
      expect.stringMatching(/_config\.yml:\n {2}exclude: \[checkpoint, models, samples, tpdne\.config\.\*\]$/),
    );
    write('_config.yml', 'exclude:\n- checkpoint/\n- ./models\n- samples\n');
    expect((await init(['--yes', '--overwrite'])).noted).toContainEqual(
      expect.stringMatching(/exclude: \[tpdne\.config\.\*\]$/),
    );
    write('_config.yml', 'exclude: [checkpoint, models, samples, tpdne.config.*]\n');
    expect((await init(['--yes', '--overwrite'])).noted.join()).not.toContain('exclude');
  });

  test('adds them to the configuration if it is told to', async () => {
    jekyllSite();
    write('_config.yml', 'title: Looms # ours\nexclude: [drafts/]\n');
    const { noted } = await init(['--yes', '--exclude']);
    expect(noted).toContain('Added checkpoint, models, samples, tpdne.config.* to exclude in _config.yml.');
    expect(readFileSync(join(root, '_config.yml'), 'utf8')).toBe(
      'title: Looms # ours\nexclude: [drafts/, checkpoint, models, samples, "tpdne.config.*"]\n',
    );
    expect((await init(['--yes', '--overwrite'])).noted.join()).not.toContain('exclude');
  });

  test('does not suggest a folder that the generator would build', async () => {
    write('.eleventy.js', 'module.exports = () => ({});\n');
    write('posts/one.md', '---\ntitle: One\n---\nOne.\n');
    await init(['--yes']);
    expect(written().site).toEqual({ posts: ['.'], out: '../drafts', site: 'eleventy' });
  });

  test.each(['json', 'ts', 'js'])('--as %s writes a file that can be read', async (form) => {
    jekyllSite();
    expect(await init(['--yes', '--as', form])).toMatchObject({ exitCode: 0, printed: [`tpdne.config.${form}`] });
    const text = readFileSync(join(root, `tpdne.config.${form}`), 'utf8');
    expect(text).toMatch(/out"?: "_drafts"/);
    if (form === 'ts') expect(text).toMatch(/^import \{ defineConfig \} from 'this-post-does-not-exist';\n/);
    else
      expect((await readConfig(nodeProject(), null, '.'))?.settingsOf('run')).toMatchObject({
        posts: ['.'],
        count: 3,
        out: '_drafts',
      });
  });

  test('never creates a second config file, and replaces one only on request', async () => {
    await init(['--yes']);
    const again = await init(['--yes']);
    expect(again.exitCode).toBe(1);
    expect(again.noted.at(-1)).toMatch(/tpdne\.config\.json already exists; .*--overwrite/);
    expect((await init(['--yes', '--overwrite'])).exitCode).toBe(0);
    const other = await init(['--yes', '--as', 'js', '--overwrite']);
    expect(other.noted.at(-1)).toMatch(/tpdne\.config\.json already exists; delete it/);
    expect(existsSync(pathToFileURL(join(root, 'tpdne.config.js')))).toBe(false);
  });
});

describe('tpdne init', () => {
  test('asks four questions, in a Jekyll site five; an empty answer accepts the suggestion', async () => {
    jekyllSite();
    const { asked, noted } = await init([], ['', 'new', 'nano', 'weekday', '']);
    expect(asked).toHaveLength(5);
    expect(asked[0]).toBe('  [.] ');
    expect(noted[1]).toBe('Five questions; press Enter to accept the answer in brackets.');
    expect(noted).toContainEqual(expect.stringMatching(/^Jekyll would publish checkpoint, .*\?$/));
    expect(readFileSync(join(root, '_config.yml'), 'utf8')).toMatch(/^title: Looms\nexclude:\n {2}- \.sass-cache\n/);
    expect(written()).toMatchObject({
      site: { posts: ['.'], out: 'new', site: 'jekyll' },
      model: { model_name: 'nano' },
      writing: { count: 3 },
      publishing: { queue: 'new', every: 'weekday', at: '09:00' },
    });
    expect((await readConfig(nodeProject(), null, '.'))?.settingsOf('publish')).toMatchObject({
      queue: 'new',
      every: 'weekday',
    });
  });

  test.each([['no'], [null]])('leaves the configuration of Jekyll alone if the answer is %s', async (answer) => {
    jekyllSite();
    const { noted } = await init([], ['', '', '', '', ...(answer === null ? [] : [answer])]);
    expect(readFileSync(join(root, '_config.yml'), 'utf8')).toBe('title: Looms\n');
    expect(noted).toContainEqual(expect.stringMatching(/Add this to _config\.yml:/));
  });

  test('asks four questions elsewhere', async () => {
    expect((await init([], ['', '', '', ''])).asked).toHaveLength(4);
  });

  test('proposes a model that fits the machine, and says that it must be downloaded first', async () => {
    const { noted } = await init([], ['', '', '124M', ''], true, 2.75e9);
    expect(noted).toContainEqual(
      expect.stringMatching(
        /, or 124M \(writes better and fits this machine; 548 MB, MIT, about \d+ min for 40 posts; to be downloaded first\)\.$/,
      ),
    );
    expect(written().model).toEqual({ model_name: '124M' });
    expect(noted.at(-1)).toBe('Next: tpdne download 124M, then tpdne run');
    expect((await init(['--yes', '--overwrite'], [], true, 2.75e9)).noted.at(-1)).toBe('Next: tpdne run');
    expect(written().model).toEqual({});
    const small = await init(['--overwrite'], ['', '', '', ''], true, 2.7e9);
    expect(small.noted.join()).not.toContain('fits this machine');
  });

  test('does not write the generator of this site for another folder', async () => {
    jekyllSite();
    await init([], ['../other', '', '', '']);
    expect(written().site).toEqual({ posts: ['../other'], out: '_drafts' });
  });

  test('asks again if an answer is invalid', async () => {
    const { asked, noted } = await init([], ['', '', '', 'often', '2', 'monday']);
    expect(asked).toHaveLength(6);
    expect(noted).toContainEqual(expect.stringMatching(/^every takes one of once, day, .*, got "often"\.$/));
    expect(written().publishing).toMatchObject({ every: 'monday' });
  });

  test('writes nothing if it is cancelled', async () => {
    const { exitCode, printed, noted } = await init([], ['', '']);
    expect({ exitCode, printed }).toEqual({ exitCode: 0, printed: [] });
    expect(noted.at(-1)).toBe('Nothing was written.');
    expect(existsSync(join(root, 'tpdne.config.json'))).toBe(false);
  });

  test('needs --yes without a terminal', async () => {
    const { exitCode, noted, asked } = await init([], ['', '', '', ''], false);
    expect({ exitCode, asked }).toEqual({ exitCode: 1, asked: [] });
    expect(noted).toEqual([expect.stringMatching(/^tpdne: init .* terminal.* --yes/)]);
  });
});
