import type { PlanEvent, StartEvent, TrainEvent } from '../pipeline/events/training.ts';
import { gigabytes } from '../project/byte-count.ts';
import { isDownloadEvent } from '../project/download-events.ts';
import { bundledNote } from './bundled-note.ts';
import { counted } from './counted.ts';
import { downloadScreen } from './download-screen.ts';
import { dryRunLines } from './dry-run-lines.ts';
import type { Progress } from './progress.ts';
import { isAboutRates, rateTestScreen } from './rate-test.ts';
import type { Screen } from './screen.ts';
import { settingsAsTyped } from './settings-as-typed.ts';
import { isAboutReading, showReading } from './show-reading.ts';
import { gpuNote, slowNote } from './show-writer.ts';
import { TrainingProgress } from './training-progress.ts';

export interface TrainingScreenOptions {
  /** Print only the lines whose content the bar does not show; by default all lines of the 2019 scripts. */
  readonly brief?: boolean;
}

/** Shows a training: the lines of the 2019 scripts on standard output, a bar and notes on standard error. */
export function trainingScreen(
  screen: Screen,
  { brief = false }: TrainingScreenOptions = {},
): (event: TrainEvent) => void {
  let progress: TrainingProgress | null = null;
  /** The last sample of the current step for each prompt. */
  const lastSamples = new Map<string, string>();
  let startStep = 0;
  const showDownload = downloadScreen(screen);
  const show = showReading(screen);
  const showRates = rateTestScreen(screen);
  return (event) => {
    if (isDownloadEvent(event)) return showDownload(event);
    if (isAboutReading(event)) return show(event);
    if (isAboutRates(event)) return showRates(event);
    if (event.type === 'dataset') screen.progress(null);
    const line = brief && SHOWN_BY_BAR.has(event.type) ? null : lineOf(event, brief);
    const note = noteOf(event);
    if (note !== null) screen.note(note);
    if (event.type === 'starting-model') startStep = event.step;
    if (event.type === 'plan' && event.steps !== null && startStep >= event.steps)
      screen.note(completeNote(startStep, event.steps));
    if (line !== null) screen.print(line);
    if (event.type === 'plan') progress = new TrainingProgress(event);
    if (event.type === 'sampling') lastSamples.clear();
    if (event.type === 'sample') lastSamples.set(event.prompt, event.text);
    if (event.type === 'samples-written') for (const text of lastSamples.values()) screen.print(text);
    if (event.type === 'validating') screen.progress(measuring(event));
    if (progress?.add(event)) screen.progress(progress.state);
    if (event.type === 'stopped') screen.progress(null);
  };
}

/** The progress of a validation. */
function measuring({ batches, batchesDone, secondsLeft }: Extract<TrainEvent, { type: 'validating' }>): Progress {
  return { done: batchesDone, total: batches, unit: 'held-out batches measured', secondsLeft };
}

/** Lines that only report progress, which the bar shows too. */
const SHOWN_BY_BAR: ReadonlySet<TrainEvent['type']> = new Set([
  'dataset-loading',
  'dataset',
  'training-started',
  'step',
  'saving',
]);

function lineOf(event: TrainEvent, brief: boolean): string | null {
  switch (event.type) {
    case 'dataset-loading':
      return 'Loading dataset...';
    case 'dataset':
      return `dataset has ${event.tokens} tokens`;
    case 'training-started':
      return 'Training...';
    case 'step':
      return `[${event.step} | ${event.seconds.toFixed(2)}] loss=${event.loss.toFixed(2)} avg=${event.average.toFixed(2)}`;
    case 'validation':
      return `[${event.step} | ${event.seconds.toFixed(2)}] validation loss = ${event.loss.toFixed(2)}`;
    case 'saving':
      return `Saving ${event.path}`;
    case 'dry-run':
      return dryRunLines(event);
    case 'sampling':
      return brief ? `After ${counted(event.step, 'step')}, it writes:` : 'Generating samples...';
    case 'stopped':
      return event.reason === 'interrupted' ? 'interrupted' : null;
    default:
      return null;
  }
}

function noteOf(event: TrainEvent): string | null {
  switch (event.type) {
    case 'skipped':
      return `Skipped ${event.path}: ${event.reason}`;
    case 'notice':
      return settingsAsTyped(event.marked ?? event.text);
    case 'dataset':
      return event.heldOutPosts === 0 ? null : `Reserved ${event.heldOutPosts} of ${event.posts} posts for validation.`;
    case 'device':
      return event.slowBecause === null ? gpuNote('Training', event) : slowNote('Training', event);
    case 'starting-model':
      return startNote(event);
    case 'plan':
      return planNote(event);
    case 'stopped':
      return event.reason === 'patience' ? 'The validation loss has stopped improving.' : null;
    default:
      return null;
  }
}

function startNote({ name, isRandom, isBundled, step, proposal }: StartEvent): string {
  if (isRandom)
    return `Starting ${name} from random weights: it knows no language yet and learns only from your posts.`;
  if (isBundled) return `Starting from ${name}, ${bundledNote(proposal)}`;
  return step === 0 ? `Starting from ${name}.` : `Resuming from ${name}.`;
}

function planNote({
  device,
  parameters,
  tokensPerStep,
  stepsPerEpoch,
  steps,
  memory,
  availableBytes,
}: PlanEvent): string {
  const end = steps === null ? 'no last step' : `up to step ${steps}`;
  const endless =
    ' It trains until you press Ctrl-C, then saves; the same command resumes it. --steps sets a last step.';
  return (
    `${(parameters / 1e6).toFixed(1)} million parameters on ${device}; ${tokensPerStep} tokens per step, ` +
    `${Math.ceil(stepsPerEpoch)} steps per pass over the posts, ${end}; ` +
    `needs ${gigabytes(memory.total)} of memory, ${gigabytes(availableBytes)} available.${steps === null ? endless : ''}`
  );
}

function completeNote(step: number, steps: number): string {
  return `Nothing is left to do: step ${step} of ${steps}. Give a higher --steps (or --epochs) for more.`;
}
