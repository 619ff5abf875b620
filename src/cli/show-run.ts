import { countedKinds } from '../pipeline/choose-texts.ts';
import type { PassedOver } from '../pipeline/passed-over.ts';
import type { RunEvent } from '../pipeline/run.ts';
import type { CorpusSize } from '../pipeline/run-state.ts';
import { passedOverCount, passedOverTable } from './passed-over-table.ts';
import type { Progress } from './progress.ts';
import type { Screen } from './screen.ts';
import { trainingScreen } from './training-screen.ts';

/** Shows what the main job does, for so many posts; its summary is for the command. */
export function showRun(screen: Screen, count: number): (event: RunEvent) => void {
  const showTraining = trainingScreen(screen);
  const writing = new WritingProgress(count);
  const passedOver: PassedOver[] = [];
  const tellRejected = () => {
    const line = writing.rejectedLine();
    if (line !== null) screen.note(line);
  };
  return (event) => {
    switch (event.type) {
      case 'passed over':
        passedOver.push(event);
        break;
      case 'posts-changed':
        screen.note(
          `The posts have changed (${event.before} before, ${event.now} now): the training goes on with them.`,
        );
        break;
      case 'going-on':
        writing.written = event.written;
        screen.note(goingOn(event.isTrained, event.written, count));
        break;
      case 'posts-read':
        screen.progress(null);
        screen.note(corpusLine(event.corpus));
        if (passedOver.length > 0) {
          screen.note(
            `Passed over: ${passedOverCount(passedOver).toLocaleString('en')}\n${passedOverTable(passedOver)}`,
          );
        }
        break;
      case 'text-grew':
        writing.pieces++;
        screen.progress(writing.state);
        break;
      case 'text-rejected':
        writing.rejected.push(event.kind);
        screen.progress(writing.state);
        break;
      case 'candidate':
        writing.candidates++;
        screen.progress(writing.state);
        break;
      case 'unmeasured':
        screen.note(`Drafts are judged without perplexity: ${event.reason}`);
        break;
      case 'post-drafted':
        break;
      case 'post-written': {
        writing.written++;
        const { path, judgement } = event.post;
        const best =
          writing.candidates < 2
            ? ''
            : `, the best of ${writing.candidates} by its score of ${judgement.score.toFixed(2)}`;
        writing.candidates = 0;
        screen.note(`Written: ${path}${best}`);
        break;
      }
      case 'run-interrupted':
        screen.progress(null);
        tellRejected();
        screen.note(`Stopped with ${event.written} of ${event.count} new posts; the same command goes on from here.`);
        break;
      case 'run-finished':
        screen.progress(null);
        tellRejected();
        break;
      default:
        showTraining(event);
    }
  };
}

/** What was read: 'Read 39 posts: 31,653 words, 49,728 tokens.' */
export function corpusLine({ posts, words, tokens }: CorpusSize): string {
  return `Read ${postCount(posts)}: ${words.toLocaleString('en')} words, ${tokens.toLocaleString('en')} tokens.`;
}

/** '1 post', '3 new posts'. */
export function postCount(count: number, kind = ''): string {
  return `${count.toLocaleString('en')} ${kind}${count === 1 ? 'post' : 'posts'}`;
}

/** How far the writing of so many posts is. */
class WritingProgress {
  readonly #count: number;
  pieces = 0;
  written = 0;
  /** What was wrong with each text that is no post. */
  readonly rejected: string[] = [];
  /** Drafts that the next post is chosen from. */
  candidates = 0;

  constructor(count: number) {
    this.#count = count;
  }

  get state(): Progress {
    const { length } = this.rejected;
    return {
      done: this.written,
      total: this.#count,
      unit: 'new posts',
      details: [
        ...(this.candidates === 0 ? [] : [`${this.candidates} drafts to choose from`]),
        ...(length === 0 ? [] : [`${length.toLocaleString('en')} texts are no posts`]),
        `${this.pieces.toLocaleString('en')} pieces of text`,
      ],
    };
  }

  /** All texts that were no posts, in a line; null where there was none. */
  rejectedLine(): string | null {
    const { length } = this.rejected;
    if (length === 0) return null;
    return `${length === 1 ? '1 text was no post' : `${length.toLocaleString('en')} texts were no posts`}: ${countedKinds(this.rejected)}.`;
  }
}

function goingOn(isTrained: boolean, written: number, count: number): string {
  if (!isTrained) return 'Going on with the training.';
  return `The training on these posts is complete; ${count - written} of ${count} new posts are to be written.`;
}
