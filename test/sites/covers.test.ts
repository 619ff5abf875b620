import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { globSync } from 'tinyglobby';
import { describe, expect, test } from 'vitest';
import { publish, run } from '../../src/index.ts';
import { png } from '../pictures.ts';
import { writeReciter } from '../pipeline/reciter.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { build, type Generator, inTools, onPath } from './generators.ts';

/** A small site whose posts have pictures. */
interface PicturedSite {
  readonly generator: Generator;
  readonly name: string;
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** The folder of its posts. */
  readonly posts: string;
  /** The picture of a draft, relative to the site, where it is before it is published. */
  readonly picture: string;
}

const SLUG = 'a-lamp-in-the-rain';
const picture = (seed: number) => png(1200, 600, [30 * seed, 60, 90], [230, 200, 40 * seed]);

/** Three posts with this front matter. */
function posts(
  pathOf: (slug: string) => string,
  head: (slug: string, title: string) => string,
  mark = '---',
): Record<string, string> {
  const slugs = ['ropes-and-knots', 'two-bicycles', 'the-old-clock'];
  const entries = slugs.map((slug, i) => {
    const title = `${slug.replaceAll('-', ' ')} again`;
    const day = `2025-0${i + 1}-0${i + 1}`;
    const date = mark === '---' ? `date: ${day}` : `date = ${day}`;
    const named = mark === '---' ? `title: "${title}"` : `title = "${title}"`;
    const text = `The ${slug} of day ${i} hang on the wall of the shed, and nobody takes them down. ${title}, said the man.`;
    return [pathOf(slug), `${mark}\n${named}\n${date}\n${head(slug, title)}\n${mark}\n\n${text}\n`] as const;
  });
  return Object.fromEntries(entries);
}

const slugs = ['ropes-and-knots', 'two-bicycles', 'the-old-clock'];
const pictures = (pathOf: (slug: string) => string) =>
  Object.fromEntries(slugs.map((slug, i) => [pathOf(slug), picture(i + 1)]));

const jekyll: PicturedSite = {
  name: 'a path from the root, as in Minimal Mistakes',
  generator: { name: 'Jekyll', folder: '', sections: [], built: '_site', ...onPath('jekyll', ['build', '--trace']) },
  posts: '_posts',
  picture: `assets/images/${SLUG}.png`,
  files: {
    '_config.yml': 'title: Sheds\n',
    '_layouts/post.html':
      '<article><h1>{{ page.title }}</h1><img src="{{ page.header.teaser | relative_url }}" alt="{{ page.header.image_alt }}">{{ content }}</article>',
    ...posts(
      (slug) => `_posts/2025-01-01-${slug}.md`,
      (slug, title) => `layout: post\nheader:\n  teaser: /assets/images/${slug}.png\n  image_alt: "${title}"`,
    ),
    ...pictures((slug) => `assets/images/${slug}.png`),
  },
};

const hugo: PicturedSite = {
  name: 'a cover in the folder of each post, as in PaperMod, which the theme resizes',
  generator: { name: 'Hugo', folder: '', sections: [], built: 'public', ...onPath('hugo', ['--panicOnWarning']) },
  posts: 'content/posts',
  picture: `_drafts/${SLUG}/cover.png`,
  files: {
    'hugo.toml': 'baseURL = "https://sheds.example/"\ntitle = "Sheds"\ndisableKinds = ["taxonomy", "term", "RSS"]\n',
    'layouts/_default/single.html':
      '<article><h1>{{ .Title }}</h1>{{ with .Resources.GetMatch .Params.cover.image }}{{ with .Resize "300x" }}<img src="{{ .RelPermalink }}" alt="{{ $.Params.cover.alt }}">{{ end }}{{ end }}{{ .Content }}</article>',
    'layouts/_default/list.html': '{{ range .Pages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}',
    ...posts(
      (slug) => `content/posts/${slug}/index.md`,
      (_, title) => `[cover]\nimage = "cover.png"\nalt = "${title}"\nrelative = true`,
      '+++',
    ),
    ...pictures((slug) => `content/posts/${slug}/cover.png`),
  },
};

const hugoUnnamed: PicturedSite = {
  ...hugo,
  name: 'a picture in the folder of each post that no key names, as in Blowfish',
  picture: `_drafts/${SLUG}/feature.png`,
  files: {
    'hugo.toml': hugo.files['hugo.toml'],
    'layouts/_default/list.html': hugo.files['layouts/_default/list.html'],
    'layouts/_default/single.html':
      '<article><h1>{{ .Title }}</h1>{{ with .Resources.GetMatch "feature*" }}<img src="{{ .RelPermalink }}" alt="">{{ end }}{{ .Content }}</article>',
    ...posts(
      (slug) => `content/posts/${slug}/index.md`,
      () => 'draft: false',
    ),
    ...pictures((slug) => `content/posts/${slug}/feature.png`),
  },
};

const eleventy: PicturedSite = {
  name: 'a folder that is copied as it is',
  generator: {
    name: 'Eleventy',
    folder: '',
    sections: [],
    built: '_site',
    ...inTools('@11ty/eleventy', 'eleventy', []),
  },
  posts: 'blog',
  picture: `public/img/${SLUG}.png`,
  files: {
    'package.json': '{ "type": "module" }',
    'eleventy.config.js':
      'export default (config) => { config.addPassthroughCopy({ public: "/" }); return { dir: { includes: "_includes" } }; };',
    '_includes/post.njk':
      '<article><h1>{{ title }}</h1><img src="{{ image }}" alt="{{ imageAlt }}">{{ content | safe }}</article>',
    'blog/blog.json': '{ "layout": "post.njk" }',
    ...posts(
      (slug) => `blog/${slug}.md`,
      (slug, title) => `image: /img/${slug}.png\nimageAlt: "${title}"`,
    ),
    ...pictures((slug) => `public/img/${slug}.png`),
  },
};

const astroBase = {
  'package.json': '{ "type": "module" }',
  'astro.config.mjs': "import { defineConfig } from 'astro/config';\nexport default defineConfig({});\n",
  'src/content.config.ts': `import { defineCollection, z } from 'astro:content';
import { glob } from 'astro/loaders';
const blog = defineCollection({
  loader: glob({ base: './src/content/blog', pattern: '**/*.md' }),
  schema: ({ image }) => z.object({ title: z.string(), date: z.coerce.date(), heroImage: image(), heroImageAlt: z.string() }),
});
export const collections = { blog };
`,
  'src/pages/[...slug].astro': `---
import { Image } from 'astro:assets';
import { getCollection, render } from 'astro:content';
export async function getStaticPaths() {
  return (await getCollection('blog')).map((post) => ({ params: { slug: post.id }, props: { post } }));
}
const { post } = Astro.props;
const { Content } = await render(post);
---
<article><h1>{post.data.title}</h1><Image src={post.data.heroImage} alt={post.data.heroImageAlt} width={600} /><Content /></article>
`,
};

const astro: PicturedSite = {
  name: 'a relative path with the schema image(), without which it does not build',
  generator: { name: 'Astro', folder: '', sections: [], built: 'dist', ...inTools('astro', 'astro', ['build']) },
  posts: 'src/content/blog',
  picture: `src/assets/${SLUG}.png`,
  files: {
    ...astroBase,
    ...posts(
      (slug) => `src/content/blog/${slug}.md`,
      (slug, title) => `heroImage: '../../assets/${slug}.png'\nheroImageAlt: '${title}'`,
    ),
    ...pictures((slug) => `src/assets/${slug}.png`),
  },
};

const astroBeside: PicturedSite = {
  ...astro,
  name: 'a picture next to the file of each post',
  picture: `_drafts/${SLUG}.png`,
  files: {
    ...astroBase,
    ...posts(
      (slug) => `src/content/blog/${slug}.md`,
      (slug, title) => `heroImage: ./${slug}.png\nheroImageAlt: '${title}'`,
    ),
    ...pictures((slug) => `src/content/blog/${slug}.png`),
  },
};

const docusaurus: PicturedSite = {
  name: 'a picture in a folder next to the posts',
  generator: {
    name: 'Docusaurus',
    folder: '',
    sections: [],
    built: 'build',
    ...inTools('@docusaurus/core', 'docusaurus', ['build']),
  },
  posts: 'blog',
  picture: `_drafts/img/${SLUG}.png`,
  files: {
    'package.json': '{ "name": "sheds", "private": true }',
    'docusaurus.config.js': `module.exports = {
  title: 'Sheds', url: 'https://sheds.example', baseUrl: '/',
  presets: [['@docusaurus/preset-classic', { docs: false, pages: false, blog: { routeBasePath: '/' } }]],
};`,
    ...posts(
      (slug) => `blog/${slug}.md`,
      (slug) => `image: ./img/${slug}.png`,
    ),
    ...pictures((slug) => `blog/img/${slug}.png`),
  },
};

const sites = [jekyll, hugo, hugoUnnamed, eleventy, astro, astroBeside, docusaurus];

/** Writes one draft with `run`, approves it and publishes it; the path of the post. */
async function writeAndPublish(site: string, { posts: out, picture: place }: PicturedSite, cover: 'auto' | 'svg') {
  const root = temporaryFolder();
  const body = 'The lamp hangs in the rain and says nothing. '.repeat(9);
  await writeReciter(join(root, 'models/reciter'), `A lamp in the rain\n\n${body}`);
  const queue = join(site, '_drafts');
  const writing = {
    steps: 1,
    window: 16,
    learning_rate: 1e-9,
    length: 600,
    dry_multiplier: 0,
    min_score: 0,
    best_of: 1,
  };
  const given = {
    posts: [join(site, out)],
    out: queue,
    model_name: 'reciter',
    format: 'text',
    count: 1,
    cover,
    ...writing,
  };
  await run({ ...given, threads: 1, max_copied: 'any', timezone: 'UTC' } as never, {
    root,
    now: () => new Date('2025-06-01T10:00:00Z'),
  });
  const drawn = place.replace(/\.png$/, cover === 'svg' ? '.svg' : '.png');
  expect(existsSync(join(site, drawn)), drawn).toBe(true);
  if (cover === 'auto') {
    const { width, height } = await sharp(readFileSync(join(site, drawn))).metadata();
    expect([width, height]).toEqual([1200, 600]);
  }
  const [draft] = globSync('**/*.md', { cwd: queue, absolute: true });
  writeFileSync(draft, readFileSync(draft, 'utf8').replace(/^generated( =|:) true$/m, '$&\napproved$1 true'));
  let post = '';
  for await (const event of publish(
    { queue, out: join(site, out), timezone: 'UTC' },
    { now: () => new Date('2025-06-02T10:00:00Z') },
  )) {
    if (event.type === 'published') post = event.post;
    if (event.type === 'draft-skipped') throw new Error(JSON.stringify(event));
  }
  // Nothing is left of it.
  expect(readdirSync(queue).filter((name) => !name.startsWith('.'))).toEqual([]);
  return post;
}

for (const pictured of sites) {
  const { generator, name, files } = pictured;
  describe.skipIf(generator.command === null)(`${generator.name} (${generator.where})`, () => {
    // Hugo cannot resize what is not made of pixels.
    test.each(pictured === hugo ? (['auto'] as const) : (['auto', 'svg'] as const))(
      `shows the cover of a new post: ${name}, %s`,
      async (cover) => {
        const site = join(
          process.env.TPDNE_SITES_KEEP ?? temporaryFolder(),
          `${generator.name}-${sites.indexOf(pictured)}-${cover}`,
        );
        for (const [path, content] of Object.entries(files)) {
          mkdirSync(dirname(join(site, path)), { recursive: true });
          writeFileSync(join(site, path), content);
        }
        await writeAndPublish(site, pictured, cover);
        build(generator, site);
        const built = join(site, generator.built);
        const page = globSync('**/*.html', { cwd: built }).find((path) => path.includes(SLUG))!;
        const html = readFileSync(join(built, page), 'utf8');
        const [, source] = (
          generator.name === 'Docusaurus'
            ? /<meta[^>]*property="og:image"[^>]*content="https:\/\/sheds\.example([^"]+)"/
            : /<img[^>]*\bsrc="([^"]+)"/
        ).exec(html)!;
        expect(readFileSync(join(built, decodeURI(source))).length).toBeGreaterThan(500);
        const hasAlt = ![hugoUnnamed, docusaurus].includes(pictured);
        if (hasAlt) expect(html).toContain('alt="A lamp in the rain"');
      },
    );
  });
}
