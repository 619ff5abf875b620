import type { ModelConfiguration } from '../../engine/models/model-configuration.ts';
import type { NoticeEvent } from '../events/training.ts';
import type { TrainSettings } from '../settings/train.ts';
import { askedAdapter } from './choose-adapter.ts';
import { notice } from './notice.ts';
import type { Provenance } from './provenance.ts';
import type { SavedTraining } from './restore-training.ts';
import type { TrainingText } from './training-data.ts';
import type { TrainingPlan } from './training-plan.ts';

/** Whether the training tokens are those of the checkpoint; early versions recorded only how many they were. */
export function hasSameTokens(
  saved: SavedTraining,
  { training }: TrainingText,
  { trainingTokens }: Provenance,
): boolean {
  const before = saved.provenance?.trainingTokens ?? trainingTokens;
  return before === trainingTokens && saved.trainingTokens === training.total;
}

/** What a run that resumes keeps, whatever was asked for, and a dataset that has changed. */
export function* noticeChanges(
  saved: SavedTraining,
  settings: TrainSettings,
  text: TrainingText,
  provenance: Provenance,
): Generator<NoticeEvent> {
  const { settings: before, trainingTokens } = saved;
  const { restore_from, run_name, model_name } = settings;
  if (restore_from === 'latest' && model_name !== null && before.model_name !== model_name) {
    yield notice(
      `${run_name} resumes with its own model, which started from ${before.model_name}. To start from ${model_name}, give another run_name.`,
    );
  }
  if (before.seed !== settings.seed) {
    yield notice(`The run keeps seed ${before.seed}, which it started with.`);
  }
  if (!hasSameTokens(saved, text, provenance)) {
    const { total } = text.training;
    const what =
      total === trainingTokens
        ? 'its tokens or weights differ'
        : `${total} training tokens instead of ${trainingTokens}`;
    yield notice(
      `The dataset has changed since the last checkpoint: ${what}. ` +
        'Posts that were trained on may now be among those kept for validation.',
    );
  }
}

/** An adapter, or the lack of one, cannot change on the way. */
export function* noticeAdapter(
  adapter: TrainingPlan['adapter'],
  settings: TrainSettings,
  configuration: ModelConfiguration,
): Generator<NoticeEvent> {
  const { run_name } = settings;
  if (adapter === null && settings.adapter === 'lora') {
    yield notice(`${run_name} goes on training all weights, as it began. To train an adapter, give another run_name.`);
  }
  if (adapter === null) return;
  if (settings.adapter === 'none') {
    yield notice(`${run_name} goes on training its adapter, as it began. To train all weights, give another run_name.`);
    return;
  }
  const asked = askedAdapter(configuration, settings);
  const differs =
    asked.rank !== adapter.rank ||
    asked.alpha !== adapter.alpha ||
    asked.dropout !== adapter.dropout ||
    asked.modules.size !== adapter.modules.size ||
    [...asked.modules].some((module) => !adapter.modules.has(module));
  if (!differs) return;
  const { rank, alpha, dropout } = adapter;
  yield notice(`${run_name} keeps its adapter of rank ${rank}, alpha ${alpha} and dropout ${dropout}.`);
}
