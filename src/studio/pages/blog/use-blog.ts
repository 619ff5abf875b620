import { useState } from 'preact/hooks';
import type { PostsShownEvent } from '../../../pipeline/events/posts.ts';
import type { AnyEvent, ProjectFacts } from '../../protocol.ts';
import { ask, type Loaded, useConnection, useEnded, useLoaded } from '../core/hooks.ts';

/** What `tpdne posts` reported. */
export interface Look {
  readonly shown: PostsShownEvent;
  /** For people: 'a Jekyll site'; null for plain files. */
  readonly source: string | null;
  /** Why other tokens are counted than the model's; null if they are not. */
  readonly notice: string | null;
}

/** The last look, for as long as the settings are the same: ten thousand posts take a while to read. */
let kept: { readonly key: string; readonly look: Look } | null = null;

/** The posts as they were read last; null while there is no config file that names them. `again` reads them again. */
export function useBlog(project: ProjectFacts): Loaded<Look | null> & { readonly again: () => void } {
  const settings = project.config?.settings.posts ?? {};
  // Posts that are left out meanwhile are shown as such without reading all of them again.
  const { exclude: _, ...others } = settings;
  const changes = useEnded('import', 'publish', 'unpublish', 'download', 'remove');
  // Until the jobs are known, it is not known either whether one of them has changed the posts since the last look.
  const isReady = useConnection() !== 'connecting';
  const [round, setRound] = useState(0);
  const key = JSON.stringify([project.folder, others, changes, round]);
  const loaded = useLoaded(async () => {
    if (!isReady || settings.posts === undefined) return null;
    if (kept?.key !== key) kept = { key, look: lookOf(await ask('posts')) };
    return kept.look;
  }, [key, isReady]);
  return { ...loaded, again: () => setRound((count) => count + 1) };
}

function lookOf(events: readonly AnyEvent[]): Look {
  const text = (type: string, field: string) => events.find((event) => event.type === type)?.[field];
  return {
    shown: events.findLast(({ type }) => type === 'posts-shown') as unknown as PostsShownEvent,
    source: (text('source', 'source') as string | undefined) ?? null,
    notice: (text('notice', 'text') as string | undefined) ?? null,
  };
}

/** Texts of a setting that may be one text or a list. */
export function textsOf(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}
