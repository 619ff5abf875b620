// Compares base models: trains each on a blog for the same time, and adds a line to a file at each validation on posts
// that were not trained on.
//
//   node bench/fine-tuning.mjs --dataset posts.txt --val_dataset newest-posts.txt --starts base,nano [--seconds 120]
//                              [--settings '{"learning_rate":0.001}'] [--name example] [--models models/] [--out starts.jsonl]
//
// `--settings` are settings of `tpdne train`; `--models` is the folder that contains the `--starts`, if they are in one.
// bench/draw-losses.mjs --x seconds draws the file.
import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { timedTraining } from './timed-training.mjs';

const { values: options } = parseArgs({
  options: {
    dataset: { type: 'string' },
    val_dataset: { type: 'string' },
    starts: { type: 'string', default: 'base,nano' },
    seconds: { type: 'string', default: '120' },
    settings: { type: 'string', default: '{}' },
    name: { type: 'string', default: '' },
    models: { type: 'string' },
    out: { type: 'string', default: 'starts.jsonl' },
  },
});

for (const model_name of options.starts.split(',')) {
  const settings = {
    dataset: options.dataset,
    val_dataset: options.val_dataset,
    model_name,
    optimizer: 'adamw',
    beta2: 0.99,
    weight_decay: 0.1,
    clip: 1,
    schedule: 'cosine',
    sample_every: 0,
    save_every: 0,
    ...JSON.parse(options.settings),
  };
  const name = [options.name, model_name].filter((part) => part !== '').join(' ');
  for await (const { steps, ...found } of timedTraining(settings, Number(options.seconds), options.models)) {
    appendFileSync(options.out, `${JSON.stringify({ name, ...found })}\n`);
    console.log(
      `${name}: step ${found.step} of ${steps}, ${found.seconds} s, loss ${found.loss.toFixed(3)}, ` +
        `validation ${found.validation_loss.toFixed(3)}`,
    );
  }
}
