import type { SiteFolder, SiteSource } from '../post-source.ts';
import { requiredKeys } from './astro-schema.ts';
import { unreadFor } from './post-extensions.ts';
import { existing, listed, pathsIn } from './site-content.ts';
import { blogName, blogNames, hasConfig, partial, plainFacts } from './site-rules.ts';

export const astro: SiteSource = {
  kind: 'site',
  id: 'astro',
  name: 'an Astro site',
  postExtensions: ['.md', '.markdown', '.mdown', '.mkdn', '.mkd', '.mdwn', '.mdx', '.html'],
  unreadExtensions: unreadFor('.astro', '.mdoc', '.adoc'),
  recognise: (names) => hasConfig(names, /^astro\.config\.[cm]?[jt]s$/),
  async content(site) {
    const named = pathsIn((await astroSchema(site)) ?? '', /\bbase\s*:\s*["'`]([^"'`]+)/g).filter((path) =>
      blogName.test(path),
    );
    const usual = listed(['src/content', 'src/data', 'src/pages', 'content'], blogNames);
    const blogs = await existing(site, [...named, ...usual]);
    return {
      // Collections may be called anything: where none is called a blog, all of them hold posts.
      posts: blogs.length > 0 ? blogs : await existing(site, listed(['src/content'], await collectionsOf(site))),
      pages: await existing(site, ['src/pages', 'src/content']),
    };
  },
  adapt: (post, path) => partial(path) ?? post,
  async facts(site, postsFolder) {
    const schema = await astroSchema(site);
    return { ...plainFacts, required: schema === null ? null : requiredKeys(schema, postsFolder) };
  },
};

/** The text that says what Astro's collections are; null without one. */
async function astroSchema(site: SiteFolder): Promise<string | null> {
  return (await site.read('src/content.config.ts')) ?? (await site.read('src/content/config.ts'));
}

/** Folders of collections: names of files have a dot. */
async function collectionsOf(site: SiteFolder): Promise<readonly string[]> {
  return (await site.names('src/content')).filter((name) => !name.includes('.'));
}
