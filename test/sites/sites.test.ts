import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { draftFromText } from '../../src/blog/drafts/draft.ts';
import { learnForm } from '../../src/blog/drafts/learn-form.ts';
import { writeDraft } from '../../src/blog/drafts/write-draft.ts';
import { readPost } from '../../src/blog/posts/read-post.ts';
import { publish } from '../../src/index.ts';
import { nodeFiles } from '../../src/node/files/node-files.ts';
import { nodeProject } from '../../src/node/project/node-project.ts';
import { readCorpus } from '../../src/pipeline/corpus/read-posts.ts';
import { siteOfPosts } from '../../src/pipeline/drafts/site-of-posts.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { builtPages } from './built-page.ts';
import { build, type Generator, generators } from './generators.ts';
import { texts } from './texts.ts';

/** Of the publications; the drafts are older. */
const now = new Date('2025-11-12T10:30:00Z');

/** What generators print when something is wrong with a site, though they build it. */
const COMPLAINT = /warn|error|deprecat/i;

/**
 * Writes all texts as drafts, in the form of the posts in one section of a site, approves and publishes them; the paths of
 * their posts.
 */
async function publishAll(site: string, section: string): Promise<string[]> {
  const [queue, out] = [join(site, '_drafts'), join(site, section)];
  const documents = await readCorpus(nodeProject(), [out], { format: 'markdown', drafts: false, encoding: 'utf-8' });
  const form = learnForm(
    documents.map(({ post }) => post),
    await siteOfPosts(nodeFiles, [out], 'auto'),
  );
  const takenSlugs = new Set<string>();
  for (const { generated } of texts) {
    const draft = draftFromText(generated, { complete: true });
    if ('reason' in draft) throw new Error(draft.reason);
    const { fileName, content } = writeDraft(draft, form, { date: new Date(0), takenSlugs });
    const path = join(queue, fileName);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content.replace(/^generated( =|:) true$/m, '$&\napproved$1 true'));
  }
  const published: string[] = [];
  for (const _ of texts) {
    for await (const event of publish({ queue, out, timezone: 'Europe/Oslo' }, { now: () => now })) {
      if (event.type === 'published') published.push(event.post);
    }
  }
  expect(published).toHaveLength(texts.length);
  return published;
}

/** A copy of a generator's site, that may be written into and built. */
function siteOf({ folder }: Generator): string {
  const kept = process.env.TPDNE_SITES_KEEP;
  const site = join(kept ?? temporaryFolder(), folder);
  cpSync(fileURLToPath(new URL(`blogs/${folder}/`, import.meta.url)), site, { recursive: true });
  return site;
}

for (const generator of generators) {
  describe.skipIf(generator.command === null)(`${generator.name} (${generator.where})`, () => {
    test('builds what is published beside its own posts, and shows all that it says', async () => {
      const site = siteOf(generator);
      expect(build(generator, site)).not.toMatch(COMPLAINT);
      const before = builtPages(join(site, generator.built));
      const written: string[] = [];
      for (const section of generator.sections) written.push(...(await publishAll(site, section)));
      expect.soft(build(generator, site)).not.toMatch(COMPLAINT);
      const pages = builtPages(join(site, generator.built));
      const known = new Set(before.map(({ path }) => path));
      const added = pages.filter(({ path }) => !known.has(path));
      expect(pages).toHaveLength(before.length + written.length);
      for (const file of written) {
        const { title, tags } = readPost(file, readFileSync(file, 'utf8'));
        const text = texts.find((candidate) => candidate.title === title);
        const page = added.find((candidate) => candidate.title === title && candidate.tags.join() === tags.join());
        expect.soft(page, file).toBeDefined();
        expect.soft(text, file).toBeDefined();
        if (page === undefined || text === undefined) continue;
        added.splice(added.indexOf(page), 1);
        expect.soft(page.day, file).toBe('2025-11-12');
        // A browser looks for nothing behind these.
        expect.soft(page.path, file).not.toMatch(/[#?]/);
        for (const passage of text.prose) expect.soft(page.text, file).toContain(passage);
        expect.soft(page.code, file).toEqual(text.code);
        for (const [name, count] of Object.entries(text.elements)) {
          expect.soft(page.count(name), `${name} of ${file}`).toBe(count);
        }
        expect.soft(page.minutes, file).toBe(text.minutes);
      }
    });
  });
}
