import cliProgress from 'cli-progress';
import { columnsOf } from './columns.ts';
import { type Paint, paintFor } from './help/paint.ts';
import { drawProgress, type Progress } from './progress.ts';

/** For terminals with an unknown width. */
const usualColumns = 80;

/** A stream for text, such as process.stdout. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** The width of the terminal; some characters take two columns. */
  readonly columns?: number;
}

/**
 * Where a command shows its output. Results go to standard output, notes to standard error. If standard error is a terminal,
 * it also shows a progress bar, which is hidden while lines are written.
 */
export interface Screen {
  /** Writes lines of a result to standard output. */
  print(text: string): void;
  /** Writes a piece of a result to standard output, without a line break. */
  write(text: string): void;
  /** Columns that printed lines may take: those of the terminal, or as many as most have. */
  readonly columns: number;
  /** How words of printed lines are marked. */
  readonly paint: Paint;
  /** How words of notes are marked. */
  readonly notePaint: Paint;
  /** Whether standard output is a terminal, so that a person sees pieces as they are written. */
  readonly watched: boolean;
  /** Writes lines about the work to standard error. */
  note(text: string): void;
  /** Draws or updates the bar; null removes it. */
  progress(state: Progress | null): void;
}

/** Creates a screen on two streams. */
export function createScreen(stdout: Output, stderr: Output, environment: NodeJS.ProcessEnv): Screen {
  const bar = stderr.isTTY === true ? createBar(stderr, { pictures: environment.TERM !== 'dumb' }) : null;
  const writeLines = (output: Output, text: string) => {
    bar?.hide();
    output.write(`${text}\n`);
    bar?.show();
  };
  return {
    print: (text) => writeLines(stdout, text),
    write: (text) => {
      bar?.hide();
      stdout.write(text);
    },
    columns: stdout.columns ?? usualColumns,
    paint: paintFor(stdout, environment),
    notePaint: paintFor(stderr, environment),
    watched: stdout.isTTY === true,
    note: (text) => writeLines(stderr, stderr.isTTY === true ? wrapped(text, stderr.columns || usualColumns) : text),
    progress: (state) => bar?.draw(state),
  };
}

/** Breaks long lines between words; the new lines have the indent of the old one. */
export function wrapped(text: string, columns: number): string {
  return text
    .split('\n')
    .flatMap((line) => wrappedLine(line, columns))
    .join('\n');
}

function wrappedLine(line: string, columns: number): string[] {
  if (columnsOf(line, columns) <= columns) return [line];
  const indent = /^ */.exec(line)![0];
  const lines: string[] = [];
  let current = '';
  let taken = 0;
  for (const word of line.trimStart().split(' ')) {
    const width = columnsOf(word, columns);
    if (current === '' || taken + 1 + width > columns) {
      if (current !== '') lines.push(current);
      current = indent + word;
      taken = indent.length + width;
    } else {
      current += ` ${word}`;
      taken += 1 + width;
    }
  }
  return [...lines, current];
}

interface Bar {
  draw(state: Progress | null): void;
  hide(): void;
  show(): void;
}

function createBar(stream: Output, { pictures }: { readonly pictures: boolean }): Bar {
  let state: Progress | null = null;
  const bar = new cliProgress.SingleBar({
    stream: stream as NodeJS.WritableStream,
    format: (_, { maxWidth }: { maxWidth?: number }) =>
      state === null ? '' : drawProgress(state, maxWidth ?? usualColumns, { pictures }),
    clearOnComplete: true,
    // main.ts handles interrupts, so that the command can finish its step.
    gracefulExit: false,
  });
  const show = () => {
    if (state !== null) bar.start(1, 0);
  };
  // Clearing is not enough: the bar remembers its position on the screen, which the next line would move.
  const hide = () => bar.stop();
  return {
    hide,
    show,
    draw(next) {
      const isNew = state === null;
      state = next;
      if (next === null) hide();
      else if (isNew) show();
    },
  };
}
