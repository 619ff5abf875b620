import { escapeMarkup } from './escape-markup.ts';

/** Shortcodes that stand for something foreign, or for what is no text; with what they enclose. */
const dropped = new Set(
  `audio embed gallery googlemaps instagram playlist slideshare soundcloud tweet twitter video videopress vimeo
  wpvideo youtube contact-form contact-form-7 contact-field mc4wp_form jetpack_subscription_form subscribe form poll
  polldaddy ad adsense`.split(/\s+/),
);

const codes = new Set(['code', 'sourcecode', 'source', 'highlight']);

/** SyntaxHighlighter has a shortcode for each language as well. */
const languages = new Set(
  `actionscript3 bash c cpp csharp css delphi diff erlang fsharp go groovy html java javascript jscript js json latex
  matlab objc perl php powershell python r ruby rust scala shell sql swift text typescript vb xml yaml`.split(/\s+/),
);

/** `[[name]]` shows `[name]`; else an opening tag with its name and its attributes, with the / of one that closes itself. */
const opening =
  /\[(\[\/?[a-zA-Z][\w-]*[^\][\n]*\])\]|\[([a-zA-Z][\w-]*)((?:\s(?:"[^"\n]*"|'[^'\n]*'|[^\]"'[])*)?\/?)\]/g;

/** Code as HTML has it, in which nothing is a shortcode. */
const htmlCode = /(<pre\b[\s\S]*?<\/pre\s*>|<code\b[\s\S]*?<\/code\s*>)/i;

/**
 * HTML without shortcodes: captions become figures, code becomes `pre` with its language, galleries and embeds go, of
 * others what they enclose stays. A word in brackets that has neither attributes nor an end is text.
 */
export function withoutShortcodes(html: string): string {
  if (!html.includes('[')) return html;
  return html
    .split(htmlCode)
    .map((part, i) => (i % 2 === 1 ? part : acted(part)))
    .join('');
}

function acted(html: string): string {
  let text = '';
  let at = 0;
  /** Names that no tag closes any more from here on. */
  const endless = new Set<string>();
  for (const { 0: tag, 1: literal, 2: name = '', 3: attributes = '', index } of html.matchAll(opening)) {
    if (index < at) continue;
    text += html.slice(at, index);
    at = index + tag.length;
    const closesItself = attributes.trimEnd().endsWith('/');
    const end = literal !== undefined || closesItself || endless.has(name) ? -1 : html.indexOf(`[/${name}]`, at);
    if (end === -1 && !closesItself) endless.add(name);
    const inner = end === -1 ? null : html.slice(at, end);
    if (inner !== null) at = end + `[/${name}]`.length;
    text += literal ?? shown({ tag, name: name.toLowerCase(), attributes, closesItself, inner });
  }
  return text + html.slice(at);
}

interface Shortcode {
  /** As it was written. */
  readonly tag: string;
  readonly name: string;
  readonly attributes: string;
  readonly closesItself: boolean;
  /** What stands before the closing tag; null without one. */
  readonly inner: string | null;
}

/** The HTML that stands for a shortcode. */
function shown({ tag, name, attributes, closesItself, inner }: Shortcode): string {
  if (codes.has(name) || languages.has(name)) return inner === null ? tag : codeOf(name, attributes, inner);
  if (name === 'caption' || name === 'wp_caption') return figureOf(attributes, inner ?? '');
  if (dropped.has(name)) return '';
  if (inner !== null) return acted(inner);
  return closesItself || attributes.includes('=') || /[_-]/.test(name) ? '' : tag;
}

function codeOf(name: string, attributes: string, inner: string): string {
  const language = /\b(?:lang|language)\s*=\s*["']?([\w+#.-]+)/.exec(attributes)?.[1] ?? (codes.has(name) ? '' : name);
  // Kept as it was typed by some versions, with entities by others.
  const text = inner.includes('<') ? escapeMarkup(inner) : inner;
  const lines = text.replace(/^[ \t]*\n/, '').trimEnd();
  return `\n\n<pre${language === '' ? '' : ` data-lang="${language}"`}>${lines}</pre>\n\n`;
}

/** The image, linked or not, and the caption behind it, or in the attributes of old posts. */
function figureOf(attributes: string, inner: string): string {
  const [, image = '', behind = inner] =
    /^\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*<\/a>)?)([\s\S]*)$/.exec(inner) ?? [];
  const caption = behind.trim() || /\bcaption\s*=\s*"([^"]*)"/.exec(attributes)?.[1] || '';
  return `\n\n<figure>${image}${caption === '' ? '' : `<figcaption>${caption}</figcaption>`}</figure>\n\n`;
}
