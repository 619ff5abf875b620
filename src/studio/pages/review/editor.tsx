import type { EditorView } from '@codemirror/view';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { OpenDraft, Preview } from '../../review-protocol.ts';
import { api } from '../core/api.ts';
import { useLoaded } from '../core/hooks.ts';
import { postName } from '../core/words.ts';
import { PageView } from '../parts/page-view.tsx';
import { Problem } from '../parts/problem.tsx';
import { markdownEditor } from './code-mirror.ts';
import { withLineEndsOf, withPlainLineEnds } from './line-ends.ts';
import { SaveDialog } from './save-dialog.tsx';
import { forgetUnsaved, keepUnsaved, unsavedOf } from './unsaved.ts';

export interface EditorProps {
  readonly draft: OpenDraft;
  /** Saves a text, if the file still is `was`. */
  readonly onSave: (text: string, was: string) => Promise<void>;
  readonly onClose: () => void;
}

/** The preview follows the typing after so long. */
const PAUSE_MS = 250;

/** A draft as text, with its page beside it. What is not saved stays in this tab. */
export function Editor({ draft, onSave, onClose }: EditorProps) {
  const { path } = draft;
  const kept = useRef(unsavedOf(path)).current;
  const [was, setWas] = useState(kept?.was ?? draft.text);
  const [text, setText] = useState(withPlainLineEnds(kept?.text ?? draft.text));
  const [isSaving, setSaving] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const isChanged = text !== withPlainLineEnds(was);
  const change = useRef({ save: () => {} });
  change.current.save = () => isChanged && setSaving(true);
  useEffect(() => {
    const label = `The Markdown of ${postName(path)}. Tab leaves the editor, Control-S saves.`;
    const editor = markdownEditor(place.current!, {
      text,
      label,
      onChange: setText,
      onSave: () => change.current.save(),
    });
    view.current = editor;
    editor.focus();
    return () => editor.destroy();
  }, []);
  useEffect(() => {
    if (isChanged) keepUnsaved(path, { text, was });
    else forgetUnsaved(path);
  }, [text, was]);
  const replaceText = (next: string) =>
    view.current?.dispatch({ changes: { from: 0, to: view.current.state.doc.length, insert: next } });
  return (
    <section class="editor" aria-label={`Editing ${postName(path)}`}>
      <div class="buttons">
        <button type="button" class="primary" disabled={!isChanged} onClick={() => setSaving(true)}>
          Save …
        </button>
        <button type="button" onClick={onClose}>
          {isChanged ? 'Close, keep for later' : 'Close'}
        </button>
        {isChanged && (
          <button type="button" class="quiet danger" onClick={() => replaceText(withPlainLineEnds(was))}>
            Undo all edits
          </button>
        )}
        <span class="small" aria-live="polite">
          {isChanged ? 'Not saved yet.' : 'As saved.'} Tab leaves the editor.
        </span>
      </div>
      <div class="editor-sides">
        <div ref={place} class="editor-text" />
        <EditorPreview path={path} text={text} />
      </div>
      {isSaving && (
        <SaveDialog
          path={path}
          text={withLineEndsOf(was, text)}
          was={was}
          onSave={async (saved, before) => {
            await onSave(saved, before);
            forgetUnsaved(path);
            setWas(saved);
            setSaving(false);
          }}
          onTheirs={(theirs) => {
            setWas(theirs);
            replaceText(withPlainLineEnds(theirs));
            setSaving(false);
          }}
          onClose={() => setSaving(false)}
        />
      )}
    </section>
  );
}

function EditorPreview({ path, text }: { readonly path: string; readonly text: string }) {
  const preview = useLoaded(
    async (signal) => {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      signal.throwIfAborted();
      return api<Preview>('POST', '/preview', { path, text }, signal);
    },
    [path, text],
  );
  const { value } = preview;
  return (
    <div class="editor-preview">
      <Problem text={preview.problem} />
      {value?.problem != null && (
        <p class="warning" role="status">
          Line {value.problem.line}: {value.problem.reason}
        </p>
      )}
      <h2 class="page-title">{value?.title ?? ''}</h2>
      <PageView html={value?.html ?? ''} label="Preview" />
    </div>
  );
}
