import type { BaseOptions } from '../../../pipeline/models/base-options.ts';
import type { RunSummary } from '../../protocol.ts';
import { useActiveJob, useEnded, useGet, useJobs, useProject } from '../core/hooks.ts';
import { address } from '../core/router.ts';
import { CommandLine } from '../parts/command-line.tsx';
import { Problem } from '../parts/problem.tsx';
import type { SettingFacts } from '../parts/setting-facts.ts';
import { lastTraining, runOf } from './run-of.ts';
import { Teach } from './teach.tsx';
import { TrainingView } from './training-view.tsx';
import '../style/learn.css';

/** Teaching a model one's voice: the model, the settings, and how it goes. */
export function LearnPage() {
  const project = useProject();
  const active = useActiveJob('run', 'train');
  const last = useJobs().findLast(({ command }) => command === 'run' || command === 'train') ?? null;
  const ended = useEnded('run', 'train', 'remove');
  const runs = useGet<RunSummary[]>('/runs', [ended]);
  const models = useGet<BaseOptions>('/models', [useEnded('download', 'remove')]);
  const run = useGet<SettingFacts[]>('/settings/run');
  const train = useGet<SettingFacts[]>('/settings/train');
  const facts = project.value;
  const problem = [project, runs, models, run, train].find((each) => each.problem !== null)?.problem ?? null;
  if (facts !== null && active !== null) {
    return (
      <>
        <h1>Learn</h1>
        <TrainingView key={active.id} run={runOf(active, facts)} job={active} />
        <CommandLine line={active.line} />
      </>
    );
  }
  const over = facts && runs.value ? lastTraining(runs.value, last, facts) : null;
  const isReady = facts && runs.value && models.value && run.value && train.value;
  return (
    <>
      <h1>Learn</h1>
      <Problem text={problem} />
      {facts?.config === null && (
        <p class="problem">
          First say where your posts are: <a href={address('home')}>set up</a>.
        </p>
      )}
      {isReady ? (
        <>
          <Teach
            project={facts}
            onConfigChanged={project.reload}
            tables={{ run: run.value!, train: train.value! }}
            models={models.value!}
            onModels={models.reload}
            runs={runs.value!}
          />
          {over !== null && <TrainingView key={over.run} run={over.run} job={over.job} />}
        </>
      ) : (
        <p class="waiting">Looking at the models and runs …</p>
      )}
    </>
  );
}
