import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Examination } from '../../../pipeline/doctor/examination.ts';
import { type AnyEvent, isOver, type Job, type JobCommand, type ProjectFacts } from '../../protocol.ts';
import { ApiError, get, startJob } from './api.ts';
import { type Connection, live } from './live.ts';

/** Something that the server tells; what is told otherwise draws nothing again. `read` must give the same object until it changes. */
function useLive<Value>(read: () => Value): Value {
  const [, draw] = useState(0);
  const value = read();
  const drawn = useRef({ read, value });
  drawn.current = { read, value };
  useEffect(() => {
    const check = () => {
      if (drawn.current.read() !== drawn.current.value) draw((count) => count + 1);
    };
    // What was told between drawing and now.
    check();
    return live.subscribe(check);
  }, []);
  return value;
}

/** All jobs, the oldest first. */
export function useJobs(): readonly Job[] {
  return useLive(() => live.jobs);
}

export function useConnection(): Connection {
  return useLive(() => live.connection);
}

/** The newest job of some commands that is not over; null if there is none. */
export function useActiveJob(...commands: readonly JobCommand[]): Job | null {
  return useJobs().findLast(({ command, state }) => commands.includes(command) && !isOver(state)) ?? null;
}

/** What a job has reported so far. */
export function useJobEvents(id: string | null): readonly AnyEvent[] {
  const events = useLive(() => (id === null ? null : live.eventsOf(id)));
  return useMemo(() => (events ?? []).map(({ event }) => event), [events]);
}

/** Something that is loaded from the server. */
export interface Loaded<Value> {
  /** The last value; null before the first. */
  readonly value: Value | null;
  /** What went wrong the last time, for people; null if nothing did. */
  readonly problem: string | null;
  readonly isLoading: boolean;
  /** Loads it again. */
  readonly reload: () => void;
}

/** Loads a value, again when `keys` change. */
export function useLoaded<Value>(
  load: (signal: AbortSignal) => Promise<Value>,
  keys: readonly unknown[],
): Loaded<Value> {
  const [state, setState] = useState<Omit<Loaded<Value>, 'reload'>>({ value: null, problem: null, isLoading: true });
  const [round, setRound] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    setState((before) => ({ ...before, isLoading: true }));
    load(stop.signal).then(
      (value) => stop.signal.aborted || setState({ value, problem: null, isLoading: false }),
      (error) =>
        stop.signal.aborted || setState((before) => ({ ...before, problem: messageOf(error), isLoading: false })),
    );
    return () => stop.abort();
  }, [...keys, round]);
  return { ...state, reload: useCallback(() => setRound((count) => count + 1), []) };
}

/** The answer to GET `path`, below /api. */
export function useGet<Value>(path: string, keys: readonly unknown[] = []): Loaded<Value> {
  return useLoaded((signal) => get<Value>(path, signal), [path, ...keys]);
}

/** The project and its config file. */
export function useProject(): Loaded<ProjectFacts> {
  return useGet<ProjectFacts>('/project', [useEnded('init')]);
}

/** Loads what a command that only looks reports, such as `doctor`. */
export function useCommand(
  command: JobCommand,
  settings: Readonly<Record<string, unknown>> = {},
  keys: readonly unknown[] = [],
): Loaded<readonly AnyEvent[]> {
  return useLoaded(async () => ask(command, settings), [command, JSON.stringify(settings), ...keys]);
}

/** What `doctor` reported last, on any page. */
let lastExamination: Examination | null = null;

/** What `doctor` finds; until it has looked again, what it found the last time, so that a page that was left is there at once. */
export function useExamination(keys: readonly unknown[]): Loaded<Examination> {
  // Whoever looks before the jobs are known looks again when they are.
  const isReady = useConnection() !== 'connecting';
  const loaded = useLoaded(async () => {
    if (!isReady) return lastExamination;
    lastExamination = ((await ask('doctor')).at(-1)?.found ?? null) as Examination | null;
    return lastExamination;
  }, [isReady, ...keys]);
  return { ...loaded, value: loaded.value ?? lastExamination };
}

/** Runs a command to its end, and resolves with its events. Throws ApiError with what went wrong. */
export async function ask(
  command: JobCommand,
  settings: Readonly<Record<string, unknown>> = {},
  answers?: Readonly<Record<string, string>>,
): Promise<readonly AnyEvent[]> {
  const begun = await startJob(command, settings, answers);
  live.know(begun);
  const { job, events } = await live.finished(begun.id);
  if (job.fault !== null) throw new ApiError(job.fault.code, job.fault.message);
  return events;
}

/** How many jobs of some commands are over: changes when one ends, so that what it changed is loaded again. */
export function useEnded(...commands: readonly JobCommand[]): number {
  return useJobs().filter(({ command, state }) => commands.includes(command) && isOver(state)).length;
}

/** What went wrong, for people. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Something that a button does: whether it is being done, and what went wrong. */
export function useAction<Arguments extends unknown[]>(
  act: (...values: Arguments) => Promise<unknown>,
): { readonly run: (...values: Arguments) => void; readonly isBusy: boolean; readonly problem: string | null } {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const run = (...values: Arguments) => {
    setBusy(true);
    setProblem(null);
    act(...values)
      .catch((error: unknown) => setProblem(messageOf(error)))
      .finally(() => setBusy(false));
  };
  return { run, isBusy, problem };
}
