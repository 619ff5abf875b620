import type { TemplateLanguage } from '../import/sites/site-facts.ts';
import { nodesOf, parsed } from '../markdown/parsed-markdown.ts';
import { mdxText } from '../markdown/repair/mdx-text.ts';

/** Of Liquid, a tag within a line, or the beginning of one that does not end there. */
const LIQUID = tagsBetween(['{{', '}}'], ['{%', '%}']);

/** The same of Nunjucks, which has comments besides. */
const NUNJUCKS = tagsBetween(['{{', '}}'], ['{%', '%}'], ['{#', '#}']);

/** What would end a raw block, or begin one, whatever else is escaped. */
const LIQUID_RAW_TAG = /\{%-?\s*(?:end)?raw\b[\s\S]*?%\}/g;
const NUNJUCKS_RAW_TAG = /\{%-?\s*(?:end)?(?:raw|verbatim)\b[\s\S]*?%\}/g;

/** Of Hugo, a shortcode within a line, one that is shown already, or the beginning of one that does not end there. */
const SHORTCODE = new RegExp(
  [
    String.raw`(?<shown>\{\{<\/\*[^\n]*?\*\/>\}\}|\{\{%\/\*[^\n]*?\*\/%\}\})`,
    String.raw`\{\{<(?<angled>(?:(?!\{\{[<%]|\*\/)[^\n])*?)>\}\}`,
    String.raw`\{\{%(?<percent>(?:(?!\{\{[<%]|\*\/)[^\n])*?)%\}\}`,
    String.raw`\{\{(?<begun>[<%])`,
  ].join('|'),
  'g',
);

/** Makes a body show the template marks that it holds, where the blog's generator would execute them. */
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

/** A whole tag stands in a raw block; what only begins one is printed. */
function escapeTags(body: string, tags: RegExp, rawTag: RegExp): string {
  let text = body;
  // Taking out one tag may put together another one.
  while (text.search(rawTag) !== -1) text = text.replace(rawTag, '');
  return text.replace(tags, (tag) => (tag.length === 2 ? `{{ "${tag}" }}` : `{% raw %}${tag}{% endraw %}`));
}

/** Hugo can show whole shortcodes alone; one that only begins would stop it: a reference hides it in prose, a space in code. */
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
