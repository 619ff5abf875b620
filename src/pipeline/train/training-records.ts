import { join } from 'pathe';
import { textBytesOfSet } from '../../engine/tokens/token-bytes.ts';
import type { TrainingEvent } from '../../engine/training/training-loop.ts';
import type { DeviceEvent } from '../../project/devices.ts';
import { folderOf } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import type { SampleEvent } from '../events/training.ts';
import type { RunFolder } from '../models/checkpoints/run-folder.ts';
import type { TrainSettings } from '../settings/train.ts';
import type { Provenance } from './provenance.ts';
import type { StartingPoint } from './restore-training.ts';
import { SampleHistory } from './sample-history.ts';
import { TensorboardLog } from './tensorboard-log.ts';
import type { TrainingText } from './training-data.ts';
import { type TrainingFacts, writeFacts } from './training-facts.ts';
import { type ResumedFrom, TrainingHistory } from './training-history.ts';
import { LogLines, requireLog, TrainingLog } from './training-log.ts';
import type { TrainingPlan } from './training-plan.ts';

/** A planned training, as far as records need it. */
export interface RecordedTraining {
  readonly settings: TrainSettings;
  readonly start: StartingPoint;
  readonly text: TrainingText;
  readonly plan: TrainingPlan;
  readonly provenance: Provenance;
  /** Of the matrix products. */
  readonly precision: DeviceEvent['precision'];
  /** Memory that was free before the model was loaded. */
  readonly availableBytes: number;
  readonly run: RunFolder;
}

/** The settings of records that a person asks for. */
type RecordSettings = Pick<TrainSettings, 'run_name' | 'log' | 'tensorboard'>;

/** Checks that the records can be written, before anything takes long. Throws WriteFault and SettingFault. */
export async function requireRecords(
  { files }: Project,
  { run_name, log, tensorboard }: RecordSettings,
): Promise<void> {
  if (log !== null) await requireLog(files, log);
  if (tensorboard !== null) await files.requireWritableFolder(join(tensorboard, run_name));
}

/** Everything that a training writes step by step besides checkpoints: its histories, the log, and TensorBoard's file. */
export class TrainingRecords {
  readonly #lines: LogLines;
  readonly #history: TrainingHistory;
  readonly #samples: SampleHistory;
  readonly #log: TrainingLog | null;
  readonly #tensorboard: TensorboardLog | null;
  readonly #writeFacts: () => Promise<void>;
  #hasFacts = false;

  constructor(project: Project, training: RecordedTraining) {
    const { files } = project;
    const { settings, plan, run } = training;
    const { log, tensorboard, run_name } = settings;
    const from = resumedFrom(training);
    this.#lines = new LogLines(plan.tokensPerStep);
    this.#history = new TrainingHistory(files, run.path, from);
    this.#samples = new SampleHistory(files, run.path, from);
    this.#log = log === null ? null : new TrainingLog(files, log);
    const firstStep = from === null ? 0 : from.step + 1;
    this.#tensorboard =
      tensorboard === null ? null : new TensorboardLog(project, join(tensorboard, run_name), firstStep);
    this.#writeFacts = () => writeFacts(files, run.path, factsOf(project, training));
  }

  /** Records an event; called before the loop moves on. Throws WriteFault. */
  async add(event: TrainingEvent): Promise<void> {
    if (event.type === 'save') await this.#history.settle();
    if (event.type === 'save' || event.type === 'step') await this.#samples.settle();
    if (event.type !== 'step' && event.type !== 'validation') return;
    // Only now, so that a training that was stopped before its first step leaves nothing.
    if (event.type === 'step' && !this.#hasFacts) {
      await this.#writeFacts();
      this.#hasFacts = true;
    }
    const line = this.#lines.add(event);
    await this.#history.add(line);
    await this.#log?.add(line);
    await this.#tensorboard?.add(line);
  }

  /** Records the samples of a step. Throws WriteFault. */
  async addSamples(step: number, samples: readonly SampleEvent[]): Promise<void> {
    await this.#samples.add(step, samples);
    await this.#tensorboard?.addSamples(
      step,
      samples.map(({ text }) => text),
    );
  }
}

function resumedFrom({ start: { restored } }: RecordedTraining): ResumedFrom | null {
  if (restored === null) return null;
  const { step, validations } = restored.saved.state;
  return { runFolder: folderOf(restored.folder), step, validations };
}

function factsOf({ machine }: Project, training: RecordedTraining): TrainingFacts {
  const { settings, start, text, plan, provenance, precision, availableBytes } = training;
  const { base, restored } = start;
  const { parameters, tokensPerStep, stepsPerEpoch, memory, adapter } = plan;
  return {
    provenance,
    model: restored?.saved.settings.model_name ?? settings.model_name ?? base.name,
    parameters,
    adapterRank: adapter?.rank ?? null,
    dataset: {
      posts: text.documents,
      heldOutPosts: text.heldOut,
      trainingTokens: text.training.total,
      validationTokens: text.validation?.total ?? 0,
      validationBytes: text.validation === null ? 0 : textBytesOfSet(text.validation, base.tokenizer),
    },
    window: plan.trainer.window,
    tokensPerStep,
    stepsPerEpoch,
    steps: plan.trainer.steps,
    memory,
    availableBytes,
    precision,
    totalBytes: machine.totalMemoryBytes(),
    settings: { ...settings, learning_rate: plan.trainer.learning_rate },
  };
}
