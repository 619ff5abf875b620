import { markdown } from '@codemirror/lang-markdown';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { basicSetup } from 'codemirror';

export interface MarkdownEditorOptions {
  readonly text: string;
  readonly label: string;
  readonly onChange: (text: string) => void;
  /** Control-S, or Command-S. */
  readonly onSave: () => void;
}

/** Colours and fonts of the studio. */
const THEME = EditorView.theme({
  '&': { fontSize: '0.95rem', backgroundColor: 'var(--card)', color: 'var(--text)' },
  '.cm-content': { fontFamily: 'var(--mono)', padding: '0.8rem 0', caretColor: 'var(--text)' },
  '.cm-scroller': { lineHeight: '1.6' },
  // The usual colours of syntax cannot be read on a dark ground; headings stay bold and links underlined.
  '.cm-line span': { color: 'inherit' },
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
        keymap.of([{ key: 'Mod-s', run: save }]),
        basicSetup,
        // Without it, the front matter above a line of hyphens would be a heading.
        markdown({ extensions: { remove: ['SetextHeading'] } }),
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
