import type { SharedPassage } from '../blog/judging/passage-index.ts';
import { Fault } from '../fault.ts';
import type { JudgedEvent, JudgedFile } from '../pipeline/events.ts';
import { judge } from '../pipeline/judge/judge.ts';
import { judgeSettings } from '../pipeline/settings/judge.ts';
import { defineCommand } from './command.ts';
import { counted } from './counted.ts';
import { showReading } from './show-reading.ts';
import { showWriter } from './show-writer.ts';
import { type Cell, table } from './table.ts';

/** A text copies more than `max_copied` allows. */
export class CopiedFault extends Fault {
  override readonly code: string = 'copied';
}

export const judgeCommand = defineCommand({
  arguments: ['files'],
  settings: judgeSettings,
  async run({ settings, screen, project }) {
    const show = showReading(screen);
    for await (const event of judge(settings, project)) {
      if (event.type === 'judged') {
        screen.progress(null);
        screen.print(settings.json ? JSON.stringify(event.files, null, 2) : report(event));
        const over = event.files.filter(({ isOver }) => isOver).map(({ path }) => path);
        if (over.length > 0) {
          throw new CopiedFault(`More than ${settings.max_copied} words in a row were copied in ${over.join(', ')}.`);
        }
      } else if (event.type === 'perplexity-unavailable') screen.note(`Judging without perplexity: ${event.reason}`);
      else if (event.type === 'device') showWriter(event, screen);
      else if (event.type !== 'skipped') show(event);
    }
  },
});

/** Explains the columns. */
const legend = [
  'score: 0 to 1, higher is better. copied in a row: words in the longest passage that is also in another text.',
  'copied: share of 8-word sequences that are in other texts. repeated: share of 4-word sequences that repeat.',
  'perplexity: before and after the model learned from your posts. left open: Markdown that is not closed.',
].join('\n');

/** A table with a row for each file, followed by the passages that were copied. */
function report({ files, usual, references }: JudgedEvent): string {
  const head = ['file', 'score', 'words', 'copied in a row', 'copied', 'repeated', 'perplexity', 'left open'];
  const { shortWords, longWords } = usual;
  const texts = counted(references, 'text');
  const blog = `Compared with ${texts}; the middle half have ${shortWords} to ${longWords} words.`;
  return [table([head, ...files.map(row)]), '', legend, blog, ...files.flatMap(passages)].join('\n');
}

function row({ path, judgement }: JudgedFile): Cell[] {
  const { score, shared, repetition, perplexity, open } = judgement;
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const surprise = perplexity === null ? '-' : `${perplexity.before.toFixed(1)} to ${perplexity.after.toFixed(1)}`;
  const longest = shared.longest?.words ?? 0;
  const shares = [percent(shared.sharedGrams), percent(repetition)];
  return [path, score.toFixed(2), shared.words, longest, ...shares, surprise, open.join(', ') || 'nothing'];
}

/** Passages of each file to show, longest first. */
const MOST_SHOWN = 5;

function passages({ path, judgement }: JudgedFile): string[] {
  const found = timesEach(judgement.shared.passages);
  const lines = found.slice(0, MOST_SHOWN).flatMap(({ words, passage, source, times }) => {
    return [`  ${words} words from ${source}${times > 1 ? `, ${times} times` : ''}:`, `    “${passage}”`];
  });
  if (found.length === 0) return [];
  const more = found.length > MOST_SHOWN ? [`  and ${found.length - MOST_SHOWN} shorter ones`] : [];
  return ['', path, ...lines, ...more];
}

/** The passages, each on one line; equal passages are merged and counted. */
function timesEach(passages: readonly SharedPassage[]): (SharedPassage & { times: number })[] {
  const found = new Map<string, SharedPassage & { times: number }>();
  for (const shared of passages) {
    const passage = shared.passage.replace(/\s+/g, ' ');
    const before = found.get(passage.toLowerCase());
    if (before === undefined) found.set(passage.toLowerCase(), { ...shared, passage, times: 1 });
    else before.times++;
  }
  return [...found.values()];
}
