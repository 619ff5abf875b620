import type { SiteFolder } from '../sources/post-source.ts';
import { configuration, hugoConfigurations } from '../sources/site-content.ts';
import { type RequiredKey, requiredKeys } from './astro-schema.ts';
import type { TemplateLanguage } from './blog-form.ts';

/** What the site of a blog says about its posts, beyond what the posts show themselves. */
export interface SiteFacts {
  /** What the generator acts on in a body, by the extension of its file. */
  readonly templates: { readonly md: TemplateLanguage; readonly mdx: TemplateLanguage };
  /** Keys without which a post is not built; null where it is not known, and those that all posts have are needed. */
  readonly required: readonly RequiredKey[] | null;
}

/** Reads the configuration of a site: `id` is what `--site` calls its generator, `postsFolder` where its posts are. */
export async function siteFacts(id: string, site: SiteFolder, postsFolder: string): Promise<SiteFacts> {
  switch (id) {
    case 'hugo': {
      const required = (await takesSlugs(site)) ? [SLUG] : [];
      return { templates: { md: 'shortcodes', mdx: 'shortcodes' }, required };
    }
    case 'jekyll':
      return { templates: { md: 'liquid', mdx: 'liquid' }, required: [] };
    case 'eleventy': {
      const md = eleventyLanguage(await configuration(site, /^(?:\.eleventy|eleventy\.config)\./));
      return { templates: { md, mdx: 'mdx' }, required: [] };
    }
    case 'astro': {
      const schema = (await site.read('src/content.config.ts')) ?? (await site.read('src/content/config.ts'));
      const required = schema === null ? null : requiredKeys(schema, postsFolder);
      return { templates: { md: 'none', mdx: 'mdx' }, required };
    }
    case 'docusaurus': {
      // It reads .md as MDX too, unless it is told to look at the extension.
      const readsExtension = /\bformat\s*:\s*["'](?:detect|md)["']/.test(
        await configuration(site, /^docusaurus\.config\./),
      );
      return { templates: { md: readsExtension ? 'none' : 'mdx', mdx: 'mdx' }, required: [] };
    }
    default:
      return { templates: { md: 'none', mdx: 'mdx' }, required: [] };
  }
}

const SLUG: RequiredKey = { key: 'slug', kind: 'text', choices: [] };

/**
 * Whether a Hugo site makes addresses of `:slug`. Of a post without one Hugo takes the title for it and leaves marks in
 * that end an address for a browser: behind a # in a title, nothing is found.
 */
async function takesSlugs(site: SiteFolder): Promise<boolean> {
  const folder = 'config/_default';
  const parts = (await site.names(folder)).map((name) => site.read(`${folder}/${name}`));
  const texts = [await configuration(site, hugoConfigurations), ...(await Promise.all(parts))];
  return texts.some((text) => /:slug\b/.test(text ?? ''));
}

/** Eleventy runs Markdown through Liquid first, unless it is told to take Nunjucks, or nothing. */
function eleventyLanguage(text: string): TemplateLanguage {
  const [, named] = /\bmarkdownTemplateEngine\b["']?\s*[:=]\s*["'`]?(\w+)/.exec(text) ?? [];
  if (named === undefined || named === 'liquid') return 'liquid';
  return named === 'njk' ? 'nunjucks' : 'none';
}
