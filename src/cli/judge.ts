import { scoreText } from '../blog/judging/judgement.ts';
import type { SharedPassage } from '../blog/judging/passage-index.ts';
import { subjectSentence } from '../blog/judging/subject-words.ts';
import { styleWords } from '../blog/style/style-words.ts';
import { Fault } from '../fault.ts';
import type { JudgedEvent, JudgedFile } from '../pipeline/events/writing.ts';
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
  examples: [
    ['tpdne judge drafts', 'Scores every draft, and shows what each copies.'],
    ['tpdne judge letter.md --dataset content/posts', 'Compares a text with certain posts.'],
    ['tpdne judge drafts --json', 'Gives the numbers to another program.'],
  ],
  essential: ['dataset', 'run', 'max_copied', 'drafts', 'label'],
  async run({ settings, screen, project, tap }) {
    const show = showReading(screen);
    for await (const event of tap(judge(settings, project))) {
      if (event.type === 'judged') {
        screen.progress(null);
        screen.print(report(event));
        const over = event.files.filter(({ isOver }) => isOver).map(({ path }) => path);
        if (over.length > 0) {
          throw new CopiedFault(`More than ${settings.max_copied} words in a row were copied in ${over.join(', ')}.`);
        }
      } else if (event.type === 'models-unavailable') screen.note(`Judging without the models: ${event.reason}`);
      else if (event.type === 'device') showWriter(event, screen);
      else if (event.type !== 'skipped') show(event);
    }
  },
});

/** Explains the columns. */
const legend = [
  'score: 0 to 1, higher is better. copied in a row: words in the longest passage that is also in another text.',
  'copied: share of 8-word sequences that are in other texts. repeated: share of 4-word sequences that repeat.',
  'style: distance from your posts; nine in ten of your own are at most 1. left open: Markdown that is not closed.',
  'bits per byte: how surprising the text is to the model before and after it learned from your posts.',
].join('\n');

/** A table with a row for each file, followed by what is unlike the posts, and the passages that were copied. */
function report({ files, usual, references }: JudgedEvent): string {
  const head = [
    'file',
    'score',
    'words',
    'copied in a row',
    'copied',
    'repeated',
    'style',
    'bits per byte',
    'left open',
  ];
  const { shortWords, longWords } = usual;
  const texts = counted(references, 'text');
  const blog = `Compared with ${texts}; the middle half have ${shortWords} to ${longWords} words.`;
  return [table([head, ...files.map(row)]), '', legend, blog, ...files.flatMap(details)].join('\n');
}

function row({ path, judgement }: JudgedFile): Cell[] {
  const { score, shared, repetition, style, bitsPerByte, open } = judgement;
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const distance = style === null ? '-' : style.distance.toFixed(2);
  const surprise = bitsPerByte === null ? '-' : `${bitsPerByte.before.toFixed(2)} to ${bitsPerByte.after.toFixed(2)}`;
  const longest = shared.longest?.words ?? 0;
  const shares = [percent(shared.sharedGrams), percent(repetition), distance];
  return [path, scoreText(score), shared.words, longest, ...shares, surprise, open.join(', ') || 'nothing'];
}

/** What is to say about a file; empty if it is like the posts and copies nothing. */
function details(file: JudgedFile): string[] {
  const lines = [...titleLines(file), ...unlikeLines(file), ...passageLines(file)];
  return lines.length === 0 ? [] : ['', file.path, ...lines];
}

function titleLines({ judgement: { subject } }: JudgedFile): string[] {
  return subject === null || subject.missing.length === 0 ? [] : [`  ${subjectSentence(subject)}`];
}

function unlikeLines({ judgement }: JudgedFile): string[] {
  const { unlike = [] } = judgement.style ?? {};
  return unlike.length === 0
    ? []
    : ['  least like your posts:', ...unlike.map((feature) => `    ${styleWords(feature)}`)];
}

/** Passages of each file to show, longest first. */
const MOST_SHOWN = 5;

function passageLines({ judgement }: JudgedFile): string[] {
  const found = timesEach(judgement.shared.passages);
  const lines = found.slice(0, MOST_SHOWN).flatMap(({ words, passage, source, times }) => {
    return [`  ${words} words from ${source}${times > 1 ? `, ${times} times` : ''}:`, `    “${passage}”`];
  });
  const more = found.length > MOST_SHOWN ? [`  and ${found.length - MOST_SHOWN} shorter ones`] : [];
  return [...lines, ...more];
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
