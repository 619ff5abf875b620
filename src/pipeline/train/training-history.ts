import { join } from 'pathe';
import type { Validation } from '../../engine/training/validation-history.ts';
import { HISTORY } from '../../project/checkpoint-names.ts';
import type { Files } from '../../project/files.ts';
import { textIfThere } from '../../project/paths.ts';
import { writeText } from '../../project/write-text.ts';
import type { LogLine } from './training-log.ts';

/**
 * checkpoint/<run>/history.csv: the losses of a run from its first step, however often it was interrupted. A row is
 *
 *     step,seconds,tokens,loss,learning_rate,val_loss
 *
 * with seconds of training and tokens read since the run began, and losses in nats per token. The row of a validation has
 * val_loss alone, that of a step all others.
 */
const HEADER = 'step,seconds,tokens,loss,learning_rate,val_loss';

interface Moment {
  /** Updates so far. */
  readonly step: number;
  /** Of training since the run began. */
  readonly seconds: number;
}

/** What the history says of an update. */
export interface StepRow extends Moment {
  readonly type: 'step';
  /** Read since the run began. */
  readonly tokens: number;
  readonly loss: number;
  readonly learning_rate: number;
}

/** What it says of a validation. */
export interface ValidationRow extends Moment {
  readonly type: 'validation';
  readonly loss: number;
}

export type HistoryRow = StepRow | ValidationRow;

/** The checkpoint that a training resumes from. */
export interface ResumedFrom {
  /** The folder of its run, which may be another one. */
  readonly runFolder: string;
  readonly step: number;
  /** The validations that the checkpoint knows. */
  readonly validations: readonly Validation[];
}

/** Reads the history of a run; empty if it has none. Lines that are not rows, such as half a line, are left out. */
export async function readHistory(files: Files, runFolder: string): Promise<HistoryRow[]> {
  const text = (await textIfThere(files, join(runFolder, HISTORY))) ?? '';
  const rows = text.split('\n').map(rowOf);
  return rows.filter((row) => row !== null);
}

/**
 * Writes the history of a run. It is brought into line with the checkpoint that the training resumes from once the training
 * moves on: rows of later steps, which a kill has lost, are removed, and validations that it lacks are filled in.
 */
export class TrainingHistory {
  readonly #files: Files;
  readonly #path: string;
  readonly #from: ResumedFrom | null;
  /** Rows from before anything of this call counts: a base model that was only validated leaves no history. */
  #waiting: LogLine[] | null = [];
  /** Seconds of training before this call. */
  #secondsBefore = 0;

  /** `from`: null for a training that starts. */
  constructor(files: Files, runFolder: string, from: ResumedFrom | null) {
    this.#files = files;
    this.#path = join(runFolder, HISTORY);
    this.#from = from;
  }

  /** Throws WriteFault. */
  async add(line: LogLine): Promise<void> {
    if (this.#waiting === null) return this.#append(line);
    this.#waiting.push(line);
    if (line.type === 'step') await this.settle();
  }

  /** Writes what was added so far; called before a checkpoint is saved. Throws WriteFault. */
  async settle(): Promise<void> {
    if (this.#waiting === null) return;
    const waiting = this.#waiting;
    const kept = this.#from === null ? [] : keptRows(await readHistory(this.#files, this.#from.runFolder), this.#from);
    this.#secondsBefore = kept.at(-1)?.seconds ?? 0;
    await writeText(this.#files, this.#path, [HEADER, ...kept.map(lineOf), ''].join('\n'));
    this.#waiting = null;
    for (const line of waiting) await this.#append(line);
  }

  #append(line: LogLine): Promise<void> {
    const seconds = this.#secondsBefore + line.seconds;
    return this.#files.append(this.#path, lineOf({ ...line, seconds }));
  }
}

/** The rows that a checkpoint knows of. A validation without a row gets the seconds of the row before it. */
function keptRows(rows: readonly HistoryRow[], { step: last, validations }: ResumedFrom): HistoryRow[] {
  const steps = rows.filter((row) => row.type === 'step' && row.step <= last);
  const validated = validations.map(({ step, loss }): HistoryRow => {
    const isIt = (row: HistoryRow) => row.type === 'validation' && row.step === step;
    const seconds = rows.findLast(isIt)?.seconds ?? steps.findLast((row) => row.step <= step)?.seconds ?? 0;
    return { type: 'validation', step, seconds, loss };
  });
  // At the same step, the validation came last.
  return [...steps, ...validated].sort((a, b) => a.step - b.step);
}

function lineOf(row: HistoryRow): string {
  const when = `${row.step},${Number(row.seconds.toFixed(3))}`;
  if (row.type === 'validation') return `${when},,,,${brief(row.loss)}`;
  return `${when},${row.tokens},${brief(row.loss)},${brief(row.learning_rate)},`;
}

/** Seven digits tell any two float32 apart that a chart or a person could. */
function brief(value: number): number {
  return Number(value.toPrecision(7));
}

function rowOf(line: string): HistoryRow | null {
  const cells = line.split(',');
  if (cells.length !== HEADER.split(',').length) return null;
  const [step, seconds, tokens, loss, learning_rate, val_loss] = cells.map((cell) =>
    cell.trim() === '' ? null : Number(cell),
  );
  const isNumber = (value: number | null): value is number => value !== null && Number.isFinite(value);
  if (!(isNumber(step) && Number.isSafeInteger(step) && step >= 0 && isNumber(seconds))) return null;
  if (isNumber(val_loss)) return { type: 'validation', step, seconds, loss: val_loss };
  if (!(isNumber(tokens) && isNumber(loss) && isNumber(learning_rate))) return null;
  return { type: 'step', step, seconds, tokens, loss, learning_rate };
}
