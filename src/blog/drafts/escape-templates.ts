import type { TemplateLanguage } from './blog-form.ts';

/** A tag of Liquid's, or the beginning of one that is never closed. */
const LIQUID = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|\{\{|\{%/g;

/** What would end a raw block, or begin one, whatever else is escaped. */
const RAW_TAG = /\{%-?\s*(?:end)?raw\b[\s\S]*?%\}/g;

/** A shortcode of Hugo's: `{{< … >}}` or `{{% … %}}`. */
const SHORTCODE = /\{\{(<|%)(?!\/\*)([\s\S]*?)(>|%)\}\}/g;

/** Makes a body show the template marks that it holds, where the blog's generator would execute them. */
export function escapeTemplates(body: string, language: TemplateLanguage): string {
  if (language === 'liquid') return escapeLiquid(body);
  if (language === 'shortcodes') return body.replace(SHORTCODE, '{{$1/*$2*/$3}}');
  return body;
}

function escapeLiquid(body: string): string {
  let text = body;
  // Taking out one tag may put together another one.
  while (text.search(RAW_TAG) !== -1) text = text.replace(RAW_TAG, '');
  return text.replace(LIQUID, (tag) =>
    tag === '{{' || tag === '{%' ? `{{ "${tag}" }}` : `{% raw %}${tag}{% endraw %}`,
  );
}
