import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { draftFromText } from '../../src/blog/drafts/draft.ts';
import { learnForm } from '../../src/blog/drafts/learn-form.ts';
import { writeDraft } from '../../src/blog/drafts/write-draft.ts';
import { readPost } from '../../src/blog/posts/read-post.ts';
import { readCorpus } from '../../src/pipeline/read-posts.ts';
import { siteOfPosts } from '../../src/pipeline/site-of-posts.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { builtPages } from './built-page.ts';
import { build, type Generator, generators } from './generators.ts';
import { texts } from './texts.ts';

const date = new Date('2025-11-12T10:30:00Z');

/** What generators print when something is wrong with a site, though they build it. */
const COMPLAINT = /warn|error|deprecat/i;

/** Writes all texts into one section of a site, in the form of its own posts; the paths of their files. */
async function writeAll(folder: string): Promise<string[]> {
  const documents = await readCorpus([folder], { format: 'markdown', drafts: false, encoding: 'utf-8' });
  const posts = documents.map(({ post }) => post);
  const form = learnForm(posts, await siteOfPosts([folder], 'auto'));
  const takenSlugs = new Set(posts.map(({ slug }) => slug));
  return texts.map(({ generated }) => {
    const draft = draftFromText(generated, { complete: true });
    if ('reason' in draft) throw new Error(draft.reason);
    const { fileName, slug, content } = writeDraft(draft, form, { date, takenSlugs });
    takenSlugs.add(slug);
    const path = join(folder, fileName);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  });
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
    test('builds drafts beside its own posts, and shows all that they say', async () => {
      const site = siteOf(generator);
      expect(build(generator, site)).not.toMatch(COMPLAINT);
      const before = builtPages(join(site, generator.built));
      const written: string[] = [];
      for (const section of generator.sections) written.push(...(await writeAll(join(site, section))));
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
