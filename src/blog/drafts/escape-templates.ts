import type { TemplateLanguage } from '../import/sites/site-facts.ts';
import { nodesOf, parsed } from '../markdown/parsed-markdown.ts';
import { mdxText } from '../markdown/repair/mdx-text.ts';

/** A Liquid tag within a line, or the beginning of one that does not end there. */
const LIQUID = tagsBetween(['{{', '}}'], ['{%', '%}']);

/** The same for Nunjucks, which also has comments. */
const NUNJUCKS = tagsBetween(['{{', '}}'], ['{%', '%}'], ['{#', '#}']);

/** Tags that would end or begin a raw block in spite of escaping. */
const LIQUID_RAW_TAG = /\{%-?\s*(?:end)?raw\b[\s\S]*?%\}/g;
const NUNJUCKS_RAW_TAG = /\{%-?\s*(?:end)?(?:raw|verbatim)\b[\s\S]*?%\}/g;

/** A Hugo shortcode within a line, one that is already escaped, or the beginning of one that does not end there. */
const SHORTCODE = new RegExp(
  [
    String.raw`(?<shown>\{\{<\/\*[^\n]*?\*\/>\}\}|\{\{%\/\*[^\n]*?\*\/%\}\})`,
    String.raw`\{\{<(?<angled>(?:(?!\{\{[<%]|\*\/)[^\n])*?)>\}\}`,
    String.raw`\{\{%(?<percent>(?:(?!\{\{[<%]|\*\/)[^\n])*?)%\}\}`,
    String.raw`\{\{(?<begun>[<%])`,
  ].join('|'),
  'g',
);

/** Escapes template tags in a body that the blog's generator would execute, so that they are shown instead. */
export function escapeTemplates(body: string, language: TemplateLanguage): string {
  switch (language) {
    case 'liquid':
      return escapeTags(body, LIQUID, LIQUID_RAW_TAG);
    case 'nunjucks':
      return escapeTags(body, NUNJUCKS, NUNJUCKS_RAW_TAG);
    case 'shortcodes':
      return escapeShortcodes(body);
    case 'mdx':
      return mdxText(body);
    case 'none':
      return body;
  }
}

/** Puts complete tags in a raw block and prints the beginnings of others. */
function escapeTags(body: string, tags: RegExp, rawTag: RegExp): string {
  let text = body;
  // Removing one tag may form another.
  while (text.search(rawTag) !== -1) text = text.replace(rawTag, '');
  return text.replace(tags, (tag) => (tag.length === 2 ? `{{ "${tag}" }}` : `{% raw %}${tag}{% endraw %}`));
}

/**
 * Hugo can only escape complete shortcodes, and an incomplete one would stop it: a character reference hides it in
 * prose, a space in code.
 */
function escapeShortcodes(body: string): string {
  const code = [...nodesOf(parsed(body))].filter(({ node }) => node.type === 'code' || node.type === 'inlineCode');
  return body.replace(SHORTCODE, (...found) => {
    const { shown, angled, percent, begun } = found.at(-1) as Readonly<Record<string, string | undefined>>;
    if (shown !== undefined) return shown;
    if (angled !== undefined) return `{{</*${angled}*/>}}`;
    if (percent !== undefined) return `{{%/*${percent}*/%}}`;
    const at: number = found.at(-3);
    const isCode = code.some(({ start, end }) => start <= at && at < end);
    return isCode ? `{{ ${begun}` : `{{&#${begun!.charCodeAt(0)};`;
  });
}

function tagsBetween(...pairs: readonly (readonly [open: string, close: string])[]): RegExp {
  const opens = pairs.map(([open]) => open).join('|');
  const whole = pairs.map(([open, close]) => `${open}(?:(?!${opens})[^\\n])*?${close}`);
  return new RegExp([...whole, opens].join('|'), 'g');
}
