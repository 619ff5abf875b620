import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { firefox, openInFirefox } from '../firefox.ts';
import { serveFolder } from '../serve-folder.ts';
import { root } from '../tpdne.ts';
import { QUICK, writePosts, writeQuickModel } from './quick-blog.ts';

const STEPS = 120;
const settings = {
  formats: QUICK.formats,
  model: { ...QUICK.model, threads: 2 },
  training: { ...QUICK.training, steps: STEPS, save_every: 4, learning_rate: 1e-5 },
  writing: QUICK.writing,
};

/** The page, as it would be on a host, with the script of the journey, and what that brings into the tab. */
let site = '';
beforeAll(async () => {
  if (firefox === null) return;
  site = mkdtempSync(join(tmpdir(), 'tpdne-'));
  const configFile = join(root, 'src/studio/try/vite.config.ts');
  await build({ configFile, logLevel: 'error', build: { outDir: site } });
  copyFileSync(join(root, 'test/journey/studio/in-firefox.js'), join(site, 'in-firefox.js'));
  const page = readFileSync(join(site, 'index.html'), 'utf8');
  writeFileSync(join(site, 'index.html'), page.replace('</title>', '</title><script src="./in-firefox.js"></script>'));
  writePosts(join(site, 'given/my-posts'), 12);
  await writeQuickModel(join(site, 'given'));
  const [posts, model] = ['my-posts', 'models/reciter'].map((folder) => readdirSync(join(site, 'given', folder)));
  writeFileSync(join(site, 'given/test.json'), JSON.stringify({ posts, model, settings }));
});
afterAll(() => rmSync(site, { recursive: true, force: true }));

interface Said {
  readonly at: string;
  readonly problem?: string;
  readonly problems: readonly string[];
  readonly losses: readonly string[];
  /** How many there were when the page was loaded again. */
  readonly left: number;
  readonly training: string;
}

describe.skipIf(firefox === null)('the studio without a server, in Firefox', () => {
  test('learns on two threads, to the same losses when it is loaded again meanwhile, and writes a draft', async () => {
    const said: Said[] = [];
    const address = await serveFolder(site, (text) => said.push(JSON.parse(text) as Said));
    const ended: Said[] = [];
    for (const search of ['?once', '?again']) {
      openInFirefox(`${address}/${search}`);
      await expect.poll(() => said.map(({ at }) => at), { timeout: 140_000 }).toContain(search);
      ended.push(said.find(({ at }) => at === search)!);
    }
    for (const { problem, problems, training, losses } of ended) {
      expect(problem).toBeUndefined();
      expect(problems).toEqual([]);
      expect(training).toMatch(/"CPU, 2 threads, WebAssembly with (relaxed )?SIMD"/);
      expect(losses.length).toBeGreaterThanOrEqual(STEPS);
      expect(new Set(losses).size).toBe(losses.length);
    }
    expect(ended[1].left).toBeGreaterThan(8);
    expect(ended[1].left).toBeLessThan(STEPS);
    expect(ended[1].losses).toEqual(ended[0].losses);
  });
});
