import { containerLine, leafDirective } from './container-line.ts';
import type { Mark } from './dialect.ts';
import { columnsOf, withoutColumns } from './line-columns.ts';
import { markdownInHtml } from './markdown-in-html.ts';
import { unmarkedLines } from './unmarked-lines.ts';

const blockMarks: readonly Mark[] = [
  'attributes',
  'heading-ids',
  'html-markdown',
  'definitions',
  'abbreviations',
  'alerts',
  'admonitions',
  'containers',
  'directives',
  'loose-addresses',
  'contents',
  'code-languages',
  'modules',
];

/**
 * Turns blocks that a dialect has beyond GitHub's Markdown into paragraphs: titles and text stay, marks are removed.
 * Other lines are unchanged.
 */
export function withoutBlockMarks(text: string, marks: ReadonlySet<Mark>): string {
  if (!blockMarks.some((mark) => marks.has(mark))) return text;
  const prepared = marks.has('html-markdown') ? markdownInHtml(text) : text;
  return new BlockRewriter(prepared, marks).rewritten();
}

/** The lines that belong to a mark above them because they are indented. */
interface Region {
  /** Columns of indentation that a line needs to be inside. */
  readonly required: number;
  /** Columns of indentation to remove from its lines, including those of outer regions. */
  readonly strip: number;
  readonly isDefinition: boolean;
}

class BlockRewriter {
  readonly #marks: ReadonlySet<Mark>;
  readonly #lines: readonly string[];
  readonly #unmarked: readonly boolean[];
  readonly #out: string[] = [];
  #regions: Region[] = [];
  /** The output line where the paragraph of the last line begins; -1 outside of paragraphs. */
  #paragraph = -1;
  /** The output line where the paragraph before the last blank line begins; -1 if none. */
  #paragraphBefore = -1;
  /** Whether the last output line is a blank line that was added. */
  #isGap = false;
  #inNote = false;
  #inModule = false;

  constructor(text: string, marks: ReadonlySet<Mark>) {
    this.#marks = marks;
    this.#lines = text.split('\n');
    this.#unmarked = unmarkedLines(text, this.#lines);
  }

  rewritten(): string {
    for (const [i, line] of this.#lines.entries()) {
      if (/\S/.test(line)) this.#line(i, this.#inRegions(line), this.#unmarked[i]);
      else this.#blank(line);
    }
    return this.#out.join('\n');
  }

  #blank(line: string): void {
    if (this.#isGap) this.#isGap = false;
    else this.#out.push(this.#regions.length === 0 ? line : '');
    if (this.#paragraph !== -1) this.#paragraphBefore = this.#paragraph;
    this.#paragraph = -1;
    this.#inNote = this.#inModule = false;
  }

  /** The line without the indentation of its regions. Closes the regions that it is outside of. */
  #inRegions(line: string): string {
    if (this.#regions.length === 0) return line;
    const columns = columnsOf(line);
    while (this.#regions.length > 0 && columns < this.#regions.at(-1)!.required) {
      // A definition's paragraph may continue on lines without indentation.
      if (this.#regions.at(-1)!.isDefinition && this.#paragraph !== -1 && !definition.test(line)) break;
      this.#regions.pop();
    }
    return withoutColumns(line, this.#regions.at(-1)?.strip ?? 0);
  }

  #line(i: number, line: string, isUnmarked: boolean): void {
    this.#isGap = false;
    if (this.#codeLanguage(i, line, isUnmarked)) return;
    if (isUnmarked) {
      this.#out.push(line);
      this.#paragraph = this.#paragraphBefore = -1;
      return;
    }
    if (this.#modules(i, line) || this.#colons(line) || this.#admonition(line)) return;
    if (this.#alert(i, line) || this.#attributes(i, line) || this.#unseen(line)) return;
    this.#text(i, line);
  }

  /** Writes a line of text or of Markdown that all flavours share. */
  #text(i: number, line: string): void {
    if (this.#inNote && this.#marks.has('loose-addresses') && linkDefinition.test(line)) this.#gap('');
    this.#inNote = footnote.test(line) || (this.#inNote && this.#paragraph !== -1);
    const isHeading = /^ {0,3}#{1,6}[ \t]/.test(line);
    const underline = this.#lines[i + 1] ?? '';
    const hasId = this.#marks.has('heading-ids') && line.trimEnd().endsWith('}');
    const isIdentified = hasId && (isHeading || /^ {0,3}(?:=+|-+)[ \t]*$/.test(underline));
    this.#isGap = false;
    const written = this.#marks.has('loose-addresses') ? withoutSpaces(line) : line;
    this.#out.push(isIdentified ? withoutHeadingId(line) : written);
    const isParagraph = !isHeading && !/^ {0,3}(?:[>|#<=]|[-*+][ \t]|\d{1,9}[.)][ \t])/.test(line);
    if (!isParagraph) this.#paragraph = this.#paragraphBefore = -1;
    else if (this.#paragraph === -1) this.#paragraph = this.#out.length - 1;
  }

  /** Adds an empty line unless there already is one. */
  #gap(prefix: string): void {
    const last = this.#out.at(-1);
    this.#paragraph = this.#paragraphBefore = -1;
    if (last === undefined || !/[^\s>]/.test(last)) return;
    this.#out.push(prefix.trimEnd());
    this.#isGap = true;
  }

  /** Adds a title as a paragraph of one line. */
  #title(prefix: string, title: string): void {
    const isInItem = /[^\s>]/.test(prefix);
    const inner = prefix.replace(/[^>\s]/g, ' ');
    if (!isInItem) this.#gap(inner);
    if (title !== '' || isInItem) this.#out.push(title === '' ? prefix.trimEnd() : prefix + title);
    if (title !== '') this.#gap(inner);
  }

  #colons(line: string): boolean {
    if (!line.includes(':')) return false;
    if (this.#marks.has('containers')) {
      const container = containerLine(line);
      if (container !== null) {
        this.#title(container.prefix, container.title);
        return true;
      }
    }
    const leaf = this.#marks.has('directives') ? leafDirective(line) : null;
    if (leaf !== null) {
      this.#title(leaf.prefix, leaf.title);
      return true;
    }
    return this.#marks.has('definitions') && this.#definition(line);
  }

  #definition(line: string): boolean {
    const [, indent, space, content] = definition.exec(line) ?? [];
    if (content === undefined || /^[-:|\s]+$/.test(content)) return false;
    const terms = this.#paragraph === -1 ? this.#paragraphBefore : this.#paragraph;
    const follows = this.#regions.at(-1)?.isDefinition ?? false;
    if (terms === -1 && !follows) return false;
    if (terms !== -1 && !follows) this.#divideTerms(terms);
    const outer = follows ? (this.#regions.at(-2)?.strip ?? 0) : (this.#regions.at(-1)?.strip ?? 0);
    if (follows) this.#regions.pop();
    const width = indent.length + 1 + (space === '\t' || space.length > 4 ? 3 : space.length);
    this.#gap('');
    this.#regions.push({ required: outer + Math.min(width, 2), strip: outer + width, isDefinition: true });
    this.#text(-1, content);
    return true;
  }

  /** Separates the terms above a definition: each line of the paragraph is one. */
  #divideTerms(start: number): void {
    const terms = this.#out.splice(start).filter((line) => line.trim() !== '');
    this.#out.push(...terms.flatMap((term, i) => (i === 0 ? [term] : ['', term])));
  }

  #admonition(line: string): boolean {
    if (!this.#marks.has('admonitions') || !/^[ \t]*[!?=]{3}/.test(line)) return false;
    const [, indent, quoted] =
      /^([ \t]*)(?:!!!|\?\?\?\+?)[ \t]*[\w-]+(?:[ \t][\w -]*)?(?:"([^"]*)")?[ \t]*$/.exec(line.trimEnd()) ??
      /^([ \t]*)===[!+]?[ \t]+"([^"]+)"$/.exec(line.trimEnd()) ??
      [];
    if (indent === undefined) return false;
    this.#title(indent, quoted ?? '');
    const outer = this.#regions.at(-1)?.strip ?? 0;
    const required = outer + columnsOf(line) + 4;
    this.#regions.push({ required, strip: outer + 4, isDefinition: false });
    return true;
  }

  /** Handles `> [!NOTE]- Title`, the first line of an alert. */
  #alert(i: number, line: string): boolean {
    if (!this.#marks.has('alerts') || !line.includes('[!')) return false;
    const [, prefix, title] =
      /^([ \t>]*>[ \t]*)\[![A-Za-z][\w -]*(?:\|[^\]\n]*)?\][+-]?(?:[ \t]+(.*))?$/.exec(line) ?? [];
    if (prefix === undefined || continues(this.#lines[i - 1] ?? '', prefix)) return false;
    if (title?.trim()) this.#out.push(prefix + title.trim(), prefix.trimEnd());
    else if (!(this.#lines[i + 1] ?? '').trimStart().startsWith('>')) this.#out.push(prefix.trimEnd());
    this.#paragraph = this.#paragraphBefore = -1;
    return true;
  }

  /** Handles `{: .class}` for the block above or below, `{:name: .class}`, and `{:toc}`, which replaces a list. */
  #attributes(i: number, line: string): boolean {
    if (!this.#marks.has('attributes') || !/^[ \t>]*\{:(?![:/])[^{}\n]*\}[ \t]*$/.test(line)) return false;
    if (/^[ \t]*\{:[ \t]*toc\b/.test(line) && /^[ \t]*(?:[-*+]|\d{1,9}\.)[ \t]/.test(this.#out.at(-1) ?? '')) {
      this.#out.pop();
    }
    const next = this.#lines[i + 1] ?? '';
    if (/\S/.test(next) && !/^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]/.test(next)) this.#gap('');
    else if (!/\S/.test(this.#out.at(-1) ?? '')) this.#isGap = this.#out.length > 0;
    return true;
  }

  /** Handles lines that show nothing: definitions of abbreviations, `[TOC]`. */
  #unseen(line: string): boolean {
    const isUnseen =
      (this.#marks.has('abbreviations') && /^ {0,3}\*\[[^\]\n]+\]:/.test(line)) ||
      (this.#marks.has('contents') && /^ {0,3}\[\[?_?toc_?\]?\][ \t]*$/i.test(line));
    if (isUnseen && /\S/.test(this.#out.at(-1) ?? '')) this.#isGap = false;
    return isUnseen;
  }

  /**
   * Handles `:::python` and `#!python` as the first line of indented code. In a flavour with containers, `:::name` below a
   * list item begins one.
   */
  #codeLanguage(i: number, line: string, isUnmarked: boolean): boolean {
    if (!this.#marks.has('code-languages') || (!isUnmarked && this.#marks.has('containers'))) return false;
    // In a fence, blank lines have no marks either.
    if (!codeLanguage.test(line) || /\S/.test(this.#lines[i - 1] ?? '') || this.#unmarked[i - 1]) return false;
    const next = this.#lines[i + 1] ?? '';
    return /\S/.test(next) && columnsOf(next) >= columnsOf(line);
  }

  /** Handles `import … from '…'`, and `export …` up to the next empty line. */
  #modules(i: number, line: string): boolean {
    if (!this.#marks.has('modules')) return false;
    if (!this.#inModule) {
      const previous = this.#lines[i - 1] ?? '';
      if (/\S/.test(previous) && !/^(?:import|export)\s/.test(previous) && !/^\}/.test(previous)) return false;
      const isExport = /^export\s+(?:default|const|let|var|function|async)\s/.test(line);
      if (!isExport && !isImport(line) && !this.#isLongImport(i)) return false;
      this.#inModule = isExport || !isImport(line);
      return true;
    }
    if (isImportEnd(line)) this.#inModule = false;
    return true;
  }

  /** Whether line `i` begins an import with its names on separate lines. */
  #isLongImport(i: number): boolean {
    if (!/^import\s+(?:\w+\s*,\s*)?\{[^}]*$/.test(this.#lines[i])) return false;
    for (const line of this.#lines.slice(i + 1, i + 100)) {
      if (isImportEnd(line)) return true;
      if (!/^[ \t]*[\w$, ]+$/.test(line)) return false;
    }
    return false;
  }
}

/** As Python-Markdown's CodeHilite reads it; after `#!`, a path would be part of the program. */
const codeLanguage = /^(?: {4}| {0,3}\t)[ \t]*(?:::+|#!)[\w#.+-]+(?:[ \t]+hl_lines=(?:"[^"]*"|'[^']*'))?[ \t]*$/;
const definition = /^( {0,3}):([ \t]+)(\S.*)$/;
const footnote = /^ {0,3}\[\^[^\]\n]+\]:/;
const linkDefinition = /^ {0,3}\[[^\]^\n][^\]\n]*\]:[ \t]*\S/;

/** In kramdown the address of a definition may have spaces: `[1]: /files/a map.pdf "A title"`. */
function withoutSpaces(line: string): string {
  if (!linkDefinition.test(line)) return line;
  const [, start, address, title] = looseDefinition.exec(line.trimEnd()) ?? [];
  return address === undefined ? line : `${start}${address.replace(/[ \t]+/g, '%20')}${title ?? ''}`;
}

/** Other text after a label is a note or a remark, which kramdown takes for an address too. */
const looseDefinition =
  /^( {0,3}\[[^\]^\n][^\]\n]{0,1000}\]:[ \t]*)((?:https?:\/\/|\.{0,2}\/)[^\s"'<>]*(?:[ \t]+[^\s"'<>(][^\s"'<>]*)+)([ \t]+(?:"[^"]*"|'[^']*'))?$/;

/** Whether a line has text in the same quote as a line with this prefix. */
function continues(line: string, prefix: string): boolean {
  const marks = /^[ \t>]*/.exec(line)![0];
  return marks.length < line.trimEnd().length && marks.split('>').length >= prefix.split('>').length;
}

function isImport(line: string): boolean {
  return /^import\s/.test(line) && /["'][^"'\n]{1,300}["'];?$/.test(line.trimEnd().slice(-303));
}

function isImportEnd(line: string): boolean {
  return /^\}\s*from\s*["'][^"'\n]+["'];?\s*$/.test(line);
}

/** Removes the attributes of `## Heading {#id .class}`. */
function withoutHeadingId(line: string): string {
  const trimmed = line.trimEnd();
  const start = trimmed.lastIndexOf('{');
  const isId = start > 0 && /^\{:?\s*[#.]/.test(trimmed.slice(start)) && /[ \t]/.test(trimmed[start - 1]);
  return isId ? trimmed.slice(0, start).trimEnd() : line;
}
