import { useMemo } from 'preact/hooks';
import type { Sample } from '../../../pipeline/train/sample-history.ts';
import { type AnyEvent, isOver, type Job, type RunHistory } from '../../protocol.ts';
import { mergedCurve, type TrainingCurve } from '../chart/training-curve.ts';
import { get } from '../core/api.ts';
import { useJobEvents, useLoaded } from '../core/hooks.ts';
import { milestones } from './progress.ts';
import { mergedSamples } from './samples.ts';

/** What is known about the training of a run, from disk and from the job that works on it. */
export interface Training {
  readonly events: readonly AnyEvent[];
  readonly history: RunHistory | null;
  readonly curve: TrainingCurve;
  readonly samples: readonly Sample[];
  readonly problem: string | null;
}

/** Follows the training of a run; `job`: null if none works on it. */
export function useTraining(run: string, job: Job | null): Training {
  const events = useJobEvents(job?.id ?? null);
  const isRunning = job !== null && !isOver(job.state);
  const keys = [run, job?.id, isRunning, milestones(events)];
  const { value, problem } = useLoaded((signal) => loadRecords(run, signal), keys);
  // Of a run that starts over, what is on disk is void until it makes its first step.
  const isVoid = isRunning && job.settings.fresh === true && !events.some(({ type }) => type === 'step');
  const { history, samples } = value === null || value.run !== run || isVoid ? NO_RECORDS : value;
  const curve = useMemo(() => mergedCurve(history, events), [history, events]);
  const texts = useMemo(() => mergedSamples(samples, events), [samples, events]);
  return { events, history, curve, samples: texts, problem };
}

interface Records {
  readonly run: string | null;
  readonly history: RunHistory | null;
  readonly samples: readonly Sample[];
}

const NO_RECORDS: Records = { run: null, history: null, samples: [] };

async function loadRecords(run: string, signal: AbortSignal): Promise<Records> {
  const path = `/runs/${encodeURIComponent(run)}`;
  const history = await get<RunHistory>(`${path}/history`, signal);
  return { run, history, samples: await get<Sample[]>(`${path}/samples`, signal) };
}
