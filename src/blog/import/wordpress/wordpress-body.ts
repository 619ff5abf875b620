import { htmlPieces } from '../html/html-pieces.ts';
import { markdownOfHtml } from '../html/html-to-markdown.ts';
import { Footnotes } from './footnotes.ts';
import { blocksOf } from './wordpress-paragraphs.ts';
import { withoutShortcodes } from './wordpress-shortcodes.ts';

/** The texts of a post's footnotes, in HTML, by their ids. */
export type FootnoteTexts = ReadonlyMap<string, string>;

/**
 * The Markdown of what WordPress would show for the content of a post: comments that mark blocks are gone and their
 * languages are on the code, shortcodes are acted upon or gone, and where there are no blocks, blank lines divide
 * paragraphs. Footnotes become those of Markdown. What was typed in Markdown stays as it was typed.
 */
export function wordpressMarkdown(content: string, footnotes: FootnoteTexts = new Map()): string {
  const notes = new Footnotes((html) => markdownOfHtml(html));
  const hasBlocks = /<!--\s*wp:/.test(content);
  if (!hasBlocks && isMarkdown(content)) {
    const plain = withoutShortcodes(withoutDividers(content), (html) => notes.mark(html));
    // Where something is gone one blank line stays, but code keeps all of its own.
    return notes.written((/^(?:```|~~~)/m.test(plain) ? plain : plain.replace(/\n{3,}/g, '\n\n')).trim());
  }
  const marked = withFootnoteMarks(hasBlocks ? withoutBlockComments(content) : content, footnotes, notes);
  const html = withoutShortcodes(marked, (text) => notes.mark(text));
  return notes.written(markdownOfHtml(hasBlocks ? html : blocksOf(html)));
}

/** Plugins keep posts in Markdown: without the HTML of paragraphs and their parts, but with what no prose has. */
function isMarkdown(content: string): boolean {
  if (/<\/?(?:p|div|br|ul|ol|li|blockquote|h[1-6]|table|pre|figure|a|img|strong|em|b|i)\b/i.test(content)) return false;
  return /^#{2,6} \S|^```|^~~~|!?\[[^\][\n]+\]\((?:https?:\/\/|\/|#)[^\s()]*\)/m.test(content);
}

/** The marks of teasers and pages alone on their lines. */
function withoutDividers(content: string): string {
  return content.replace(/<!--\s*(?:more\b[^\n<>]*|nextpage|noteaser)\s*-->/g, '');
}

const noElements: ReadonlySet<string> = new Set();

/** A block of code keeps its language in the comment before it. */
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

/** A reference is `<sup data-fn="id of the footnote" class="fn">…</sup>`; one without a text goes. */
function withFootnoteMarks(content: string, texts: FootnoteTexts, notes: Footnotes): string {
  let html = '';
  for (const { text, id } of referencesIn(content)) {
    const note = id === null ? null : texts.get(id);
    html += note === null ? text : note === undefined ? '' : notes.mark(note, id!);
  }
  return html;
}

/** The footnotes that a post refers to, by their ids. */
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
