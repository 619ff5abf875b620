import cliProgress from 'cli-progress';
import { columnsOf } from './columns.ts';
import { drawProgress, type Progress } from './progress.ts';

/** Of a terminal that does not tell its width. */
const usualColumns = 80;

/** A stream for text, as process.stdout is one. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** Of the terminal; some characters take two. */
  readonly columns?: number;
}

/**
 * Where a command shows things. Results are lines on standard output; a bar on standard error, drawn only when that
 * is a terminal, steps aside for every line, so that the two never mix.
 */
export interface Screen {
  /** Lines of result, on standard output. */
  print(text: string): void;
  /** A piece of a result as it comes, on standard output, without a line break. */
  write(text: string): void;
  /** Standard output is a terminal: somebody watches pieces come. */
  readonly watched: boolean;
  /** Lines about the work, on standard error. */
  note(text: string): void;
  /** Draws the bar, or draws it anew; null takes it away. */
  progress(state: Progress | null): void;
}

/** A screen on two streams. */
export function createScreen(stdout: Output, stderr: Output): Screen {
  const bar = stderr.isTTY === true ? createBar(stderr) : null;
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
    watched: stdout.isTTY === true,
    note: (text) => writeLines(stderr, stderr.isTTY === true ? wrapped(text, stderr.columns ?? usualColumns) : text),
    progress: (state) => bar?.draw(state),
  };
}

/** Breaks long lines between words, as a terminal does not; what is broken keeps the indent of its line. */
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

function createBar(stream: Output): Bar {
  let state: Progress | null = null;
  const bar = new cliProgress.SingleBar({
    stream: stream as NodeJS.WritableStream,
    format: (_, { maxWidth }: { maxWidth?: number }) => (state === null ? '' : drawProgress(state, maxWidth ?? 80)),
    clearOnComplete: true,
    // Interrupts are the door's business: it lets the command finish its step.
    gracefulExit: false,
  });
  const show = () => {
    if (state !== null) bar.start(1, 0);
  };
  // Stopped, not only cleared: the bar remembers a place on the screen, which a line written meanwhile would move.
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
