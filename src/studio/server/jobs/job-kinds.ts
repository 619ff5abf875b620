import { JOB_COMMANDS, type JobCommand, type JobRequest } from '../../protocol.ts';

// Apart from the work itself, which needs the whole pipeline: the server begins sooner without it.

/** Whether there is such a command. */
export function isJobCommand(command: unknown): command is JobCommand {
  return typeof command === 'string' && (JOB_COMMANDS as readonly string[]).includes(command);
}

/** Commands that train, and so need the whole machine: one at a time. */
const TRAINING: ReadonlySet<JobCommand> = new Set(['run', 'train']);

/** Whether a job needs the machine for itself, so that others like it wait. */
export function needsMachine({ command }: JobRequest): boolean {
  return TRAINING.has(command);
}

/** Commands that only look, or are done at once: nobody asks later what they did. */
const SMALL: ReadonlySet<JobCommand> = new Set([
  'init',
  'doctor',
  'models',
  'show',
  'posts',
  'review',
  'approve',
  'hold',
  'discard',
  'remove',
]);

/** Whether a job is kept on disk. */
export function isRemembered({ command, settings }: JobRequest): boolean {
  return !SMALL.has(command) && settings.dry_run !== true;
}

/** Commands that go on where they were if they are started again after the studio has ended. */
const RESUMABLE: ReadonlySet<JobCommand> = new Set(['run', 'train', 'download']);

/** Whether the same request resumes the job. */
export function isResumable({ command, settings }: JobRequest): boolean {
  return RESUMABLE.has(command) && settings.fresh !== true && settings.restore_from !== 'fresh';
}
