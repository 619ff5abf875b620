import type { RequiredKey } from './astro-schema.ts';

/**
 * What a blog's generator would execute in a body: Liquid or Nunjucks tags, Hugo's shortcodes, JSX and expressions in
 * MDX, or nothing.
 */
export type TemplateLanguage = 'liquid' | 'nunjucks' | 'shortcodes' | 'mdx' | 'none';

/** What a blog's site says about its posts that the posts do not show themselves. */
export interface SiteFacts {
  /** What the generator executes in a body, by the file's extension. */
  readonly templates: { readonly md: TemplateLanguage; readonly mdx: TemplateLanguage };
  /**
   * Keys without which a post is not built; null if unknown, in which case keys that all posts have count as required.
   */
  readonly required: readonly RequiredKey[] | null;
}

/** Eleventy runs Markdown through Liquid first, unless its configuration chooses Nunjucks or nothing. */
export function eleventyLanguage(configuration: string): TemplateLanguage {
  const [, named] = /\bmarkdownTemplateEngine\b["']?\s*[:=]\s*["'`]?(\w+)/.exec(configuration) ?? [];
  if (named === undefined || named === 'liquid') return 'liquid';
  return named === 'njk' ? 'nunjucks' : 'none';
}

/** Docusaurus reads .md as MDX too, unless its configuration makes it depend on the extension. */
export function docusaurusLanguage(configuration: string): TemplateLanguage {
  return /\bformat\s*:\s*["'](?:detect|md)["']/.test(configuration) ? 'none' : 'mdx';
}
