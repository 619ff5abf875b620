import { type RunFinishedEvent, run } from '../pipeline/run.ts';
import { runSettings } from '../pipeline/settings/run.ts';
import { defineCommand } from './command.ts';
import { duration } from './progress.ts';
import { table } from './table.ts';
import { trainingScreen } from './training-screen.ts';

export const runCommand = defineCommand({
  arguments: ['posts'],
  settings: runSettings,
  async run({ settings, screen, signal }) {
    const showTraining = trainingScreen(screen);
    let pieces = 0;
    for await (const event of run(settings, { signal })) {
      switch (event.type) {
        case 'posts-changed':
          screen.note(
            `The posts have changed (${event.before} before, ${event.now} now): the training goes on with them.`,
          );
          break;
        case 'going-on':
          screen.note(goingOn(event.isTrained, event.written, settings.count));
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
        case 'run-finished':
          screen.progress(null);
          screen.print(summaryOf(event));
          break;
        default:
          showTraining(event);
      }
    }
  },
});

function goingOn(isTrained: boolean, written: number, count: number): string {
  if (!isTrained) return 'Going on with the training.';
  return `The training on these posts is complete; ${count - written} of ${count} new posts are to be written.`;
}

/** What was read, how long it was trained on, and what came of it. */
function summaryOf({ corpus, training, posts, out }: RunFinishedEvent): string {
  const number = (count: number) => count.toLocaleString('en');
  const postsIn = (count: number, kind = '') => `${number(count)} ${kind}${count === 1 ? 'post' : 'posts'}`;
  const loss = training.bestLoss === null ? '' : `, best validation loss ${training.bestLoss.toFixed(2)}`;
  const rows = posts.map(({ title, words, judgement, path }) => [
    title,
    words,
    judgement.shared.longest?.words ?? 0,
    judgement.score.toFixed(2),
    path,
  ]);
  return [
    `Read ${postsIn(corpus.posts)}: ${number(corpus.words)} words, ${number(corpus.tokens)} tokens.`,
    `Trained ${number(training.steps)} steps in ${duration(training.seconds)}${loss}.`,
    `Wrote ${postsIn(posts.length, 'new ')} into ${out}. Read them before anybody else does:`,
    '',
    table([['title', 'words', 'longest run copied', 'score', 'file'], ...rows]),
  ].join('\n');
}
