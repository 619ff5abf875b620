import { useEffect, useRef, useState } from 'preact/hooks';
import { messageOf } from '../core/hooks.ts';
import { begin, branchOff, choose, edit, grow, piecesOf, redone, undone, type Versions } from './branches.ts';
import { continued, openDesk } from './desk-client.ts';
import { textOf } from './pieces.ts';

/** What is loaded at the desk. */
export type DeskState = 'closed' | 'opening' | 'open' | 'writing';

export interface DeskOptions {
  /** Settings of `serve`: which model. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Tokens that it goes on for. */
  readonly length: number;
  readonly temperature: number;
}

/** Kept in this browser, so that a reload loses nothing. */
const KEY = 'tpdne-desk';

/** The text at the desk, its versions, and what a person can do with them. */
export function useDesk({ settings, length, temperature }: DeskOptions) {
  const [versions, setVersions] = useState<Versions>(remembered);
  const [state, setState] = useState<DeskState>('closed');
  const [problem, setProblem] = useState<string | null>(null);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => remember(versions), [versions]);
  useEffect(() => () => stop.current?.abort(), []);

  /** Goes on after the text of `from`, which is shown. */
  const goOnFrom = async (from: Versions) => {
    setProblem(null);
    setVersions(from);
    stop.current = new AbortController();
    const { signal } = stop.current;
    try {
      setState('opening');
      const model = await openDesk(settings);
      signal.throwIfAborted();
      setState('writing');
      const prompt = textOf(piecesOf(from));
      for await (const more of continued({ model, prompt, length, temperature }, signal)) {
        setVersions((now) => grow(now, more));
      }
    } catch (error) {
      if (!signal.aborted) setProblem(messageOf(error));
    }
    setState('open');
  };
  const show = (next: Versions | null) => next !== null && setVersions(next);
  return {
    versions,
    pieces: piecesOf(versions),
    state,
    problem,
    isBusy: state === 'opening' || state === 'writing',
    goOn: () => {
      // A model has learned words with the space before them; after a space it would begin in the middle of one.
      const from = edit(versions, textOf(piecesOf(versions)).replace(/ +$/, ''));
      void goOnFrom(branchOff(from, piecesOf(from).length, []));
    },
    choose: (place: number, text: string) => void goOnFrom(choose(versions, place, text)),
    /** Goes on from a place, without what is after it. */
    goOnAt: (place: number) => void goOnFrom(branchOff(versions, place, [])),
    stop: () => stop.current?.abort(),
    edit: (text: string) => setVersions(edit(versions, text)),
    undo: () => show(undone(versions)),
    redo: () => show(redone(versions)),
    show: (id: number) => setVersions({ ...versions, shown: id }),
    startOver: (text: string) => setVersions(begin(text)),
  };
}

export type Desk = ReturnType<typeof useDesk>;

function remember(versions: Versions): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(versions));
  } catch {
    // More than a browser keeps, some thousand words with their choices: a reload then shows what was kept last.
  }
}

function remembered(): Versions {
  try {
    const versions = JSON.parse(sessionStorage.getItem(KEY) ?? '') as Versions;
    return versions.branches[versions.shown] === undefined ? begin('') : versions;
  } catch {
    return begin('');
  }
}
