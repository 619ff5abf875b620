import type { PassedOver } from '../pipeline/corpus/passed-over.ts';
import type { RunEvent } from '../pipeline/run/run-events.ts';
import type { CorpusSize, WrittenPost } from '../pipeline/run/state.ts';
import { counted } from './counted.ts';
import { passedOverCount, passedOverTable } from './passed-over-table.ts';
import type { Screen } from './screen.ts';
import { trainingScreen } from './training-screen.ts';
import { WritingProgress } from './writing-progress.ts';

/** Shows what the main job does, for so many posts; its summary is for the command. */
export function showRun(screen: Screen, count: number): (event: RunEvent) => void {
  const showTraining = trainingScreen(screen, { brief: screen.watched });
  const writing = new WritingProgress(count);
  const passedOver: PassedOver[] = [];
  return (event) => {
    const { candidates } = writing;
    if (writing.add(event)) screen.progress(writing.state);
    switch (event.type) {
      case 'passed over':
        passedOver.push(event);
        break;
      case 'posts-read':
        screen.progress(null);
        screen.note(corpusLine(event.corpus));
        if (passedOver.length > 0) screen.note(passedOverNote(passedOver));
        break;
      case 'posts-changed':
        screen.note(
          `The posts have changed (${event.before} before, ${event.now} now): the training goes on with them.`,
        );
        break;
      case 'going-on':
        screen.note(goingOn(event.isTrained, event.written, count));
        break;
      case 'unmeasured':
        screen.note(`Drafts are judged without perplexity: ${event.reason}`);
        break;
      case 'text-grew':
      case 'text-rejected':
      case 'candidate':
      case 'post-drafted':
        break;
      case 'post-written':
        screen.note(writtenNote(event.post, candidates));
        break;
      case 'run-interrupted':
      case 'run-finished':
        screen.progress(null);
        if (writing.rejectedLine !== null) screen.note(writing.rejectedLine);
        if (event.type === 'run-interrupted') screen.note(stoppedNote(event.written, event.count));
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

function passedOverNote(passedOver: readonly PassedOver[]): string {
  return `Passed over: ${passedOverCount(passedOver).toLocaleString('en')}\n${passedOverTable(passedOver)}`;
}

function goingOn(isTrained: boolean, written: number, count: number): string {
  if (!isTrained) return 'Going on with the training.';
  return `The training on these posts is complete; ${count - written} of ${count} new posts are to be written.`;
}

function writtenNote({ path, judgement }: WrittenPost, candidates: number): string {
  const best = candidates < 2 ? '' : `, the best of ${candidates} by its score of ${judgement.score.toFixed(2)}`;
  return `Written: ${path}${best}`;
}

function stoppedNote(written: number, count: number): string {
  return `Stopped with ${written} of ${count} new posts; the same command goes on from here.`;
}
