import { useState } from 'preact/hooks';
import type { BaseOptions } from '../../../pipeline/models/base-options.ts';
import { commandLine } from '../../command-line.ts';
import type { ProjectFacts, RunSummary } from '../../protocol.ts';
import { api, startJob } from '../core/api.ts';
import { useAction } from '../core/hooks.ts';
import { transport } from '../core/transport.ts';
import { fileName } from '../core/words.ts';
import { CommandLine } from '../parts/command-line.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Problem } from '../parts/problem.tsx';
import type { SettingFacts } from '../parts/setting-facts.ts';
import { configChanges, differing, missing, type Values } from './form.ts';
import { foundIn } from './found.ts';
import { InShort } from './in-short.tsx';
import { ModelChoice } from './model-choice.tsx';
import { AllSettings, type Depth, DepthChoice, Differences, Fields, UsualSettings } from './settings-form.tsx';
import { useGiven } from './use-given.ts';

/** Whether it also writes drafts (`run`), or only learns (`train`). */
export type Teaching = 'run' | 'train';

export interface TeachProps {
  readonly project: ProjectFacts;
  readonly onConfigChanged: () => void;
  readonly tables: Readonly<Record<Teaching, readonly SettingFacts[]>>;
  readonly models: BaseOptions;
  readonly onModels: () => void;
  readonly runs: readonly RunSummary[];
}

/** The form that begins a training. */
export function Teach({ project, onConfigChanged, tables, models, onModels, runs }: TeachProps) {
  const [depth, setDepth] = useState<Depth>('nothing');
  const [teaching, setTeaching] = useState<Teaching>('run');
  const [typed, give] = useGiven();
  const [isAsking, setAsking] = useState(false);
  const command = depth === 'all' ? teaching : 'run';
  const table = tables[command];
  const config = configOf(project, command);
  const changed = differing(table, typed, config);
  const given = { ...datasetOf(project, command, typed), ...changed };
  const runName = String(given.run_name ?? config.run_name ?? 'run1');
  const found = foundIn(runName, runs.find(({ name }) => name === runName) ?? null);
  const form = { table, given: typed, config, give };
  const configName = project.config === null ? 'tpdne.config.json' : fileName(project.config.path);
  const begin = useAction(() => startJob(command, given));
  const keep = useAction(async () => {
    await api('PUT', '/config', { changes: configChanges(table, changed) });
    onConfigChanged();
  });
  const startsOver = given.fresh === true && found.hasLearned;
  const lacking = missing(table, { ...config, ...datasetOf(project, command, {}) });
  const chosen = (given.model_name ?? config.model_name ?? null) as string | null;
  const canKeep = project.config === null || project.config.isEditable;
  const start = chosen ?? models.usual;
  const count = Number(given.count ?? config.count ?? 3);
  return (
    <div class="teach">
      <section class="card" aria-label="What happens">
        <p class="teach-found">{found.sentence}</p>
        {depth === 'nothing' && (
          <InShort
            start={found.hasLearned ? null : start}
            option={models.options.find(({ name }) => name === start) ?? null}
            count={count}
            hasLearned={found.hasLearned}
          />
        )}
        <Fields {...form} table={lacking} />
        {found.hasLearned && command === 'run' && <StartOver runName={runName} given={typed} give={give} />}
        <DepthChoice depth={depth} onChange={setDepth} />
      </section>
      {(depth !== 'nothing' || transport().place === 'tab') && (
        <ModelChoice
          models={models}
          chosen={chosen}
          onChoose={(name) => give('model_name', name)}
          onModels={onModels}
        />
      )}
      {depth === 'usual' && (
        <section class="card" aria-label="The usual settings">
          <UsualSettings {...form} />
        </section>
      )}
      {depth === 'all' && (
        <section class="card" aria-label="All settings">
          <OnlyLearn teaching={teaching} onChange={setTeaching} />
          <AllSettings {...form} />
        </section>
      )}
      <div class="card teach-bar">
        <button
          type="button"
          class="primary"
          disabled={begin.isBusy}
          onClick={() => (startsOver ? setAsking(true) : begin.run())}
        >
          {startsOver ? 'Start over' : command === 'train' ? 'Learn' : found.button}
        </button>
        <CommandLine line={commandLine(command, given, project.program)} />
        <Problem text={begin.problem} />
      </div>
      <Differences given={changed} give={give} configName={configName} onKeep={canKeep ? keep.run : null} />
      <Problem text={keep.problem} />
      {isAsking && <AskStartOver runName={runName} onYes={begin.run} onClose={() => setAsking(false)} />}
    </div>
  );
}

interface AskStartOverProps {
  readonly runName: string;
  readonly onYes: () => void;
  readonly onClose: () => void;
}

function AskStartOver({ runName, onYes, onClose }: AskStartOverProps) {
  return (
    <Dialog title={`Forget what ${runName} has learned?`} onClose={onClose}>
      <p>It starts again from its base model, and its checkpoints are deleted. Drafts that it wrote stay.</p>
      <form method="dialog" class="dialog-buttons">
        <button type="submit">Keep it</button>
        <button type="submit" class="danger" onClick={onYes}>
          Delete it, and start over
        </button>
      </form>
    </Dialog>
  );
}

/** What the config file gives to a command. */
function configOf({ config }: ProjectFacts, command: Teaching): Values {
  return config?.settings[command] ?? {};
}

/** `train` has no posts of its own in the config file: it is given those that `run` reads. */
function datasetOf({ config }: ProjectFacts, command: Teaching, typed: Values): Values {
  const posts = config?.settings.run?.posts;
  return command === 'run' || posts === undefined || typed.dataset !== undefined ? {} : { dataset: posts };
}

interface StartOverProps {
  readonly runName: string;
  readonly given: Values;
  readonly give: (name: string, value: unknown) => void;
}

function StartOver({ runName, given, give }: StartOverProps) {
  return (
    <div class="field check">
      <input
        id="fresh"
        type="checkbox"
        checked={given.fresh === true}
        onChange={({ currentTarget }) => give('fresh', currentTarget.checked ? true : undefined)}
      />
      <label for="fresh">Start over: forget what {runName} has learned</label>
    </div>
  );
}

function OnlyLearn({ teaching, onChange }: { readonly teaching: Teaching; readonly onChange: (to: Teaching) => void }) {
  return (
    <div class="field check">
      <input
        id="only-learn"
        type="checkbox"
        checked={teaching === 'train'}
        onChange={({ currentTarget }) => onChange(currentTarget.checked ? 'train' : 'run')}
      />
      <label for="only-learn">Only learn, and write no drafts</label>
      <p>
        This is the command train, with more settings. Without a number of steps or passes, it goes on until you pause
        it.
      </p>
    </div>
  );
}
