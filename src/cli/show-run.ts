import type { RunEvent } from '../pipeline/run.ts';
import type { Screen } from './screen.ts';
import { trainingScreen } from './training-screen.ts';

/** Shows what the main job does, up to its end, for so many posts. */
export function showRun(screen: Screen, count: number): (event: Exclude<RunEvent, { type: 'run-finished' }>) => void {
  const showTraining = trainingScreen(screen);
  let pieces = 0;
  return (event) => {
    switch (event.type) {
      case 'posts-changed':
        screen.note(
          `The posts have changed (${event.before} before, ${event.now} now): the training goes on with them.`,
        );
        break;
      case 'going-on':
        screen.note(goingOn(event.isTrained, event.written, count));
        break;
      case 'text-grew':
        screen.progress({ done: ++pieces, total: null, unit: 'pieces of text written' });
        break;
      case 'text-rejected':
        screen.note(`Text ${event.number} is no post (${event.reason}); another one is written in its place.`);
        break;
      case 'candidate':
        screen.note(`Draft “${event.title}” has a score of ${event.judgement.score.toFixed(2)}.`);
        break;
      case 'unmeasured':
        screen.note(`Drafts are judged without perplexity: ${event.reason}`);
        break;
      case 'post-drafted':
        break;
      case 'post-written':
        screen.note(`Written: ${event.post.path}`);
        break;
      case 'run-interrupted':
        screen.note(`Stopped with ${event.written} of ${event.count} new posts; the same command goes on from here.`);
        break;
      default:
        showTraining(event);
    }
  };
}

function goingOn(isTrained: boolean, written: number, count: number): string {
  if (!isTrained) return 'Going on with the training.';
  return `The training on these posts is complete; ${count - written} of ${count} new posts are to be written.`;
}
