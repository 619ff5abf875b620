import { join } from 'pathe';
import { eventRecord, type TensorboardEvent } from '../../engine/checkpoint/formats/tensorflow/event-file.ts';
import { exists } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import type { LogLine } from './training-log.ts';

/**
 * Writes losses and samples for TensorBoard, into a file of its own for each call, as TensorBoard's writers do. The file
 * appears with the first event.
 */
export class TensorboardLog {
  readonly #project: Pick<Project, 'files' | 'now'>;
  readonly #folder: string;
  readonly #firstStep: number;
  #path: string | null = null;

  /** `firstStep`: what earlier files in `folder` say of this step and later ones no longer counts. */
  constructor(project: Pick<Project, 'files' | 'now'>, folder: string, firstStep: number) {
    this.#project = project;
    this.#folder = folder;
    this.#firstStep = firstStep;
  }

  /** Throws WriteFault. */
  add(line: LogLine): Promise<void> {
    const { step, loss } = line;
    if (line.type === 'validation') return this.#add(step, { type: 'scalars', values: { val_loss: loss } });
    const { learning_rate, gradient_norm, tokens_per_second } = line;
    return this.#add(step, { type: 'scalars', values: { loss, learning_rate, gradient_norm, tokens_per_second } });
  }

  /** Adds the samples of a step. Throws WriteFault. */
  addSamples(step: number, texts: readonly string[]): Promise<void> {
    return this.#add(step, { type: 'texts', tag: 'samples', texts });
  }

  async #add(step: number, event: TensorboardEvent): Promise<void> {
    const seconds = this.#project.now().getTime() / 1000;
    const records = [eventRecord(event, { seconds, step })];
    if (this.#path === null) {
      this.#path = await this.#freePath(seconds);
      const first = eventRecord({ type: 'version' }, { seconds, step: 0 });
      records.unshift(first, eventRecord({ type: 'start' }, { seconds, step: this.#firstStep }));
    }
    for (const record of records) await this.#project.files.appendBytes(this.#path, record);
  }

  /** TensorBoard reads the files of a folder in the order of their names. */
  async #freePath(seconds: number): Promise<string> {
    const name = `events.out.tfevents.${String(Math.floor(seconds)).padStart(10, '0')}.tpdne`;
    for (let number = 0; ; number++) {
      const path = join(this.#folder, `${name}.${number}`);
      if (!(await exists(this.#project.files, path))) return path;
    }
  }
}
