import { lazy, Suspense } from 'preact/compat';
import { useState } from 'preact/hooks';
import type { DraftLine, OpenDraft } from '../../review-protocol.ts';
import { useAction, useLoaded } from '../core/hooks.ts';
import { address } from '../core/router.ts';
import { transport } from '../core/transport.ts';
import { counted, postName } from '../core/words.ts';
import { PageView } from '../parts/page-view.tsx';
import { Problem } from '../parts/problem.tsx';
import { loadDraft } from './decisions.ts';
import { DoubtView } from './doubt-view.tsx';
import { downloadDraft } from './download-draft.ts';
import { OldPostView } from './old-post.tsx';
import { State } from './queue-list.tsx';
import { ScorePanel } from './score-panel.tsx';
import { usePreview } from './use-preview.ts';

const Editor = lazy(async () => (await import('./editor.tsx')).Editor);

export interface DraftViewProps {
  readonly path: string;
  /** Its line in the list; null for a file that cannot be a draft. */
  readonly line: DraftLine | null;
  readonly minScore: number;
  /** Changes whenever the file may have changed. */
  readonly version: unknown;
  readonly isJudging: boolean;
  readonly isBusy: boolean;
  readonly isEditing: boolean;
  /** The passage whose post is shown beside; null if none is. */
  readonly passage: number | null;
  readonly onPassage: (passage: number | null) => void;
  readonly onEdit: (isEditing: boolean) => void;
  readonly onApprove: () => void;
  readonly onHold: () => void;
  readonly onDiscard: () => void;
  readonly onJudge: () => void;
  readonly onSave: (text: string, was: string) => Promise<void>;
}

/** One draft: its page, its score, and what can be done with it. */
export function DraftView(props: DraftViewProps) {
  const { path, line, version, isEditing, onEdit } = props;
  const loaded = useLoaded((signal) => loadDraft(path, signal), [path, version]);
  const draft = loaded.value?.path === path ? loaded.value : null;
  return (
    <section class="draft-pane" aria-label="The draft">
      <a class="back" href={address('review')}>
        ← All drafts
      </a>
      <h2 class="page-title" tabIndex={-1} id="draft-title">
        {line?.title ?? postName(path)}
      </h2>
      <p class="draft-facts">
        {line !== null && (
          <>
            <State approval={line.approval} day={line.day} />
            <span>{counted(line.words, 'word')}</span>
            <span>{line.date ?? 'no date'}</span>
            {line.isGenerated && <span>labelled as written by a model</span>}
          </>
        )}
        <code>{path}</code>
      </p>
      <Problem text={loaded.problem} />
      {draft?.problem != null && (
        <p class="problem" role="status">
          Line {draft.problem.line}: {draft.problem.reason}
        </p>
      )}
      <Actions {...props} draft={draft} />
      {draft !== null &&
        (isEditing ? (
          <Suspense fallback={<p class="waiting">Loading the editor …</p>}>
            <Editor key={path} draft={draft} onSave={props.onSave} onClose={() => onEdit(false)} />
          </Suspense>
        ) : (
          <Reading {...props} draft={draft} />
        ))}
    </section>
  );
}

function Actions(props: DraftViewProps & { readonly draft: OpenDraft | null }) {
  const { line, draft, isBusy, isEditing, onApprove, onHold, onEdit, onDiscard } = props;
  const download = useAction(downloadDraft);
  if (isEditing) return null;
  return (
    <div class="buttons">
      {line !== null && (
        <>
          <button
            type="button"
            class="primary"
            disabled={isBusy || line.approval === 'approved'}
            aria-keyshortcuts="a"
            onClick={onApprove}
          >
            Approve <kbd>a</kbd>
          </button>
          <button
            type="button"
            disabled={isBusy || line.approval === 'held back'}
            aria-keyshortcuts="h"
            onClick={onHold}
          >
            Hold back <kbd>h</kbd>
          </button>
        </>
      )}
      <button type="button" aria-keyshortcuts="e" onClick={() => onEdit(true)}>
        Edit <kbd>e</kbd>
      </button>
      {transport().place === 'tab' && draft !== null && (
        <button type="button" disabled={download.isBusy} onClick={() => download.run(draft)}>
          Download
        </button>
      )}
      {line !== null && (
        <button type="button" class="danger" disabled={isBusy} aria-keyshortcuts="d" onClick={onDiscard}>
          Delete <kbd>d</kbd>
        </button>
      )}
      <Problem text={download.problem} />
    </div>
  );
}

function Reading(props: DraftViewProps & { readonly draft: OpenDraft }) {
  const { draft, minScore, isJudging, onJudge, passage, onPassage } = props;
  const [isShaded, setShaded] = useState(false);
  const passages = draft.review?.judgement.shared.passages ?? [];
  const preview = usePreview(draft);
  const open = passage === null ? undefined : passages[passage];
  return (
    <div class={`draft-sides${open === undefined ? '' : ' comparing'}`}>
      <div class="draft-text">
        <Problem text={preview.problem} />
        {draft.body !== null && (
          <label class="inline shade-switch">
            <input
              type="checkbox"
              checked={isShaded}
              onChange={({ currentTarget }) => setShaded(currentTarget.checked)}
            />
            Shade what the model was unsure of
          </label>
        )}
        {isShaded && draft.body !== null ? (
          <DoubtView body={draft.body.trim()} />
        ) : (
          <PageView html={preview.html} onPassage={onPassage} label="The draft as a page" />
        )}
      </div>
      {open !== undefined && (
        <OldPostView source={open.source} passage={open.passage} onClose={() => onPassage(null)} />
      )}
      {draft.body !== null && (
        <ScorePanel
          review={draft.review}
          minScore={minScore}
          isJudging={isJudging}
          onJudge={onJudge}
          onPassage={onPassage}
          shown={passage}
        />
      )}
    </div>
  );
}
