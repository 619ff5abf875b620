import { Suspense } from 'preact/compat';
import { type AnyEvent, isOver, type Job } from '../../protocol.ts';
import { TrainingChart } from '../chart/lazy-charts.tsx';
import { startJob, stopJob } from '../core/api.ts';
import { useAction } from '../core/hooks.ts';
import { address } from '../core/router.ts';
import { transport } from '../core/transport.ts';
import { bytes, duration } from '../core/words.ts';
import { standingOf } from '../jobs/describe.ts';
import { Problem } from '../parts/problem.tsx';
import { ProgressBar } from '../parts/progress.tsx';
import { Term } from '../parts/term.tsx';
import { planInWords, tokensPerSecond } from './progress.ts';
import { sameAgain } from './run-of.ts';
import { SamplesView } from './samples-view.tsx';
import { type Training, useTraining } from './use-training.ts';

/** A run that learns now, or has learned: its progress, its losses and what it writes. */
export function TrainingView({ run, job }: { readonly run: string; readonly job: Job | null }) {
  const training = useTraining(run, job);
  const { events, history, curve, samples, problem } = training;
  const plan = events.findLast(({ type }) => type === 'plan');
  const perPass = history?.facts?.stepsPerEpoch ?? (plan === undefined ? null : Number(plan.stepsPerEpoch));
  const hasCurve = curve.steps.length + curve.validations.length > 0;
  return (
    <>
      <section class="card training" aria-labelledby="training-title">
        <h2 id="training-title">{titleOf(run, job)}</h2>
        {job !== null && <Progress job={job} training={training} />}
        <Problem text={problem ?? job?.fault?.message ?? null} />
        {history !== null && history.verdict.kind !== 'no-steps' && (
          <p class={`verdict ${history.verdict.kind}`} aria-live="polite">
            {history.verdict.sentence}
          </p>
        )}
        {hasCurve && (
          <>
            <h3>
              <Term name="loss">Loss</Term>
            </h3>
            <Suspense fallback={<p class="waiting">Loading the chart …</p>}>
              <TrainingChart curve={curve} stepsPerPass={perPass} />
            </Suspense>
          </>
        )}
        <Plan events={events} />
      </section>
      <SamplesView samples={samples} validations={curve.validations} />
    </>
  );
}

function titleOf(run: string, job: Job | null): string {
  if (job === null || isOver(job.state)) return `What ${run} has learned`;
  return job.state === 'queued' ? `${run} waits for its turn` : `${run} is learning`;
}

function Progress({ job, training: { events } }: { readonly job: Job; readonly training: Training }) {
  const standing = standingOf(events);
  const pause = useAction(() => stopJob(job.id));
  const resume = useAction(() => {
    const { command, settings } = sameAgain(job);
    return startJob(command, settings);
  });
  const isStopped = job.state === 'stopped' || job.state === 'interrupted';
  if (isOver(job.state)) {
    return (
      <div class="training-over">
        {isStopped && <p>It was paused, and saved.</p>}
        {(isStopped || job.state === 'failed') && (
          <button type="button" disabled={resume.isBusy} onClick={() => resume.run()}>
            Go on
          </button>
        )}
        {events.some(({ type }) => type === 'run-finished') && (
          <p>
            Its drafts are written: <a href={address('review')}>look over them</a>.
          </p>
        )}
        <Problem text={resume.problem} />
      </div>
    );
  }
  const isStopping = job.state === 'stopping';
  const doing = isStopping
    ? 'saving after this step'
    : job.state === 'queued'
      ? 'another training comes first'
      : standing.doing;
  return (
    <>
      <div class="training-head">
        <p class="figure">{doing}</p>
        <button type="button" disabled={pause.isBusy} onClick={() => pause.run()}>
          {isStopping ? 'End at once' : 'Pause'}
        </button>
      </div>
      <ProgressBar share={job.state === 'queued' ? 0 : standing.share} label={`Learning: ${doing}`} />
      <Facts events={events} secondsLeft={standing.secondsLeft} />
      <Problem text={pause.problem} />
    </>
  );
}

function Facts({ events, secondsLeft }: { readonly events: readonly AnyEvent[]; readonly secondsLeft: number | null }) {
  const speed = tokensPerSecond(events);
  const plan = events.findLast(({ type }) => type === 'plan');
  const facts: [string, string][] = [
    ...(speed === null ? [] : [['tokens a second', Math.round(speed).toLocaleString('en')] as [string, string]]),
    ...(secondsLeft === null ? [] : [['left', duration(secondsLeft)] as [string, string]]),
    ...(plan === undefined
      ? []
      : [['of memory', bytes((plan.memory as { readonly total: number }).total)] as [string, string]]),
  ];
  if (facts.length === 0) return null;
  return (
    <dl class="training-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Plan({ events }: { readonly events: readonly AnyEvent[] }) {
  const sentences = planInWords(events, transport().place === 'folder');
  const notices = noticesIn(events);
  if (sentences.length + notices.length === 0) return null;
  return (
    <details open>
      <summary>The plan</summary>
      <p>{sentences.join(' ')}</p>
      {notices.map((text) => (
        <p key={text} class="warning">
          {text}
        </p>
      ))}
    </details>
  );
}

/** What is unexpected about a training: notices, and why it computes slowly. */
function noticesIn(events: readonly AnyEvent[]): readonly string[] {
  return events.flatMap(({ type, text, slowBecause }) => {
    if (type === 'notice') return [String(text)];
    return type === 'device' && slowBecause != null ? [`It learns slowly: ${slowBecause}.`] : [];
  });
}
