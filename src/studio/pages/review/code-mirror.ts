import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { defineLanguageFacet, HighlightStyle, Language, syntaxHighlighting } from '@codemirror/language';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { GFM, parser } from '@lezer/markdown';

export interface MarkdownEditorOptions {
  readonly text: string;
  readonly label: string;
  readonly onChange: (text: string) => void;
  /** Control-S, or Command-S. */
  readonly onSave: () => void;
}

/**
 * Markdown alone: CodeMirror's own support for it brings HTML, CSS and JavaScript along, which is as much again as all pages.
 * Without headings that are underlined, front matter above a line of hyphens would be one.
 */
const MARKDOWN = new Language(
  defineLanguageFacet(),
  parser.configure([GFM, { remove: ['SetextHeading'] }]),
  [],
  'markdown',
);

/** Colours could not be read on both grounds: what is marked is bold, slanted or underlined. */
const MARKS = HighlightStyle.define([
  { tag: tags.heading, fontWeight: '700' },
  { tag: tags.strong, fontWeight: '700' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.strikethrough, textDecoration: 'line-through' },
  { tag: [tags.link, tags.url], textDecoration: 'underline' },
  { tag: [tags.processingInstruction, tags.quote, tags.comment], color: 'var(--soft)' },
]);

/** Colours and fonts of the studio. */
const THEME = EditorView.theme({
  '&': { fontSize: '0.95rem', backgroundColor: 'var(--card)', color: 'var(--text)' },
  '.cm-content': { fontFamily: 'var(--mono)', padding: '0.8rem 0', caretColor: 'var(--text)' },
  '.cm-scroller': { lineHeight: '1.6' },
  '.cm-gutters': { backgroundColor: 'var(--raised)', color: 'var(--soft)', border: '0' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'light-dark(rgb(0 0 0 / 4%), rgb(255 255 255 / 5%))' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '&.cm-focused': { outline: '3px solid var(--accent)', outlineOffset: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'light-dark(#cfd9ff, #3a4573)',
  },
  '.cm-panels, .cm-tooltip': { backgroundColor: 'var(--raised)', color: 'var(--text)' },
});

/** An editor of Markdown. Tab leaves it, as it leaves any field. */
export function markdownEditor(parent: HTMLElement, options: MarkdownEditorOptions): EditorView {
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
  const save = () => {
    options.onSave();
    return true;
  };
  return new EditorView({
    parent,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        keymap.of([{ key: 'Mod-s', run: save }, ...searchKeymap, ...historyKeymap, ...defaultKeymap]),
        history(),
        lineNumbers(),
        drawSelection(),
        highlightActiveLine(),
        highlightSelectionMatches(),
        MARKDOWN,
        syntaxHighlighting(MARKS),
        EditorView.lineWrapping,
        EditorView.cspNonce.of(nonce),
        EditorView.contentAttributes.of({ 'aria-label': options.label, spellcheck: 'true', tabindex: '0' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) options.onChange(update.state.doc.toString());
        }),
        THEME,
      ],
    }),
  });
}
