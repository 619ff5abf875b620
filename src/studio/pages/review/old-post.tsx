import { useEffect, useRef } from 'preact/hooks';
import type { OldPost } from '../../review-protocol.ts';
import { useGet } from '../core/hooks.ts';
import { postName } from '../core/words.ts';
import { PageView } from '../parts/page-view.tsx';
import { Problem } from '../parts/problem.tsx';

export interface OldPostViewProps {
  readonly source: string;
  readonly passage: string;
  readonly onClose: () => void;
}

/** A post that a passage was copied from, at the place of the passage. */
export function OldPostView({ source, passage, onClose }: OldPostViewProps) {
  const post = useGet<OldPost>(`/old-post?${new URLSearchParams({ path: source, passage })}`);
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => close.current?.focus({ preventScroll: true }), [source, passage]);
  const { value } = post;
  return (
    <section
      class="old-post"
      aria-label="The post that it is copied from"
      onKeyDown={({ key }) => key === 'Escape' && onClose()}
    >
      <header class="old-post-head">
        <p class="small">{value?.path ?? source}</p>
        <button ref={close} type="button" class="quiet" onClick={onClose}>
          Close
        </button>
      </header>
      <Problem text={post.problem} />
      {value !== null && (
        <>
          <h2>{value.title ?? (value.from === 'run' ? postName(source) : 'Untitled')}</h2>
          {value.date !== null && <p class="small">{value.date}</p>}
          {value.run !== null && (
            <p class="warning">
              This post is no longer where it was. This is its text, as the run {value.run} has kept it.
            </p>
          )}
          {!value.isFound && <p class="warning">The passage is no longer in this post.</p>}
          <PageView html={value.html} showsMark label="The old post" />
        </>
      )}
    </section>
  );
}
