import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cli } from '../../src/cli/cli.ts';
import { commands } from '../../src/cli/commands.ts';
import { nodeProject } from '../../src/node/project/node-project.ts';
import { quick } from '../node/network/quick-retries.ts';
import { writeReciter } from '../pipeline/reciter.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { fakeSurroundings } from './fake-surroundings.ts';

let root: string;
let line: readonly string[];
const here = process.cwd();
beforeEach(async () => {
  root = temporaryFolder();
  await writeReciter(join(root, 'models', 'reciter'), `---\ntitle: "P?ss L?mp"\n---\n\n${'I am a b. '.repeat(8)}`);
  await mkdir(join(root, 'posts'));
  await writeFile(join(root, 'posts', 'lamp.md'), '---\ntitle: "A lamp"\n---\nI am a lamp.\n');
  process.chdir(root);
  const training = ['--steps', '2', '--window', '8', '--learning-rate', '1e-9', '--threads', '1'];
  line = [
    'run',
    'posts',
    '--out',
    'new',
    '--model-name',
    'reciter',
    '--length',
    '120',
    '--format',
    'markdown',
    '--dry-multiplier',
    '0',
    ...training,
  ];
});
afterEach(() => {
  process.chdir(here);
  vi.unstubAllEnvs();
});

describe('tpdne run', () => {
  it('ends with what it read, how long it trained, and what it wrote and where', async () => {
    const { surroundings, printed, noted } = fakeSurroundings();
    expect(await cli([...line, '--count', '2'], commands, '0', surroundings)).toBe(0);
    expect(noted).toContainEqual(
      expect.stringMatching(
        /^Wrote checkpoint\/run1\/report\.html, with pictures of the training\. No posts were held out,/,
      ),
    );
    const [names, summary] = [await readdir('new'), printed.at(-1)!.split('\n')];
    expect(names).toHaveLength(2);
    expect(summary.slice(0, 3)).toEqual([
      'Read 1 post: 7 words, 38 tokens.',
      expect.stringMatching(/^Trained 2 steps in \d+ s\.$/),
      expect.stringMatching(/^Wrote 2 new posts to new\. .*:$/),
    ]);
    expect(summary[4]).toMatch(/^title +words +copied in a row +score +file$/);
    for (const name of names) {
      expect(summary.slice(5)).toContainEqual(
        expect.stringMatching(new RegExp(`^P.ss L.mp +32 +3 +0\\.\\d\\d +${relative('.', join('new', name))}$`)),
      );
    }
  });

  it('takes a title for each post, and reports which setting is wrong', async () => {
    const { surroundings, printed, noted } = fakeSurroundings();
    const subject = ['--title', 'Lamp: one', '--title', 'Lamp: two'];
    expect(await cli([...line, ...subject], commands, '0', surroundings)).toBe(0);
    expect(printed.at(-1)).toMatch(/^Lamp: one .*\nLamp: two /m);
    expect((await readdir('new')).toSorted()).toEqual(['lamp-one.md', 'lamp-two.md']);
    expect(await cli([...line, ...subject, '--count', '1'], commands, '0', surroundings)).toBe(2);
    expect(noted.at(-1)).toBe(
      'tpdne: --count is 1, but there are 2 titles, and each post has one: leave it out, or make it 2.',
    );
    const plain = [...line.slice(0, line.indexOf('--format')), '--format', 'text'];
    expect(await cli([...plain, '--about', 'tea'], commands, '0', surroundings)).toBe(2);
    expect(noted.at(-1)).toMatch(/^tpdne: --about needs --format markdown: /);
  });

  it('shows what it read, and one line about all rejected texts', async () => {
    await writeFile(join('posts', 'echo.md'), '---\ntitle: Echo\ngenerated: true\n---\nI am an echo.\n');
    const { surroundings, noted } = fakeSurroundings();
    expect(await cli([...line, '--count', '8'], commands, '0', surroundings)).toBe(0);
    expect(noted).toContain('Read 1 post: 7 words, 38 tokens.');
    expect(noted).toContainEqual(expect.stringMatching(/^Skipped: 1\n +generated +1 +posts\/echo\.md/));
    const told = noted.filter((note) => note.startsWith('Rejected'));
    expect(told).toEqual([expect.stringMatching(/^Rejected (1 text|\d+ texts): \d+ [a-z, \d]+\.$/)]);
  });

  it('asks before it downloads a missing model, if there is a terminal', async () => {
    vi.stubEnv('HF_ENDPOINT', 'http://127.0.0.1:9');
    const named = [...line.map((word) => (word === 'reciter' ? 'ann/tiny' : word)), '--count', '1'];
    const started = async (answers: readonly string[], canAsk = true) => {
      const { surroundings, asked, noted } = fakeSurroundings(answers, { canAsk });
      const openProject = async () => nodeProject({ retryPolicy: quick });
      const exitCode = await cli(named, commands, '0', { ...surroundings, openProject });
      return { exitCode, asked, last: noted.at(-1) };
    };
    const missing = expect.stringContaining('with: tpdne download ann/tiny (or give --yes');
    for (const answer of ['n', '', 'maybe']) {
      const asked = ['ann/tiny is not on this machine. Download it now? [y/N] '];
      expect(await started([answer])).toEqual({ exitCode: 1, asked, last: missing });
    }
    expect(await started([], false)).toEqual({ exitCode: 1, asked: [], last: missing });
    for (const answer of ['y', ' Yes ']) {
      expect((await started([answer])).last).toMatch(
        /^tpdne: ann\/tiny was not downloaded: the hub at .* cannot be reached/,
      );
    }
    named[named.indexOf('ann/tiny')] = 'llama-3.2-1b';
    expect((await started([])).asked).toEqual([
      'llama-3.2-1b is not on this machine. Download it now (2.5 GB, Llama 3.2 Community)? [y/N] ',
    ]);
  });

  it('explains how to resume when it is interrupted, and resumes', async () => {
    const first = fakeSurroundings();
    const { screen } = first.surroundings;
    const print = (text: string) => {
      if (text.startsWith('[1 |')) first.stop.abort();
      screen.print(text);
    };
    const surroundings = { ...first.surroundings, screen: { ...screen, print } };
    expect(await cli([...line, '--count', '1'], commands, '0', surroundings)).toBe(0);
    expect(first.printed.at(-1)).toBe('interrupted');
    expect(first.noted.at(-1)).toMatch(/^Stopped with 0 of 1 new posts; .* resume\.$/);
    const second = fakeSurroundings();
    expect(await cli([...line, '--count', '1'], commands, '0', second.surroundings)).toBe(0);
    expect(second.noted).toContainEqual(
      expect.stringMatching(/^Trained 1 step on these posts so far; training goes on\.$/),
    );
    expect(second.printed).toContainEqual(expect.stringMatching(/^\[2 \|/));
  });
});
