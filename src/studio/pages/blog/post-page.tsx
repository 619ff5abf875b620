import { useMemo } from 'preact/hooks';
import type { PostsShownEvent } from '../../../pipeline/events/posts.ts';
import type { PostView } from '../../protocol.ts';
import { useGet } from '../core/hooks.ts';
import { address, type Route } from '../core/router.ts';
import { CommandLine } from '../parts/command-line.tsx';
import { Problem } from '../parts/problem.tsx';
import { ColouredTokens } from './coloured-tokens.tsx';
import { LearnTick } from './post-table.tsx';
import { type Row, rowsOf } from './rows.ts';
import { SourceText } from './source-text.tsx';
import { Undo } from './undo.tsx';
import type { Exclude } from './use-exclude.ts';

export interface PostPageProps {
  readonly route: Route;
  /** All posts, as they were read last; null if that is not known yet. */
  readonly shown: PostsShownEvent | null;
  readonly exclude: Exclude;
  readonly program: string;
}

/** One post: its text as the model sees it, its tokens, and its file. */
export function PostPage({ route, shown, exclude, program }: PostPageProps) {
  const path = route.rest[1] ?? '';
  const post = useGet<PostView>(`/posts/view?name=${encodeURIComponent(path)}`);
  const rows = useMemo(() => (shown === null ? [] : rowsOf(shown, exclude.entries)), [shown, exclude.entries]);
  const row = rows.find((each) => each.path === path) ?? null;
  const left = shown?.skipped.find((each) => each.path === path && each.because !== 'excluded') ?? null;
  const view = post.value;
  return (
    <>
      <p class="back">
        <a href={address('blog')}>← All posts</a>
      </p>
      <h1>{view?.title ?? row?.title ?? path}</h1>
      <p class="small">
        {view?.date != null && `${view.date.slice(0, 10)} · `}
        <span class="path">{path}</span>
      </p>
      <Problem text={post.problem} />
      {row !== null && <Learn row={row} exclude={exclude} />}
      {(view?.leftOut ?? left) !== null && view !== null && (
        <p class="warning">It is not learned from: {(view.leftOut ?? left)!.reason}</p>
      )}
      <Undo exclude={exclude} />
      {view === null ? post.isLoading && <p class="waiting">Reading the post …</p> : <Text view={view} route={route} />}
      <CommandLine line={`${program} posts`} />
    </>
  );
}

function Learn({ row, exclude }: { readonly row: Row; readonly exclude: Exclude }) {
  return (
    <p class="switch">
      <LearnTick row={row} exclude={exclude} label="Learn from this post" />
      <span aria-hidden="true">Learn from this post</span>
    </p>
  );
}

const VIEWS = { text: 'As the model reads it', tokens: 'In tokens', file: 'Its file' } as const;

function Text({ view, route }: { readonly view: PostView; readonly route: Route }) {
  const { pieces, source, format, model, problem, keepsBoilerplate } = view;
  const asked = route.query.get('view');
  const possible = (['text', 'tokens', 'file'] as const).filter((name) => (name === 'file' ? source : pieces) !== null);
  const now = possible.find((name) => name === asked) ?? possible[0];
  if (now === undefined) return <p class="waiting">There is nothing to show of it.</p>;
  const line = Number(route.query.get('line'));
  return (
    <>
      <nav class="tabs" aria-label="Ways to look at it">
        {possible.map((name) => (
          <a
            key={name}
            href={address('blog', route.rest, { view: name })}
            aria-current={name === now ? 'page' : undefined}
          >
            {VIEWS[name]}
          </a>
        ))}
      </nav>
      {now !== 'file' && (
        <p class="small">
          {model} reads posts as {format === 'text' ? 'the text that a reader sees' : 'Markdown below title and tags'}.
          {problem !== null && ` These are GPT-2's tokens: ${problem}`}
          {keepsBoilerplate && ' Paragraphs that repeat in most posts are still shown here, but not learned from.'}
        </p>
      )}
      {now === 'file' ? (
        <SourceText text={source!} line={line > 0 ? line : null} />
      ) : now === 'tokens' ? (
        <ColouredTokens pieces={pieces!} />
      ) : (
        <div class={`post-text ${format}`}>{pieces!.map(({ text }) => text).join('')}</div>
      )}
    </>
  );
}
