import { evaluate } from '../pipeline/evaluate/evaluate.ts';
import type { EvaluatedEvent, EvaluatingEvent } from '../pipeline/events/models.ts';
import { evaluateSettings } from '../pipeline/settings/evaluate.ts';
import { isDownloadEvent } from '../project/download-events.ts';
import { defineCommand } from './command.ts';
import { downloadScreen } from './download-screen.ts';
import type { Progress } from './progress.ts';
import { showReading } from './show-reading.ts';
import { showWriter } from './show-writer.ts';
import { table } from './table.ts';

export const evaluateCommand = defineCommand({
  arguments: ['texts'],
  settings: evaluateSettings,
  examples: [
    ['tpdne evaluate held-out.txt', 'Measures the newest run.'],
    ['tpdne evaluate held-out.txt --model_name smollm2-135m', 'Measures a model before any training.'],
    ['tpdne evaluate a.txt b.txt --json', 'Measures two texts, a line of JSON each.'],
  ],
  essential: ['run', 'model_name', 'window', 'format', 'batch_size'],
  async run({ settings, screen, project, tap }) {
    const measured: EvaluatedEvent[] = [];
    let begun = performance.now();
    const showDownload = downloadScreen(screen);
    const show = showReading(screen);
    for await (const event of tap(evaluate(settings, project))) {
      if (isDownloadEvent(event)) {
        showDownload(event);
        continue;
      }
      switch (event.type) {
        case 'writer':
        case 'device':
          showWriter(event, screen);
          break;
        case 'source':
        case 'reading':
        case 'note':
          show(event);
          break;
        case 'evaluating':
          screen.progress(progressOf(event, performance.now() - begun));
          break;
        case 'evaluated':
          measured.push(event);
          begun = performance.now();
          break;
      }
    }
    screen.progress(null);
    screen.print(evaluationTable(measured));
  },
});

function progressOf({ path, batches, batchesDone }: EvaluatingEvent, milliseconds: number): Progress {
  const secondsLeft = (milliseconds / 1000 / batchesDone) * (batches - batchesDone);
  return { done: batchesDone, total: batches, unit: 'batches', secondsLeft, details: [path] };
}

/** A table with a row for each text and, if there are several, one for all. */
function evaluationTable(measured: readonly EvaluatedEvent[]): string {
  const rows = measured.length > 1 ? [...measured, together(measured)] : measured;
  return table([
    ['text', 'documents', 'tokens', 'bytes', 'loss', 'perplexity', 'bits per byte'],
    ...rows.map(({ path, documents, predictions, bytes, loss, perplexity, bitsPerByte }) => [
      path,
      documents,
      predictions,
      bytes,
      loss.toFixed(3),
      perplexity.toFixed(1),
      bitsPerByte.toFixed(3),
    ]),
  ]);
}

function together(measured: readonly EvaluatedEvent[]): Omit<EvaluatedEvent, 'type'> {
  const sum = (of: (event: EvaluatedEvent) => number) => measured.reduce((total, event) => total + of(event), 0);
  const [predictions, bytes, losses] = [
    sum((event) => event.predictions),
    sum((event) => event.bytes),
    sum((event) => event.loss * event.predictions),
  ];
  return {
    path: 'all',
    documents: sum(({ documents }) => documents),
    predictions,
    bytes,
    loss: losses / predictions,
    perplexity: Math.exp(losses / predictions),
    bitsPerByte: losses / Math.LN2 / bytes,
  };
}
