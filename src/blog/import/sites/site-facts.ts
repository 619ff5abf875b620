import type { RequiredKey } from './astro-schema.ts';

/**
 * Which marks in a body a blog's generator would execute: tags of Liquid or Nunjucks, Hugo's shortcodes, JSX and
 * expressions of MDX, or none.
 */
export type TemplateLanguage = 'liquid' | 'nunjucks' | 'shortcodes' | 'mdx' | 'none';

/** What the site of a blog says about its posts, beyond what the posts show themselves. */
export interface SiteFacts {
  /** What the generator acts on in a body, by the extension of its file. */
  readonly templates: { readonly md: TemplateLanguage; readonly mdx: TemplateLanguage };
  /** Keys without which a post is not built; null where it is not known, and those that all posts have are needed. */
  readonly required: readonly RequiredKey[] | null;
}

/** Eleventy runs Markdown through Liquid first, unless its configuration tells it to take Nunjucks, or nothing. */
export function eleventyLanguage(configuration: string): TemplateLanguage {
  const [, named] = /\bmarkdownTemplateEngine\b["']?\s*[:=]\s*["'`]?(\w+)/.exec(configuration) ?? [];
  if (named === undefined || named === 'liquid') return 'liquid';
  return named === 'njk' ? 'nunjucks' : 'none';
}

/** Docusaurus reads .md as MDX too, unless its configuration tells it to look at the extension. */
export function docusaurusLanguage(configuration: string): TemplateLanguage {
  return /\bformat\s*:\s*["'](?:detect|md)["']/.test(configuration) ? 'none' : 'mdx';
}
