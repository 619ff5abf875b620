import { useRef, useState } from 'preact/hooks';
import type { ProjectFacts } from '../../protocol.ts';
import { api } from '../core/api.ts';
import { messageOf } from '../core/hooks.ts';
import { textsOf } from './use-blog.ts';

/** The posts that a person leaves out: `exclude` in the config file. */
export interface Exclude {
  readonly entries: readonly string[];
  /** What was done last, in a sentence; null if nothing was, or it was undone. */
  readonly done: string | null;
  /** How many changes can be undone. */
  readonly steps: number;
  readonly problem: string | null;
  readonly add: (entry: string, name: string) => void;
  readonly remove: (entry: string, name: string) => void;
  readonly undo: () => void;
}

/** Keeps the entries of the config file; each change is shown at once, and saved in the order in which it was made. */
export function useExclude(project: ProjectFacts): Exclude {
  const [entries, setEntries] = useState(textsOf(project.config?.settings.posts?.exclude));
  const [before, setBefore] = useState<readonly { entries: readonly string[]; done: string }[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const saved = useRef<Promise<unknown>>(Promise.resolve());
  const save = (next: readonly string[]) => {
    setEntries(next);
    setProblem(null);
    const changes = { site: { exclude: next.length === 0 ? null : next } };
    saved.current = saved.current
      .then(() => api<ProjectFacts>('PUT', '/config', { changes }))
      .catch(async (error: unknown) => {
        setProblem(messageOf(error));
        setEntries(textsOf((await api<ProjectFacts>('GET', '/project')).config?.settings.posts?.exclude));
        setBefore([]);
      });
  };
  const change = (next: readonly string[], done: string) => {
    setBefore([...before, { entries, done }]);
    save(next);
  };
  return {
    entries,
    problem,
    done: before.at(-1)?.done ?? null,
    steps: before.length,
    add: (entry, name) => {
      if (!entries.includes(entry)) change([...entries, entry], `${name} is left out.`);
    },
    remove: (entry, name) =>
      change(
        entries.filter((each) => each !== entry),
        `${name} is learned from again.`,
      ),
    undo: () => {
      const last = before.at(-1);
      if (last === undefined) return;
      setBefore(before.slice(0, -1));
      save(last.entries);
    },
  };
}
