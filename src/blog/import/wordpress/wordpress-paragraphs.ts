import { type HtmlPiece, htmlPieces } from '../html/html-pieces.ts';

/** Elements that are never part of a paragraph. */
const blocks = new Set(
  `address area article aside blockquote caption center col colgroup dd details div dl dt fieldset figcaption figure
  footer form h1 h2 h3 h4 h5 h6 header hgroup hr iframe legend li main map math menu nav ol p pre section summary table
  tbody td tfoot th thead tr ul`.split(/\s+/),
);

/** Elements in which line breaks are ignored. */
const verbatim = new Set(['pre', 'script', 'style', 'svg']);

/** Text between two block edges or blank lines, and the tags at its edges. */
interface Paragraph {
  opening: string;
  readonly parts: Part[];
  closing: string;
}

type Part =
  | { readonly kind: 'text' | 'inline'; readonly html: string }
  | { readonly kind: 'break'; readonly of: 'tag' | 'line' };

/** Shared, because a post may have as many as it has characters. */
const breaks = { tag: { kind: 'break', of: 'tag' }, line: { kind: 'break', of: 'line' } } as const;

/**
 * Turns blank lines into paragraphs and line ends into line breaks, as WordPress does for posts without blocks: outside
 * elements and within them (quotes, boxes, items, cells), but not next to a block's edge nor in preformatted text. Two
 * breaks in a row also separate paragraphs, and so does a comment alone on its line.
 */
export function blocksOf(html: string): string {
  const maker = new ParagraphMaker();
  const pieces = [...htmlPieces(html.replace(/\r\n?/g, '\n'), verbatim)];
  for (const [i, piece] of pieces.entries()) {
    if (piece.kind === 'text') maker.text(piece.text);
    else if (piece.kind === 'comment') {
      if (isDivider(piece.text) || isAloneOnLine(pieces[i - 1], pieces[i + 1])) maker.divide();
    } else if (piece.name === 'br') maker.break('tag');
    else if (piece.kind === 'verbatim' && piece.name === 'pre') maker.block(piece.text);
    else if (!blocks.has(piece.name) || piece.kind === 'verbatim') maker.inline(piece.text);
    else if (piece.name === 'hr') maker.block(piece.text);
    else if (piece.isEnd) maker.close(piece.text);
    else maker.open(piece.text);
  }
  return maker.html();
}

/** The comment that separates two pages of a post. */
function isDivider(comment: string): boolean {
  return /^<!--\s*nextpage\s*-->$/.test(comment);
}

function isAloneOnLine(before: HtmlPiece | undefined, after: HtmlPiece | undefined): boolean {
  const isBeside = (piece: HtmlPiece | undefined) => piece === undefined || blocks.has(piece.name);
  const beginsLine = isBeside(before) || (before?.kind === 'text' && isBlank(lastLine(before.text, '\n')));
  const endsLine = isBeside(after) || (after?.kind === 'text' && isBlank(firstLine(after.text, '\n')));
  return beginsLine && endsLine;
}

function firstLine(text: string, lineEnd: string): string {
  const end = text.indexOf(lineEnd);
  return end === -1 ? 'x' : text.slice(0, end);
}

function lastLine(text: string, lineEnd: string): string {
  const end = text.lastIndexOf(lineEnd);
  return end === -1 ? 'x' : text.slice(end + 1);
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}

class ParagraphMaker {
  readonly #done: string[] = [];
  #paragraph: Paragraph = { opening: '', parts: [], closing: '' };

  text(text: string): void {
    for (const [i, stretch] of text.split(/\n[ \t]*\n\s*/).entries()) {
      if (i > 0) this.divide();
      const lines = stretch.split('\n');
      for (const [j, line] of lines.entries()) {
        if (j > 0) this.break('line');
        // Spaces next to a line break are removed, those next to a tag stay.
        const [isFirst, isLast] = [j === 0, j === lines.length - 1];
        const html = isFirst && isLast ? line : isFirst ? line.trimEnd() : isLast ? line.trimStart() : line.trim();
        if (html !== '') this.#paragraph.parts.push({ kind: 'text', html });
      }
    }
  }

  inline(html: string): void {
    this.#paragraph.parts.push({ kind: 'inline', html });
  }

  /** A line that ends with `<br>` has one break; two breaks with only spaces between them separate paragraphs. */
  break(of: 'tag' | 'line'): void {
    const { parts } = this.#paragraph;
    const last = parts.findLastIndex((part) => part.kind !== 'text' || !isBlank(part.html));
    const before = parts[last];
    if (before?.kind !== 'break') parts.push(breaks[of]);
    else if (of === 'tag' || before.of === 'line') {
      parts.length = last;
      this.divide();
    }
  }

  open(tag: string): void {
    this.divide();
    this.#paragraph.opening = tag;
  }

  close(tag: string): void {
    this.#paragraph.closing = tag;
    this.divide();
  }

  block(html: string): void {
    this.divide();
    this.#done.push(html);
  }

  divide(): void {
    const { opening, parts, closing } = this.#paragraph;
    this.#paragraph = { opening: '', parts: [], closing: '' };
    const inner = htmlOf(parts);
    if (inner === '') {
      if (opening + closing !== '') this.#done.push(opening + closing);
    } else if (opening === '') this.#done.push(`<p>${inner}</p>${/^<\/p\b/i.test(closing) ? '' : closing}`);
    else if (/^<blockquote\b/i.test(opening)) this.#done.push(`${opening}<p>${inner}</p>${closing}`);
    else this.#done.push(opening + inner + closing);
  }

  html(): string {
    this.divide();
    return this.#done.join('\n');
  }
}

/** Without breaks and spaces at the edges; '' for only spaces, which some systems use for blank lines. */
function htmlOf(parts: readonly Part[]): string {
  const isGap = (part: Part) => part.kind === 'break' || (part.kind === 'text' && isBlank(part.html));
  const first = parts.findIndex((part) => !isGap(part));
  const last = parts.findLastIndex((part) => !isGap(part));
  if (first === -1) return '';
  const html = parts.slice(first, last + 1).map((part) => (part.kind === 'break' ? '<br>\n' : part.html));
  const whole = html.join('').trim();
  return /^(?:&nbsp;|\s)*$/.test(whole) ? '' : whole;
}
