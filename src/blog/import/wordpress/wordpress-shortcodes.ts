import { escapeMarkup } from '../html/escape-markup.ts';
import { htmlPieces } from '../html/html-pieces.ts';
import { isCallOf, knownShortcodes, type Shortcode } from './wordpress-shortcode-names.ts';

/** Elements in which brackets are text. */
const verbatim = new Set(['pre', 'code', 'script', 'style', 'textarea']);

/** Returns the mark that replaces a footnote's text. */
export type PlaceNote = (html: string) => string;

/** A tag in brackets, possibly doubled: `[name`, what follows up to the next bracket, `]`. */
const bracketed = /\[(\[?)(\/?)([a-zA-Z][\w-]*)(?![\w-])([^\][]*)\](\]?)/g;

/**
 * HTML without shortcodes: captions become figures, code becomes `pre` with its language, footnotes go to `placeNote`,
 * galleries and embeds are removed, and other shortcodes leave what they enclose. WordPress runs the names that plugins
 * registered and shows all other brackets; an export does not list those names, so `isCallOf` decides. `[[name]]` shows
 * `[name]`.
 */
export function withoutShortcodes(html: string, placeNote: PlaceNote): string {
  if (!html.includes('[')) return html;
  const reader = new ShortcodeReader(html, placeNote);
  let [text, inText] = ['', 0];
  for (const { kind, start, text: piece } of htmlPieces(html, verbatim)) {
    if (kind === 'text') continue;
    text += reader.actedUntil(inText, start);
    text += reader.at > start ? '' : kind === 'verbatim' ? withPlainTags(piece) : piece;
    inText = Math.max(reader.at, start + piece.length);
  }
  return text + reader.actedUntil(inText, html.length);
}

/** In code, too, a doubled tag is shown as a single one. */
function withPlainTags(code: string): string {
  return code.replace(bracketed, (tag, first: string, _slash, name: string, _attributes, last: string) =>
    first !== '' && last !== '' && knownShortcodes.has(name) ? tag.slice(1, -1) : tag,
  );
}

class ShortcodeReader {
  /** Everything before this position is done: a shortcode may enclose more than the text it begins in. */
  at = 0;
  readonly #html: string;
  readonly #placeNote: PlaceNote;
  readonly #ends: ShortcodeEnds;
  /** Positions of the end tags of shortcodes whose content is processed like the rest. */
  readonly #open: number[] = [];
  #found: RegExpExecArray | null;

  constructor(html: string, placeNote: PlaceNote) {
    this.#html = html;
    this.#placeNote = placeNote;
    this.#ends = new ShortcodeEnds(html);
    bracketed.lastIndex = 0;
    this.#found = bracketed.exec(html);
  }

  /** The processed text from `from` to `until`, which contains no HTML tag. */
  actedUntil(from: number, until: number): string {
    this.at = Math.max(this.at, from);
    let text = '';
    while (this.at < until) {
      const found = this.#nextTag();
      if (found === null || found.index >= until) break;
      text += this.#html.slice(this.at, found.index);
      this.at = found.index + found[0].length;
      text += this.#acted(found);
    }
    if (this.at < until) {
      text += this.#html.slice(this.at, until);
      this.at = until;
    }
    return text;
  }

  /** The next tag; one found beyond the text is kept for later. */
  #nextTag(): RegExpExecArray | null {
    if (this.#found !== null && this.#found.index < this.at) {
      bracketed.lastIndex = this.at;
      this.#found = bracketed.exec(this.#html);
    }
    return this.#found;
  }

  #acted({ 0: tag, 1: first, 2: slash, 3: written, 4: attributes, 5: last, index }: RegExpExecArray): string {
    while (this.#open.length > 0 && this.#open.at(-1)! < index) this.#open.pop();
    if (slash !== '') {
      const isMatched = this.#open.at(-1) === index + first.length;
      return isMatched ? first + last : tag;
    }
    const behind = index + tag.length - last.length;
    const end = attributes.trimEnd().endsWith('/') ? null : this.#endOf(written, behind);
    const shortcode: Shortcode = {
      name: written,
      attributes,
      hasEnd: end !== null,
      before: this.#html.slice(Math.max(0, index - 200), index + first.length),
      after: this.#html.slice(behind, behind + 200),
    };
    if (!isCallOf(shortcode)) return tag;
    if (first !== '' && last !== '') return tag.slice(1, -1);
    const inner = end === null ? null : this.#html.slice(behind, end);
    const html = shown(shortcode, inner, this.#placeNote);
    if (end !== null && html === null) {
      this.at = behind;
      this.#open.push(end);
      return first;
    }
    this.at = end === null ? behind : end + `[/${written}]`.length;
    return first + (html ?? '');
  }

  /** A shortcode ends within the shortcode that encloses it. */
  #endOf(name: string, from: number): number | null {
    const end = this.#ends.after(name, from);
    return end !== null && end < (this.#open.at(-1) ?? this.#html.length) ? end : null;
  }
}

/** The positions of all end tags, requested in text order. */
class ShortcodeEnds {
  readonly #places = new Map<string, number[]>();
  readonly #next = new Map<string, number>();

  constructor(html: string) {
    for (const { 1: name, index } of html.matchAll(/\[\/([a-zA-Z][\w-]*)\]/g)) {
      const places = this.#places.get(name);
      if (places === undefined) this.#places.set(name, [index]);
      else places.push(index);
    }
  }

  after(name: string, from: number): number | null {
    const places = this.#places.get(name) ?? [];
    let next = this.#next.get(name) ?? 0;
    while (next < places.length && places[next] < from) next++;
    this.#next.set(name, next);
    return places[next] ?? null;
  }
}

/** The HTML that replaces a shortcode; null for one that leaves its content unchanged. */
function shown({ name, attributes }: Shortcode, inner: string | null, placeNote: PlaceNote): string | null {
  switch (knownShortcodes.get(name)) {
    case 'code':
      return codeOf(name, attributes, inner ?? '');
    case 'caption':
      return inner === null ? '' : figureOf(attributes, inner);
    case 'note':
      return placeNote((inner ?? '').trim());
    case 'embed':
    case 'plugin':
      return '';
    default:
      return null;
  }
}

function codeOf(name: string, attributes: string, inner: string): string {
  const written = /\b(?:lang|language)\s*=\s*["']?([\w+#.-]+)/.exec(attributes)?.[1];
  const language = written ?? (/^(?:code|sourcecode|source|highlight)$/.test(name) ? '' : name);
  // Some versions store code as typed, others with entities.
  const text = inner.includes('<') ? escapeMarkup(inner) : inner;
  const lines = text.replace(/^[ \t]*\n/, '').trimEnd();
  return `\n\n<pre${language === '' ? '' : ` data-lang="${language}"`}>${lines}</pre>\n\n`;
}

/** The image, linked or not, and the caption after it, or in the attributes in old posts. */
function figureOf(attributes: string, inner: string): string {
  const [, image = '', behind = inner] =
    /^\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*<\/a>)?)([\s\S]*)$/.exec(inner) ?? [];
  const caption = behind.trim() || /\bcaption\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(attributes)?.slice(1).join('') || '';
  return `\n\n<figure>${image}${caption === '' ? '' : `<figcaption>${caption}</figcaption>`}</figure>\n\n`;
}
