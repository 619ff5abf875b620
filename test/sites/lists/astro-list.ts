import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inTools } from '../generators.ts';
import { type Listed, type ListedSite, page, plain } from './listed-site.ts';

/** A list of all entries of some collections that are not drafts. */
const list = (...collections: readonly string[]) => `import { getCollection } from 'astro:content';
export async function GET() {
  const posts = (await Promise.all(${JSON.stringify(collections)}.map((name) => getCollection(name)))).flat();
  const shown = posts.filter(({ data, id }) => !data.draft && !id.startsWith('nb/'));
  return new Response(JSON.stringify(shown.map(({ data }) => ({
    title: data.title,
    day: (data.date ?? data.pubDate).toISOString().slice(0, 10),
  }))));
}
`;

function published(site: string): Listed[] {
  const posts: Listed[] = JSON.parse(readFileSync(join(site, 'dist/list.json'), 'utf8'));
  return posts.sort((one, other) => (one.day < other.day ? 1 : -1));
}

const generator = { name: 'Astro', folder: '', sections: [], built: 'dist', ...inTools('astro', 'astro', ['build']) };

const config = `import mdx from '@astrojs/mdx';
import { defineConfig } from 'astro/config';
export default defineConfig({
  site: 'https://stairs.example',
  cacheDir: './.cache',
  integrations: [mdx()],
  i18n: { defaultLocale: 'en', locales: ['en', 'nb'] },
});
`;

const astroByLoaders: ListedSite = {
  name: 'collections by their loaders, patterns and names',
  titles: ['Deep', 'Essay four', 'Essay one', 'Future', 'Inside', 'Mdx', 'North', 'Note one', 'Plain'],
  generator,
  published,
  files: () => ({
    'package.json': '{"type": "module"}',
    'astro.config.mjs': config,
    'src/pages/list.json.js': list('blog', 'essays', 'short-notes', 'walks'),
    'src/pages/about.md': page('title: About'),
    'src/content.config.ts': `import { defineCollection, z } from 'astro:content';
import { file, glob } from 'astro/loaders';

// const old = defineCollection({ loader: glob({ base: './src/old', pattern: '**/*.md' }), schema: z.object({ date: z.date() }) });
const blog = defineCollection({
  loader: glob({ pattern: '**/[^_]*.{md,mdx}', base: './src/content/blog' }),
  schema: z.object({ title: z.string(), pubDate: z.coerce.date(), draft: z.boolean().optional() }),
});
const essays = defineCollection({
  loader: glob({ base: "src/essays", pattern: ["**/*.md", "!**/plan-*.md"] }),
  schema: ({ image }) => z.object({ title: z.string(), date: z.date(), cover: image().optional() }),
});
const notes = defineCollection({
  loader: glob({ base: './src/data/notes/', pattern: '2*/*.md' }),
  schema: z.object({ title: z.string(), pubDate: z.date() }),
});
const walks = defineCollection({
  loader: glob({ pattern: 'src/walks/**/*.md' }),
  schema: z.object({ title: z.string(), date: z.date(), draft: z.boolean().default(false) }),
});
const authors = defineCollection({
  loader: glob({ base: './src/content/authors', pattern: '**/*.md' }),
  schema: z.object({ title: z.string() }),
});
const facts = defineCollection({ loader: file('src/facts.json'), schema: z.object({ date: z.string() }) });

export const collections = { blog, essays, 'short-notes': notes, walks, authors, facts };
`,
    'src/facts.json': '[{"id": "a", "date": "2019-01-01"}]',
    'src/content/authors/ann.md': page('title: Ann'),
    'src/content/blog/plain.md': page('title: Plain', 'pubDate: 2019-03-10'),
    'src/content/blog/mdx.mdx': page('title: Mdx', 'pubDate: Mar 11 2019'),
    'src/content/blog/deep/er/index.md': page('title: Deep', 'pubDate: 2019-03-12'),
    'src/content/blog/_hidden.md': page('title: Hidden', 'pubDate: 2019-03-13'),
    'src/content/blog/_folder/inside.md': page('title: Inside', 'pubDate: 2019-03-14'),
    'src/content/blog/other.markdown': page('title: Other', 'pubDate: 2019-03-15'),
    'src/content/blog/draft.md': page('title: Draft', 'pubDate: 2019-03-16', 'draft: true'),
    'src/content/blog/future.md': page('title: Future', 'pubDate: 2099-03-16'),
    'src/content/blog/page.html': '<p>no post</p>',
    'src/content/blog/nb/plain.md': page('title: Norsk', 'pubDate: 2019-03-10'),
    'src/essays/one.md': page('title: Essay one', 'date: 2019-04-01'),
    'src/essays/plan-two.md': page('title: Essay two', 'date: 2019-04-02'),
    'src/essays/three.mdx': page('title: Essay three', 'date: 2019-04-03'),
    'src/essays/_four.md': page('title: Essay four', 'date: 2019-04-04'),
    'src/data/notes/2019/one.md': page('title: Note one', 'pubDate: 2019-05-01'),
    'src/data/notes/drafts/two.md': page('title: Note two', 'pubDate: 2019-05-02'),
    'src/data/notes/three.md': page('title: Note three', 'pubDate: 2019-05-03'),
    'src/walks/north.md': page('title: North', 'date: 2019-06-01'),
    'src/old/old.md': page('title: Old', 'date: 2019-06-02'),
    'docs/plan.md': plain('plan'),
    'README-astro.md': plain('readme'),
    'LICENSE-CONTENT.md': plain('licence'),
  }),
};

const astroByFolders: ListedSite = {
  name: 'a collection without a loader',
  titles: ['Rain', 'Snow'],
  generator,
  published,
  files: () => ({
    'package.json': '{"type": "module"}',
    'astro.config.mjs': `import mdx from '@astrojs/mdx';\nexport default { site: 'https://stairs.example', cacheDir: './.cache', integrations: [mdx()] };\n`,
    'src/pages/list.json.js': list('thoughts'),
    'src/content/config.ts': `import { defineCollection, z } from 'astro:content';
const thoughts = defineCollection({ type: 'content', schema: z.object({ title: z.string(), date: z.date() }) });
const people = defineCollection({ type: 'data', schema: z.object({ name: z.string() }) });
export const collections = { thoughts, people };
`,
    'src/content/people/ann.json': '{"name": "Ann"}',
    'src/content/thoughts/2020/rain/index.md': page('title: Rain', 'date: 2020-01-01'),
    'src/content/thoughts/snow.mdx': page('title: Snow', 'date: 2020-01-02'),
    'src/content/thoughts/wind.markdown': page('title: Wind', 'date: 2020-01-03'),
    'src/content/thoughts/mist.mkdn': page('title: Mist', 'date: 2020-01-03'),
    'src/content/thoughts/_ice.md': page('title: Ice', 'date: 2020-01-04'),
    'src/content/thoughts/_away/fog.md': page('title: Fog', 'date: 2020-01-05'),
    'src/content/other/hail.md': page('title: Hail', 'date: 2020-01-06'),
    'docs/plan.md': plain('plan'),
    'README.md': plain('readme'),
  }),
};

export const astroLists: readonly ListedSite[] = [astroByLoaders, astroByFolders];
