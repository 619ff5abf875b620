import { useMemo, useState } from 'preact/hooks';
import type { BaseOptions } from '../../../pipeline/models/base-options.ts';
import { commandLine } from '../../command-line.ts';
import type { RunSummary } from '../../protocol.ts';
import { startJob, stopJob } from '../core/api.ts';
import { useAction, useGet, useJobEvents, useProject } from '../core/hooks.ts';
import { live } from '../core/live.ts';
import { address, type Route } from '../core/router.ts';
import { CommandLine } from '../parts/command-line.tsx';
import { Problem } from '../parts/problem.tsx';
import { CompareForm, type Task, USUAL_TASK } from './compare-form.tsx';
import { firstPair, type Side, sidesOf } from './compare-sides.ts';
import { ComparedSide } from './compared-side.tsx';
import { comparedTexts } from './compared-texts.ts';
import { textSoFar } from './text-so-far.ts';

/** Two models, one beginning, one seed: what each makes of it. */
export function ComparePage({ runs, route }: { readonly runs: readonly RunSummary[]; readonly route: Route }) {
  const project = useProject();
  const models = useGet<BaseOptions>('/models');
  const sides = useMemo(() => sidesOf(runs, models.value?.options ?? []), [runs, models.value]);
  const [keys, setKeys] = useState<readonly [string | null, string | null]>([null, route.query.get('model')]);
  const [task, setTask] = useState<Task>(USUAL_TASK);
  const pair = firstPair(sides, keys);
  const program = project.value?.program ?? 'tpdne';
  const lines = pair.map((side) => (side === null ? null : commandLine('generate', settingsOf(side, task), program)));
  return (
    <>
      <p>
        <a href={address('runs')}>All runs</a>
      </p>
      <h1>Side by side</h1>
      <Problem text={models.problem} />
      {models.value === null && <p class="waiting">Looking at the models …</p>}
      {models.value !== null && pair[1] === null && <p>There is no model to compare yet.</p>}
      {pair[0] !== null && pair[1] !== null && (
        <Comparison
          key={`${pair[0].key} ${pair[1].key}`}
          pair={[pair[0], pair[1]]}
          sides={sides}
          task={task}
          onTask={setTask}
          onPair={setKeys}
        />
      )}
      {lines.map((line) => line !== null && <CommandLine key={line} line={line} />)}
    </>
  );
}

interface ComparisonProps {
  readonly pair: readonly [Side, Side];
  readonly sides: readonly Side[];
  readonly task: Task;
  readonly onTask: (task: Task) => void;
  readonly onPair: (keys: readonly [string, string]) => void;
}

function Comparison({ pair, sides, task, onTask, onPair }: ComparisonProps) {
  const [ids, setIds] = useState<readonly [string | null, string | null]>([null, null]);
  const [left, right] = [useJobEvents(ids[0]), useJobEvents(ids[1])];
  const write = useAction(async () => {
    // One after the other: two models may not fit into memory at once.
    setIds([null, null]);
    const first = await begun(pair[0], task);
    setIds([first, null]);
    const { job } = await live.finished(first);
    if (job.state !== 'done') throw new Error(job.fault?.message ?? 'It was stopped.');
    const second = await begun(pair[1], task);
    setIds([first, second]);
    const { fault } = (await live.finished(second)).job;
    if (fault !== null) throw new Error(fault.message);
  });
  const stop = useAction(() => stopJob(ids[1] ?? ids[0] ?? ''));
  const texts = [textSoFar(left), textSoFar(right)];
  const isWhole = texts.every(({ isDone }) => isDone);
  const parts = isWhole
    ? comparedTexts(texts[0].text, texts[1].text)
    : texts.map(({ text }) => [{ text, isShared: true }]);
  const choose = (place: number, key: string) => {
    const keys = [pair[0].key, pair[1].key];
    keys[place] = key;
    onPair([keys[0], keys[1]]);
  };
  return (
    <>
      <CompareForm
        task={task}
        onTask={onTask}
        onWrite={() => write.run()}
        onStop={write.isBusy ? () => stop.run() : null}
      />
      <Problem text={write.problem ?? stop.problem} />
      <div class="compared">
        {pair.map((side, i) => (
          <ComparedSide
            key={`${i}`}
            place={i === 0 ? 'left' : 'right'}
            side={side}
            sides={sides.filter(({ key }) => key !== pair[1 - i].key)}
            parts={parts[i]}
            isWriting={ids[i] !== null && !texts[i].isDone && write.isBusy}
            onChoose={(key) => choose(i, key)}
          />
        ))}
      </div>
      {isWhole && <p class="small">Marked: what the other text does not have.</p>}
    </>
  );
}

async function begun(side: Side, task: Task): Promise<string> {
  const job = await startJob('generate', settingsOf(side, task));
  live.know(job);
  return job.id;
}

/** The same for both sides, but for the model. */
function settingsOf(side: Side, { prompt, seed, length }: Task): Readonly<Record<string, unknown>> {
  return { ...side.settings, ...(prompt === '' ? {} : { prompt: [prompt] }), nsamples: 1, seed, length };
}
