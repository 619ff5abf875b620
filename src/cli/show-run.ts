import { scoreText } from '../blog/judging/judgement.ts';
import type { Skipped } from '../pipeline/events/reading.ts';
import type { CorpusSize, RunEvent, RunResumedEvent, TrainedSteps } from '../pipeline/events/run.ts';
import type { WrittenPost } from '../pipeline/events/writing.ts';
import { counted } from './counted.ts';
import type { Screen } from './screen.ts';
import { skippedCount, skippedTable } from './skipped-table.ts';
import { trainingScreen } from './training-screen.ts';
import { WritingProgress } from './writing-progress.ts';

/** Shows the events of a run that writes `count` posts, and started over if `fresh`; the command prints the summary. */
export function showRun(screen: Screen, count: number, { fresh = false } = {}): (event: RunEvent) => void {
  const showTraining = trainingScreen(screen, { brief: screen.watched });
  const writing = new WritingProgress(count);
  const skipped: Skipped[] = [];
  return (event) => {
    const { candidates } = writing;
    if (writing.add(event)) screen.progress(writing.state);
    switch (event.type) {
      case 'bundled-instead':
        screen.progress(null);
        screen.note(`${event.name} was not downloaded: ${event.reason}; this run uses the bundled model instead.`);
        break;
      case 'skipped':
        skipped.push(event);
        break;
      case 'posts-read':
        screen.progress(null);
        screen.note(corpusLine(event.corpus));
        if (skipped.length > 0) screen.note(skippedNote(skipped));
        break;
      case 'posts-changed':
        screen.note(
          `The posts have changed (${event.before} before, ${event.now} now); training continues with the new ones.`,
        );
        break;
      case 'run-resumed':
        screen.note(resumedNote(event, count));
        break;
      case 'models-unavailable':
        screen.note(`Judging drafts without the models: ${event.reason}`);
        break;
      case 'text-grew':
      case 'text-rejected':
      case 'draft-candidate':
      case 'post-drafted':
        break;
      case 'post-written':
        screen.note(writtenNote(event.post, candidates));
        break;
      case 'report-written':
        screen.note(`Wrote ${event.path}, with pictures of the training. ${event.verdict}`);
        break;
      case 'run-interrupted':
      case 'run-finished':
        screen.progress(null);
        if (writing.rejectedLine !== null) screen.note(writing.rejectedLine);
        if (event.type === 'run-interrupted') screen.note(stoppedNote(event.written, event.count, fresh));
        break;
      default:
        showTraining(event);
    }
  };
}

/** What was read: 'Read 39 posts: 31,653 words, 49,728 tokens.' */
export function corpusLine({ posts, words, tokens }: CorpusSize): string {
  return `Read ${counted(posts, 'post')}: ${counted(words, 'word')}, ${counted(tokens, 'token')}.`;
}

function skippedNote(skipped: readonly Skipped[]): string {
  return `Skipped: ${skippedCount(skipped).toLocaleString('en')}\n${skippedTable(skipped)}`;
}

function resumedNote({ isTrained, training, written }: RunResumedEvent, count: number): string {
  const soFar = `Trained ${counted(training.stepsOnThesePosts, 'step')} on these posts so far`;
  if (!isTrained) return `${soFar}; training goes on.`;
  const left = written === 0 ? counted(count, 'new post') : `the remaining ${count - written} of ${count} new posts`;
  return [`${soFar}; writing ${left}.`, shortTraining(training)].filter((line) => line !== null).join(' ');
}

/** What more steps would bring, for a training that was given fewer than usual; null for any other. */
export function shortTraining({ stepsOnThesePosts, usualSteps }: TrainedSteps): string | null {
  if (usualSteps === null) return null;
  return (
    `That is ${share(stepsOnThesePosts / usualSteps)} of the usual training of these posts, so expect little of their voice yet: ` +
    `--steps ${usualSteps} trains on from here, --fresh starts over.`
  );
}

function share(part: number): string {
  return part < 0.01 ? 'less than 1 %' : `${Math.round(100 * part)} %`;
}

function writtenNote({ path, judgement, pictures = [] }: WrittenPost, candidates: number): string {
  const drawn = pictures.length === 0 ? '' : ` with ${pictures.join(' and ')}`;
  const best = candidates < 2 ? '' : `, the best of ${candidates} with a score of ${scoreText(judgement.score)}`;
  return `Wrote ${path}${drawn}${best}`;
}

function stoppedNote(written: number, count: number, fresh: boolean): string {
  // The same command would start over again, and delete what was just learned.
  const command = fresh ? 'the same command without --fresh' : 'the same command';
  return `Stopped with ${written} of ${count} new posts; run ${command} to resume.`;
}
