import type { TrainingEvent } from '../../engine/training/training-loop.ts';
import type { Files } from '../../project/files.ts';
import { nullIfMissing } from '../../project/null-if-missing.ts';
import { SettingFault } from '../settings/settings-table.ts';

/** One line of the log. Losses are in nats per token; seconds count from the start of this call. */
export type LogLine =
  | {
      readonly type: 'step';
      readonly step: number;
      readonly seconds: number;
      readonly tokens: number;
      readonly loss: number;
      readonly average: number;
      readonly learning_rate: number;
      readonly gradient_norm: number;
      readonly tokens_per_second: number;
    }
  | { readonly type: 'validation'; readonly step: number; readonly seconds: number; readonly loss: number };

/** The columns of a log in CSV; a validation leaves those empty that it does not have. */
const COLUMNS = [
  'type',
  'step',
  'seconds',
  'tokens',
  'loss',
  'average',
  'learning_rate',
  'gradient_norm',
  'tokens_per_second',
] as const satisfies readonly (keyof Extract<LogLine, { type: 'step' }>)[];
const HEADER = COLUMNS.join(',');

/** Makes lines of the events of one call. */
export class LogLines {
  readonly #tokensPerStep: number;
  #seconds = 0;

  constructor(tokensPerStep: number) {
    this.#tokensPerStep = tokensPerStep;
  }

  /** The line of a step or a validation. */
  add(event: Extract<TrainingEvent, { type: 'step' | 'validation' }>): LogLine {
    const passed = event.seconds - this.#seconds;
    this.#seconds = event.seconds;
    const { type, step, loss } = event;
    const seconds = rounded(event.seconds, 3);
    if (type === 'validation') return { type, step, seconds, loss };
    const { tokens, average, learning_rate, gradientNorm: gradient_norm } = event;
    const tokens_per_second = rounded(this.#tokensPerStep / passed, 1);
    return { type, step, seconds, tokens, loss, average, learning_rate, gradient_norm, tokens_per_second };
  }
}

/**
 * The file of `log`: a line for each step and validation, in CSV if its name ends in .csv, else in JSON. A resumed training
 * appends to it.
 */
export class TrainingLog {
  readonly #files: Files;
  readonly #path: string;
  #hasHeader = false;

  constructor(files: Files, path: string) {
    this.#files = files;
    this.#path = path;
  }

  /** Throws WriteFault. */
  async add(line: LogLine): Promise<void> {
    if (!isCsv(this.#path)) return this.#files.append(this.#path, JSON.stringify(line));
    if (!this.#hasHeader && (await isEmpty(this.#files, this.#path))) await this.#files.append(this.#path, HEADER);
    this.#hasHeader = true;
    const cells: Partial<Record<(typeof COLUMNS)[number], string | number>> = line;
    await this.#files.append(this.#path, COLUMNS.map((column) => cells[column] ?? '').join(','));
  }
}

/** Checks that a log can be added to. Throws WriteFault, and SettingFault for a CSV file with other columns. */
export async function requireLog(files: Files, path: string): Promise<void> {
  await files.requireAppendable(path);
  if (!isCsv(path) || (await isEmpty(files, path))) return;
  const file = await files.open(path);
  try {
    const begin = await file.read(0, Math.min(file.byteLength, HEADER.length + 2));
    const [first] = new TextDecoder().decode(begin).split(/\r?\n/);
    if (first === HEADER) return;
  } finally {
    await file.close();
  }
  throw new SettingFault('log', `\`log\` ${path} exists and has other columns than ${HEADER}; give another name.`);
}

function isCsv(path: string): boolean {
  return /\.csv$/i.test(path);
}

/** Whether a file is missing or empty. A device file counts as empty. */
async function isEmpty(files: Files, path: string): Promise<boolean> {
  const status = await nullIfMissing(files.stat(path));
  return status === null || status.kind !== 'file' || status.bytes === 0;
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
