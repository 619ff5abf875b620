import { mdxText } from '../mending/mdx-text.ts';
import type { TemplateLanguage } from './blog-form.ts';

/** A tag of Liquid's, or the beginning of one that is never closed. */
const LIQUID = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|\{\{|\{%/g;

/** The same of Nunjucks. */
const NUNJUCKS = new RegExp(`${LIQUID.source}|\\{#`, 'g');

/** What would end a raw block, or begin one, whatever else is escaped. */
const RAW_TAG = /\{%-?\s*(?:end)?raw\b[\s\S]*?%\}/g;

/** A shortcode of Hugo's: `{{< … >}}` or `{{% … %}}`. */
const SHORTCODE = /\{\{(<|%)(?!\/\*)([\s\S]*?)(>|%)\}\}/g;

/**
 * Makes a body show the template marks that it holds, where the blog's generator would execute them. What Liquid would
 * act on, Nunjucks does too; it has comments besides.
 */
export function escapeTemplates(body: string, language: TemplateLanguage): string {
  switch (language) {
    case 'liquid':
      return escapeTags(body, LIQUID);
    case 'nunjucks':
      return escapeTags(body, NUNJUCKS);
    case 'shortcodes':
      return body.replace(SHORTCODE, '{{$1/*$2*/$3}}');
    case 'mdx':
      return mdxText(body);
    case 'none':
      return body;
  }
}

/** A whole tag stands in a raw block; what only begins one is printed. */
function escapeTags(body: string, tags: RegExp): string {
  let text = body;
  // Taking out one tag may put together another one.
  while (text.search(RAW_TAG) !== -1) text = text.replace(RAW_TAG, '');
  return text.replace(tags, (tag) => (tag.length === 2 ? `{{ "${tag}" }}` : `{% raw %}${tag}{% endraw %}`));
}
