import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { ProjectFacts } from '../../protocol.ts';
import { useActiveJob, useJobEvents, useProject } from '../core/hooks.ts';
import { useKeys } from '../core/keys.ts';
import { address, type Route } from '../core/router.ts';
import { standingOf } from '../jobs/describe.ts';
import { CommandLine } from '../parts/command-line.tsx';
import { Problem } from '../parts/problem.tsx';
import { ProgressBar } from '../parts/progress.tsx';
import '../style/blog.css';
import '../style/post.css';
import { FindingsView } from './findings-view.tsx';
import { LeftOutView } from './left-out-view.tsx';
import { Overview } from './overview.tsx';
import { PostPage } from './post-page.tsx';
import { PostTable } from './post-table.tsx';
import { rowsOf } from './rows.ts';
import { SourceCard } from './source-card.tsx';
import { Undo } from './undo.tsx';
import { type Look, textsOf, useBlog } from './use-blog.ts';
import { type Exclude, useExclude } from './use-exclude.ts';

/** The posts that a model would learn from: `tpdne posts` as a page. */
export function BlogPage({ route }: { readonly route: Route }) {
  const project = useProject();
  if (project.value === null) {
    return (
      <>
        <h1>Blog</h1>
        <Problem text={project.problem} />
      </>
    );
  }
  return <Blog route={route} project={project.value} onProject={project.reload} />;
}

interface BlogProps {
  readonly route: Route;
  readonly project: ProjectFacts;
  readonly onProject: () => void;
}

function Blog({ route, project, onProject }: BlogProps) {
  const blog = useBlog(project);
  const exclude = useExclude(project);
  useKeys({ u: exclude.undo });
  const view = route.rest[0] ?? 'posts';
  if (view === 'post') {
    return <PostPage route={route} shown={blog.value?.shown ?? null} exclude={exclude} program={project.program} />;
  }
  const sources = textsOf(project.config?.settings.posts?.posts);
  const inLine = project.config === null ? ` ${sources.join(' ')}` : '';
  return (
    <>
      <h1>Blog</h1>
      <Problem text={project.config?.problem ?? null} />
      <SourceCard
        project={project}
        sources={sources}
        source={blog.value?.source ?? null}
        onChange={onProject}
        onAgain={blog.again}
        isBusy={blog.isLoading}
      />
      <Problem text={blog.problem} />
      {blog.isLoading && sources.length > 0 && <Reading />}
      {blog.value != null && !(blog.isLoading && blog.problem !== null) && (
        <Views
          view={view}
          look={blog.value}
          exclude={exclude}
          project={project}
          onSettings={onProject}
          onAgain={blog.again}
        />
      )}
      <CommandLine line={`${project.program} posts${inLine}`} />
    </>
  );
}

/** How far the posts are read. */
function Reading() {
  const job = useActiveJob('posts');
  const { doing, share } = standingOf(useJobEvents(job?.id ?? null));
  return (
    <div class="reading" aria-live="polite">
      <p class="waiting">Reading your posts …</p>
      <ProgressBar share={share} label={`Reading your posts: ${doing}`} />
    </div>
  );
}

interface ViewsProps {
  readonly view: string;
  readonly look: Look;
  readonly exclude: Exclude;
  readonly project: ProjectFacts;
  readonly onSettings: () => void;
  readonly onAgain: () => void;
}

function Views({ view, look, exclude, project, onSettings, onAgain }: ViewsProps) {
  const { shown, notice } = look;
  const rows = useMemo(() => rowsOf(shown, exclude.entries), [shown, exclude.entries]);
  const out = shown.skipped.reduce((sum, { count = 1 }) => sum + count, 0);
  const found = (shown.cleaning?.findings.length ?? 0) + (shown.cleaning?.boilerplate.length ?? 0) + shown.notes.length;
  return (
    <>
      {notice !== null && <p class="warning">{notice}</p>}
      <Overview rows={rows} shown={shown} />
      <nav class="tabs" aria-label="About the posts">
        <Tab name="posts" view={view} count={rows.length}>
          Posts
        </Tab>
        <Tab name="out" view={view} count={out}>
          Left out
        </Tab>
        <Tab name="check" view={view} count={found}>
          To check
        </Tab>
      </nav>
      <Undo exclude={exclude} />
      {view === 'out' ? (
        <LeftOutView
          skipped={shown.skipped}
          exclude={exclude}
          onAgain={onAgain}
          project={project}
          onSettings={onSettings}
        />
      ) : view === 'check' ? (
        <FindingsView shown={shown} project={project} onSettings={onSettings} />
      ) : (
        <PostTable rows={rows} exclude={exclude} />
      )}
    </>
  );
}

interface TabProps {
  readonly name: string;
  readonly view: string;
  readonly count: number;
  readonly children: ComponentChildren;
}

function Tab({ name, view, count, children }: TabProps) {
  return (
    <a href={address('blog', name === 'posts' ? [] : [name])} aria-current={name === view ? 'page' : undefined}>
      {children} <span class="count">{count.toLocaleString('en')}</span>
    </a>
  );
}
