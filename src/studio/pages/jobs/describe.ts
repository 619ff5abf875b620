import type { AnyEvent, Job, JobCommand } from '../../protocol.ts';
import { bytes, counted, duration, fileName } from '../core/words.ts';

/** What each job is, in plain words. */
const NAMES: Readonly<Record<JobCommand, string>> = {
  init: 'Setting up',
  doctor: 'Looking around',
  run: 'Learning and writing',
  posts: 'Looking at your posts',
  import: 'Bringing in posts',
  prepare: 'Preparing a text',
  download: 'Downloading a model',
  models: 'Looking for models',
  show: 'Looking at a run',
  train: 'Learning',
  evaluate: 'Measuring',
  generate: 'Writing',
  draft: 'Making a draft',
  continue: 'Continuing a draft',
  judge: 'Judging',
  report: 'Making a report',
  review: 'Judging the drafts',
  approve: 'Approving',
  hold: 'Holding back',
  discard: 'Moving a draft',
  publish: 'Publishing',
  unpublish: 'Taking a post back',
  remove: 'Deleting',
  export: 'Exporting a model',
};

export function nameOf({ command }: Pick<Job, 'command'>): string {
  return NAMES[command] ?? command;
}

/** Where a job is. */
export interface Standing {
  /** What it is doing, in a few words. */
  readonly doing: string;
  /** 0 to 1; null if that is not known. */
  readonly share: number | null;
  /** Seconds that are left; null if that is not known. */
  readonly secondsLeft: number | null;
}

/** Where a job is, from what it has reported. */
export function standingOf(events: readonly AnyEvent[]): Standing {
  for (let i = events.length - 1; i >= 0; i--) {
    const standing = standingAt(events[i], events);
    if (standing !== null) return standing;
  }
  return { doing: 'starting', share: null, secondsLeft: null };
}

function standingAt(event: AnyEvent, events: readonly AnyEvent[]): Standing | null {
  const number = (name: string) => Number(event[name]);
  const vague = (doing: string): Standing => ({ doing, share: null, secondsLeft: null });
  switch (event.type) {
    case 'reading':
      return { doing: 'reading your posts', share: number('bytesDone') / number('bytes'), secondsLeft: null };
    case 'download-progress':
      return {
        doing: `downloading: ${bytes(number('bytesDone'))} of ${bytes(number('bytes'))}`,
        share: number('bytesDone') / number('bytes'),
        secondsLeft: null,
      };
    case 'exporting':
    case 'evaluating':
      return {
        doing: event.type === 'exporting' ? 'writing files' : `reading ${fileName(String(event.path))}`,
        share:
          number(event.type === 'exporting' ? 'bytesDone' : 'batchesDone') /
          number(event.type === 'exporting' ? 'bytes' : 'batches'),
        secondsLeft: null,
      };
    case 'step':
      return learning(event, events);
    case 'training-started':
      return vague('preparing the first step');
    case 'validating':
      return measuring(event);
    // Of the later ones, the steps before say more.
    case 'validation':
      return number('step') === 0 ? vague('making the first step') : null;
    case 'saving':
      return vague('saving');
    case 'sampling':
      return vague('writing a sample');
    case 'text-grew':
      return vague(`writing, ${counted(number('tokens'), 'token')} so far`);
    case 'draft-candidate':
    case 'text-rejected':
      return vague('writing another draft');
    case 'post-written':
      return vague('a draft is written');
    case 'draft-shown':
      return {
        doing: `draft ${number('number')} of ${number('drafts')}`,
        share: number('number') / number('drafts'),
        secondsLeft: null,
      };
    default:
      return null;
  }
}

/** A validation, which takes longest before the first step. */
function measuring({ step, batches, batchesDone, secondsLeft }: AnyEvent): Standing {
  const left = Number(secondsLeft);
  const when = Number(step) === 0 ? ', before the first step' : '';
  return {
    doing: `measuring what it knows${when}, ${duration(left)} left`,
    share: Number(batchesDone) / Number(batches),
    secondsLeft: left,
  };
}

/** A training: its steps, and the time that is left at its speed so far. */
function learning(step: AnyEvent, events: readonly AnyEvent[]): Standing {
  const plan = events.findLast(({ type }) => type === 'plan');
  const first = events.find(({ type }) => type === 'step');
  const [done, total] = [Number(step.step), plan?.steps === null ? null : Number(plan?.steps ?? Number.NaN)];
  if (total === null || Number.isNaN(total)) return { doing: `step ${done}`, share: null, secondsLeft: null };
  const taken = done - Number(first?.step ?? done);
  const seconds = Number(step.seconds) - Number(first?.seconds ?? step.seconds);
  const secondsLeft = taken > 0 ? (seconds / taken) * (total - done) : null;
  const left = secondsLeft === null ? '' : `, ${duration(secondsLeft)} left`;
  return {
    doing: `step ${done.toLocaleString('en')} of ${total.toLocaleString('en')}${left}`,
    share: done / total,
    secondsLeft,
  };
}
