import { htmlPieces } from '../html/html-pieces.ts';
import { markdownOfHtml } from '../html/html-to-markdown.ts';
import { Footnotes } from './footnotes.ts';
import { blocksOf } from './wordpress-paragraphs.ts';
import { withoutShortcodes } from './wordpress-shortcodes.ts';

/** The HTML texts of a post's footnotes, by id. */
export type FootnoteTexts = ReadonlyMap<string, string>;

/**
 * Markdown of what WordPress would show for a post's content: block comments are removed and their languages put on the
 * code, shortcodes are run or removed, and without blocks, blank lines separate paragraphs. Footnotes become Markdown
 * footnotes. Posts typed in Markdown stay as typed.
 */
export function wordpressMarkdown(content: string, footnotes: FootnoteTexts = new Map()): string {
  const notes = new Footnotes((html) => markdownOfHtml(html));
  const hasBlocks = /<!--\s*wp:/.test(content);
  if (!hasBlocks && isMarkdown(content)) {
    const plain = withoutShortcodes(withoutDividers(content), (html) => notes.mark(html));
    // Leave one blank line where something was removed, but keep all blank lines in code.
    return notes.written((/^(?:```|~~~)/m.test(plain) ? plain : plain.replace(/\n{3,}/g, '\n\n')).trim());
  }
  const marked = withFootnoteMarks(hasBlocks ? withoutBlockComments(content) : content, footnotes, notes);
  const html = withoutShortcodes(marked, (text) => notes.mark(text));
  return notes.written(markdownOfHtml(hasBlocks ? html : blocksOf(html)));
}

/**
 * Whether a post is Markdown, which plugins store: it has no HTML for paragraphs, and something that prose never has.
 */
function isMarkdown(content: string): boolean {
  if (/<\/?(?:p|div|br|ul|ol|li|blockquote|h[1-6]|table|pre|figure|a|img|strong|em|b|i)\b/i.test(content)) return false;
  return /^#{2,6} \S|^```|^~~~|!?\[[^\][\n]+\]\((?:https?:\/\/|\/|#)[^\s()]*\)/m.test(content);
}

/** Removes teaser and page marks. */
function withoutDividers(content: string): string {
  return content.replace(/<!--\s*(?:more\b[^\n<>]*|nextpage|noteaser)\s*-->/g, '');
}

const noElements: ReadonlySet<string> = new Set();

/** A code block has its language in the comment before it. */
function withoutBlockComments(content: string): string {
  let html = '';
  let language: string | null = null;
  for (const { kind, text, name, isEnd } of htmlPieces(content, noElements)) {
    if (kind === 'comment' && /^<!--\s*\/?wp:/.test(text)) {
      const block = /^<!--\s*wp:([\w/-]+)/.exec(text)?.[1] ?? '';
      const json = block.includes('code') ? text : '';
      language = /"(?:language|lang|codeLanguage)"\s*:\s*"([\w+#.-]+)"/.exec(json)?.[1] ?? null;
    } else {
      const isCode = kind === 'tag' && name === 'pre' && !isEnd && language !== null;
      html += isCode ? text.replace(/^<pre/i, `$& data-lang="${language}"`) : text;
      if (kind === 'tag') language = null;
    }
  }
  return html;
}

/** A reference is `<sup data-fn="id of the footnote" class="fn">…</sup>`; one without a text is removed. */
function withFootnoteMarks(content: string, texts: FootnoteTexts, notes: Footnotes): string {
  let html = '';
  for (const { text, id } of referencesIn(content)) {
    const note = id === null ? null : texts.get(id);
    html += note === null ? text : note === undefined ? '' : notes.mark(note, id!);
  }
  return html;
}

/** The ids of the footnotes that a post refers to. */
export function footnotesIn(content: string): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { id } of referencesIn(content)) if (id !== null) ids.add(id);
  return ids;
}

function* referencesIn(content: string): Generator<{ text: string; id: string | null }> {
  if (!content.includes('data-fn')) return yield { text: content, id: null };
  for (const { kind, text } of htmlPieces(content, new Set(['sup']))) {
    const id = kind === 'verbatim' ? /^<sup\b[^>]*\bdata-fn\s*=\s*["']([^"'<>]+)["']/i.exec(text)?.[1] : undefined;
    yield { text, id: id ?? null };
  }
}
