import { scoreText } from '../blog/judging/judgement.ts';
import type { RunFinishedEvent } from '../pipeline/events/run.ts';
import type { MayDownload } from '../pipeline/models/with-download.ts';
import { run } from '../pipeline/run/run.ts';
import { postsToWrite, runSettings } from '../pipeline/settings/run.ts';
import { byteCount } from '../project/byte-count.ts';
import { duration } from '../project/duration.ts';
import { type Ask, saysYes } from './ask.ts';
import { columnTitle } from './column-title.ts';
import { defineCommand } from './command.ts';
import { counted } from './counted.ts';
import { corpusLine, shortTraining, showRun } from './show-run.ts';
import { table } from './table.ts';

export const runCommand = defineCommand({
  arguments: ['posts'],
  settings: runSettings,
  examples: [
    ['tpdne run content/posts --out drafts', 'Learns the posts in a folder and writes three new ones.'],
    ['tpdne run', 'The same with the folders that tpdne.config.json names.'],
    ['tpdne run --title "Why I stopped counting steps" --tags walking', 'Writes one post on a subject of yours.'],
  ],
  sharesWork: true,
  essential: ['out', 'title', 'count', 'model_name', 'steps'],
  async run({ settings, screen, project, ask, canAsk, tap }) {
    const show = showRun(screen, postsToWrite(settings), settings);
    const mayDownload = canAsk ? askToDownload(ask) : undefined;
    for await (const event of tap(run(settings, project, { mayDownload }))) {
      show(event);
      if (event.type !== 'run-finished') continue;
      screen.print(summaryOf(event));
      const short = shortTraining(event.training);
      if (short !== null) screen.note(short);
      screen.note('tpdne review shows them one by one, for you to approve, edit or hold back.');
    }
  },
});

/** Asks whether a missing model may be downloaded; without an answer it may not. */
function askToDownload(ask: Ask): MayDownload {
  return async ({ name, known }) => {
    const facts =
      known === null
        ? ''
        : ` (${[...(known.bytes === null ? [] : [byteCount(known.bytes)]), known.licence].join(', ')})`;
    return saysYes(await ask(`${name} is not on this machine. Download it now${facts}? [y/N] `));
  };
}

/** What was read, how long the training took, and what was written. */
function summaryOf({ corpus, training, posts, out }: RunFinishedEvent): string {
  const loss = training.bestLoss === null ? '' : `, best validation loss ${training.bestLoss.toFixed(2)}`;
  const rows = posts.map(({ title, words, judgement, path }) => [
    columnTitle(title),
    words,
    judgement.shared.longest?.words ?? 0,
    scoreText(judgement.score),
    path,
  ]);
  return [
    corpusLine(corpus),
    `Trained ${counted(training.steps, 'step')} in ${duration(training.seconds)}${loss}.`,
    `Wrote ${counted(posts.length, 'new post')} to ${out}. Read them before you publish them:`,
    '',
    table([['title', 'words', 'copied in a row', 'score', 'file'], ...rows]),
  ].join('\n');
}
