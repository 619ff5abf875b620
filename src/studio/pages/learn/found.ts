import type { RunSummary } from '../../protocol.ts';
import { counted } from '../core/words.ts';

/** What the button that begins does, in view of the run that is there. */
export interface Found {
  readonly sentence: string;
  readonly button: string;
  /** Whether something would be lost by starting over. */
  readonly hasLearned: boolean;
}

/** What is there of a run, and what the same command does with it. */
export function foundIn(name: string, run: RunSummary | null): Found {
  const steps = run?.steps ?? null;
  if (run === null || (steps === null && run.job === null)) {
    return { sentence: `This begins a new run, ${name}.`, button: 'Teach it your voice', hasLearned: false };
  }
  const hasLearned = steps !== null;
  if (run.isTraining) {
    return { sentence: `Another program is teaching ${name} now.`, button: 'Go on once it is free', hasLearned };
  }
  const at = counted(steps ?? 0, 'step');
  const { job } = run;
  if (job === null || !job.isTrained) {
    const far = hasLearned ? `was paused after ${at}` : 'has only just begun';
    const sentence = job === null ? `${name} has learned for ${at}.` : `${name} ${far}. It goes on from there.`;
    return { sentence, button: 'Go on', hasLearned };
  }
  if (!job.isComplete) {
    const written =
      job.written === 0 ? 'no draft is written yet' : `${counted(job.written, 'draft')} of the series written`;
    return { sentence: `${name} has finished learning (${at}); ${written}.`, button: 'Go on writing', hasLearned };
  }
  const sentence = `${name} has learned (${at}) and written ${counted(job.written, 'draft')}. It learns again if your posts have changed, or if you allow more steps, and writes new drafts.`;
  return { sentence, button: 'Go on', hasLearned };
}
