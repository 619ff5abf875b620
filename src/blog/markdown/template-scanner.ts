import type { BodyTemplates, Dialect } from './dialect.ts';
import { linePrefix } from './line-prefix.ts';
import { type ProseRewriter, type Rewritten, rewriteProse } from './rewrite-prose.ts';
import { placedTagText, TAG_PLACEHOLDER, tagEnd } from './tag-place.ts';
import { type TagText, tagText } from './tag-text.ts';
import { TextFinder } from './text-finder.ts';
import { liquidEnds, shortcodeEnds, wholeBlock } from './whole-blocks.ts';

/** Tags around raw text, with their line break if they are alone on a line. */
const rawTags = /^[ \t]*\{%-?\s*(?:end)?(?:raw|verbatim)\s*-?%\}[ \t]*\n|\{%-?\s*(?:end)?(?:raw|verbatim)\s*-?%\}/gm;

interface Acts {
  readonly liquid: boolean;
  readonly output: boolean;
  readonly shortcodes: boolean;
  readonly comments: boolean;
  readonly jsComments: boolean;
}

/** What each language processes: `{% %}`, `{{ }}`, `{{< >}}` and `{{% %}}`, `{# #}`, JavaScript comments in braces. */
function actsOf(templates: BodyTemplates): Acts {
  const all = templates === 'unknown';
  return {
    liquid: all || ['liquid', 'nunjucks', 'tera'].includes(templates),
    output: all || ['liquid', 'nunjucks', 'tera'].includes(templates),
    shortcodes: all || templates === 'shortcodes',
    comments: all || templates === 'nunjucks' || templates === 'tera',
    jsComments: all || templates === 'mdx',
  };
}

/**
 * Replaces the tags of a template language with what a reader sees of them, or with TAG_PLACEHOLDER. Code in fences and
 * backticks stays, except that `raw` and `endraw` tags, which protect code from the generator, are removed.
 */
export function withoutTags(text: string, dialect: Dialect): string {
  if (!text.includes('{') || (dialect.templates === 'none' && !dialect.marks.has('extensions'))) return text;
  return rewriteProse(text, new TemplateScanner(text, dialect));
}

class TemplateScanner implements ProseRewriter {
  readonly beginnings = '{';
  readonly keepsIndentedCode: boolean;
  readonly #templates: BodyTemplates;
  readonly #acts: Acts;
  readonly #extensions: boolean;
  /** By name, the offset of the last end tag. */
  readonly #lastEnds = new Map<string, number>();
  /** By name, the texts of open tags, whose `after` follows their end tags. */
  readonly #open = new Map<string, TagText[]>();

  constructor(text: string, { templates, marks }: Dialect) {
    this.#templates = templates;
    this.#extensions = marks.has('extensions');
    this.#acts = actsOf(templates);
    this.keepsIndentedCode = templates === 'unknown';
    const ends = /\{%[-~]?\s*end([\w-]*)|\{\{[<%]\s*\/\s*([\w./-]+)/g;
    for (const found of text.matchAll(ends)) this.#lastEnds.set(keyOf(found[1] ?? found[2]), found.index);
  }

  code(code: string): string {
    const shown = this.#acts.shortcodes ? withShown(code) : code;
    return this.#acts.liquid ? shown.replace(rawTags, '') : shown;
  }

  at(finder: TextFinder, place: number): Rewritten | null {
    const { text } = finder;
    const acts = this.#acts;
    const next = text[place + 1];
    if (next === '%') return acts.liquid ? this.#liquid(finder, place) : null;
    if (next === '#') return acts.comments ? comment(finder, place, '#}') : null;
    if (next === '/') return acts.jsComments && text[place + 2] === '*' ? comment(finder, place, '*/}') : null;
    if (next === ':') return this.#extensions ? extension(finder, place) : null;
    if (next !== '{') return null;
    const third = text[place + 2];
    if (acts.shortcodes && (third === '<' || third === '%')) return this.#shortcode(finder, place, third);
    return acts.output ? this.#output(finder, place) : null;
  }

  #liquid(finder: TextFinder, place: number): Rewritten | null {
    const end = tagEnd(finder, place, '%}');
    if (end === null) return null;
    const [opening, name] = finder.at(liquidName, place)!;
    if (name === 'raw' || name === 'verbatim') {
      const found = finder.match(name === 'raw' ? endRaw : endVerbatim, end);
      if (found === null) return { end, replacement: TAG_PLACEHOLDER };
      const replacement = TAG_PLACEHOLDER + finder.text.slice(end, found.index) + TAG_PLACEHOLDER;
      return { end: found.index + found[0].length, replacement };
    }
    const text = finder.text.slice(place + opening.length, end - 2).replace(/[-~]$/, '');
    if (/^end/.test(name)) return this.#closed(finder, place, end, name.slice(3));
    if (this.#templates === 'tera' && !/^\s*\(/.test(text) && !control(name)) return null;
    const whole = wholeBlock(finder, end, name, text, liquidEnds(name));
    if (whole !== null) return whole;
    const [, include] = /^(?:include|include_relative|include_cached|render|partial|bookshop)$/.test(name)
      ? (/^\s*["']?([\w./-]+)["']?/.exec(text) ?? [])
      : [];
    const shown = include === undefined ? text : text.slice(text.indexOf(include) + include.length);
    return this.#tag(finder, place, end, include ?? name, shown, false);
  }

  #shortcode(finder: TextFinder, place: number, mark: '<' | '%'): Rewritten | null {
    if (finder.text.startsWith('/*', place + 3)) {
      const close = shownClose(mark);
      const shownEnd = tagEnd(finder, place, close);
      if (shownEnd === null) return null;
      const shown = finder.text.slice(place + 5, shownEnd - close.length);
      return { end: shownEnd, replacement: `{{${mark}${shown}${close.slice(2)}` };
    }
    const end = tagEnd(finder, place, mark === '<' ? '>}}' : '%}}');
    if (end === null) return null;
    const [opening, slash, name] = finder.at(shortcodeName, place)!;
    if (slash !== '') return this.#closed(finder, place, end, name);
    const text = finder.text.slice(place + opening.length, end - 3);
    const whole = wholeBlock(finder, end, name, text, shortcodeEnds(name));
    if (whole !== null) return whole;
    return this.#tag(finder, place, end, name, text.replace(/\/\s*$/, ''), true, text.trimEnd().endsWith('/'));
  }

  #output(finder: TextFinder, place: number): Rewritten | null {
    const end = tagEnd(finder, place, '}}');
    if (end === null) return null;
    const inside = finder.text.slice(place + 2, end - 2);
    if (this.#templates === 'unknown' && !looksLikeOutput(finder.text, place, inside)) return null;
    const call = /^[-~]?\s*([\w:]+)\s*\(/.exec(inside);
    if (this.#templates === 'tera') {
      if (/^\/\*/.test(inside)) return { end, replacement: `{{${inside.replace(/^\/\*|\*\/$/g, '')}}}` };
      if (call === null) return null;
    }
    if (call !== null) {
      const given = inside.slice(call[0].length).replace(/\)\s*[-~]?$/, '');
      return this.#tag(finder, place, end, call[1].split(':').at(-1)!, given, false, true);
    }
    // A printed string: Liquid's way to show a brace or an address within the site.
    const [, , written, filters] = /^[-~]?\s*(["'])([^"']*)\1\s*(\|[\s\S]*)?$/.exec(inside) ?? [];
    const isShown = written !== undefined && (filters === undefined || /^(?:\/|https?:)/.test(written));
    return { end, replacement: isShown ? written : TAG_PLACEHOLDER };
  }

  /** Rewrites a tag, which may have an end tag. */
  #tag(
    finder: TextFinder,
    place: number,
    end: number,
    written: string,
    text: string,
    bareIsText: boolean,
    closesItself = false,
  ): Rewritten {
    // Zola's tags have arguments in parentheses, and all share the same end tag.
    const isCall = /^\s*\(/.test(text);
    const key = isCall ? '' : keyOf(written);
    const paired = !closesItself && (this.#lastEnds.get(key) ?? -1) > place;
    const given = isCall ? text.trim().slice(1).replace(/\)$/, '') : text;
    const all = tagText({ name: nameOf(written), text: given, paired, bareIsText });
    const seen = paired && endsWithinLine(finder, place, end, key) ? withoutTooltips(all) : all;
    if (paired) {
      const open = this.#open.get(key);
      if (open === undefined) this.#open.set(key, [seen]);
      else open.push(seen);
    }
    const texts = paired ? seen.before : [...seen.before, ...seen.after];
    return { end, replacement: placedTagText(finder, place, end, texts, paired ? 'before' : 'alone') };
  }

  #closed(finder: TextFinder, place: number, end: number, name: string): Rewritten {
    const texts = this.#open.get(keyOf(name))?.pop()?.after ?? [];
    return { end, replacement: placedTagText(finder, place, end, texts, 'after') };
  }
}

/** How far an end tag is searched for on the same line, in characters. */
const LONGEST_INLINE = 400;

/** Whether a tag and its end tag are on one line with other text around them. */
function endsWithinLine({ text }: TextFinder, place: number, end: number, key: string): boolean {
  const [rest] = text.slice(end, end + LONGEST_INLINE).split('\n', 1);
  const ends = /\{%[-~]?\s*end([\w-]*)[^%{}]{0,50}%\}|\{\{[<%]\s*\/\s*([\w./-]+)\s*[>%]\}\}/g;
  const found = Array.from(rest.matchAll(ends)).find((one) => keyOf(one[1] ?? one[2]) === key);
  if (found === undefined) return false;
  const isAlone = rest.slice(found.index + found[0].length).trim() === '' && linePrefix(text, place).isWhole;
  return !isAlone;
}

/** Within a line, a tag's texts other than its content and images are tooltips, which are dropped. */
function withoutTooltips({ before }: TagText): TagText {
  return { before: before.filter((text) => text.startsWith('![')), after: [] };
}

const liquidName = /\{%[-~+]?\s*([\w./-]*)/y;
const shortcodeName = /\{\{[<%]\s*(\/?)\s*([\w./-]*)/y;
const endRaw = /\{%[-~]?\s*endraw\s*[-~]?%\}/g;
const endVerbatim = /\{%[-~]?\s*endverbatim\s*[-~]?%\}/g;

function control(name: string): boolean {
  return /^(?:if|for|set|macro|block|include|import|filter|raw)$/.test(name);
}

function keyOf(name: string): string {
  return name.toLowerCase();
}

/** The plain name of a tag: `media/Figure-Wide.html` is figure_wide. */
function nameOf(name: string): string {
  return (name.split('/').at(-1) ?? '')
    .replace(/\.\w+$/, '')
    .toLowerCase()
    .replace(/[-.]/g, '_');
}

function comment(finder: TextFinder, place: number, close: string): Rewritten | null {
  // `{#id}` is an attribute.
  if (close === '#}' && !/[\s-]/.test(finder.text[place + 2] ?? '')) return null;
  const at = finder.indexOf(close, place + 2);
  return at === -1 ? null : { end: at + close.length, replacement: TAG_PLACEHOLDER };
}

/** kramdown's `{::comment}…{:/comment}`, `{::nomarkdown}…{:/}` and `{::options … /}`. */
function extension(finder: TextFinder, place: number): Rewritten | null {
  const [opening, name, whole] = finder.at(extensionTag, place) ?? [];
  if (opening === undefined) return null;
  const end = place + opening.length;
  if (whole === '/') return { end, replacement: TAG_PLACEHOLDER };
  const named = finder.indexOf(`{:/${name === 'comment' || name === 'nomarkdown' ? name : ''}}`, end);
  const unnamed = finder.indexOf('{:/}', end);
  const close = named === -1 || (unnamed !== -1 && unnamed < named) ? unnamed : named;
  if (close === -1) return null;
  const closed = finder.text.indexOf('}', close) + 1;
  return { end: closed, replacement: name === 'comment' ? TAG_PLACEHOLDER : finder.text.slice(end, close) };
}

const extensionTag = /\{::([a-z]+)\b[^{}\n]*?(\/?)\}/y;

/** For files from no known site: whether braces look like template output, not like formulas or other languages. */
function looksLikeOutput(text: string, place: number, inside: string): boolean {
  if (/(?:\\[A-Za-z]+|(?<!%)}|[\^_\\$])$/.test(text.slice(Math.max(0, place - 30), place))) return false;
  return /^[-~]?\s*(?:[#/!>&^]\s*)?[A-Za-z_$.@"'-][^{}]*$/.test(inside) && !/\\[a-z]/i.test(inside);
}

/** Hugo shows commented shortcodes instead of running them, even in code. */
function withShown(code: string): string {
  const finder = new TextFinder(code);
  let [shown, done] = ['', 0];
  for (const { 0: open, 1: mark, index } of code.matchAll(/\{\{([<%])\/\*/g)) {
    const close = shownClose(mark);
    const end = index < done ? null : tagEnd(finder, index, close);
    if (end === null) continue;
    shown += `${code.slice(done, index)}{{${mark}${code.slice(index + open.length, end - close.length)}${close.slice(2)}`;
    done = end;
  }
  return shown + code.slice(done);
}

function shownClose(mark: string): string {
  return `*/${mark === '<' ? '>' : '%'}}}`;
}
