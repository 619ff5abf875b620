/**
 * Posts as a reader sees them, one a line: `{"source":"_posts/2019-03-10-tea.md","text":"Tea is …"}`. `tpdne run` keeps
 * them, so that drafts can later be compared with exactly what they were compared with when they were written.
 */
import type { ReferenceText } from '../../blog/judging/passage-index.ts';
import { Fault } from '../../fault.ts';
import type { Files } from '../../project/files.ts';
import { readText } from '../../project/text/read-text.ts';
import { writeText } from '../../project/write-text.ts';

/** The texts that a run keeps for comparison are damaged. */
export class ReaderTextsFault extends Fault {
  override readonly code: string = 'reader-texts';
}

/** Writes the texts; an earlier file is replaced. Throws WriteFault. */
export async function writeReaderTexts(files: Files, path: string, texts: readonly ReferenceText[]): Promise<void> {
  await writeText(files, path, texts.map(({ source, text }) => `${JSON.stringify({ source, text })}\n`).join(''));
}

/** Reads the texts, one in memory at a time. Throws ReaderTextsFault. */
export async function* readReaderTexts(files: Files, path: string): AsyncGenerator<ReferenceText, void, undefined> {
  let number = 0;
  for await (const line of linesOf(files, path)) {
    number++;
    yield textOn(path, number, line);
  }
}

async function* linesOf(files: Files, path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const { text } of readText(files, path, 'utf-8')) {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest !== '') yield rest;
}

function textOn(path: string, number: number, line: string): ReferenceText {
  try {
    const { source, text } = JSON.parse(line) as Partial<ReferenceText>;
    if (typeof source === 'string' && typeof text === 'string') return { source, text };
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  throw new ReaderTextsFault(
    `${path}, line ${number}: this is not a post that tpdne run kept. Delete the file: drafts are then compared with the ` +
      'training text, and the next tpdne run writes it again.',
  );
}
