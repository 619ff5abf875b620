// Which shape of model learns most in a given time: trains each from random weights for as long, and adds a line to a
// file at each validation: shape, seconds, tokens, compute in floating-point operations, training and validation loss.
//
//   node bench/shapes.mjs --dataset corpus.npz --val_dataset validation.npz [--seconds 600] [--n_ctx 512]
//                         [--shapes 6x256x4,8x320x5,6x384x6] [--settings '{"optimizer":"muon"}'] [--name muon]
//                         [--out shapes.jsonl]
//
// A shape is blocks x channels x heads. `--settings` are those of `tpdne train`. The learning rate stays, and falls at
// the end; how many steps fit into the time is measured first. bench/draw-losses.mjs draws the file.
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { train } from '../dist/index.js';

const { values: options } = parseArgs({
  options: {
    dataset: { type: 'string' },
    val_dataset: { type: 'string' },
    seconds: { type: 'string', default: '600' },
    n_ctx: { type: 'string', default: '512' },
    shapes: { type: 'string', default: '6x256x4,8x320x5,6x384x6' },
    settings: { type: 'string', default: '{}' },
    name: { type: 'string', default: '' },
    out: { type: 'string', default: 'shapes.jsonl' },
  },
});
const [budget, n_ctx] = [options.seconds, options.n_ctx].map(Number);
const VALIDATIONS = 8;
const MEASURED_STEPS = 6;

const recipe = {
  dataset: options.dataset,
  val_dataset: options.val_dataset,
  model_name: 'nano',
  n_ctx,
  batch_size: 8,
  packing: 'documents',
  optimizer: 'adamw',
  learning_rate: 1e-3,
  beta2: 0.95,
  weight_decay: 0.1,
  clip: 1,
  schedule: 'wsd',
  sample_every: 0,
  save_every: 0,
  val_batch_size: 8,
  ...JSON.parse(options.settings),
};

/** The events of a training whose checkpoints nobody wants. */
async function* training(settings) {
  const root = mkdtempSync(join(tmpdir(), 'tpdne-shapes-'));
  try {
    yield* train(settings, { root });
  } finally {
    rmSync(root, { recursive: true });
  }
}

async function secondsPerStep(settings) {
  const moments = [];
  const short = { ...settings, steps: MEASURED_STEPS, schedule: 'constant', min_learning_rate: 0, val_every: 0 };
  for await (const event of training(short)) if (event.type === 'step') moments.push(event.seconds);
  return (moments.at(-1) - moments[0]) / (moments.length - 1);
}

/** Six operations a parameter and token, as is usual to count, positions aside, plus causal attention. */
function floatingPointOperations({ n_layer, n_embd }, parameters, window, tokens) {
  return tokens * (6 * (parameters - n_ctx * n_embd) + 6 * n_layer * n_embd * window);
}

for (const shape of options.shapes.split(',')) {
  const [n_layer, n_embd, n_head] = shape.split('x').map(Number);
  const settings = { ...recipe, n_layer, n_embd, n_head };
  const perStep = await secondsPerStep(settings);
  const steps = Math.max(VALIDATIONS, Math.floor(budget / perStep));
  const whole = { warmup_steps: Math.ceil(steps / 50), ...settings, steps, val_every: Math.ceil(steps / VALIDATIONS) };
  const window = settings.window ?? n_ctx;
  let parameters = 0;
  let last = null;
  let trained = 0;
  let before = 0;
  for await (const event of training(whole)) {
    if (event.type === 'plan') parameters = event.parameters;
    if (event.type === 'step') {
      // Without the time that validations take.
      trained += event.seconds - before;
      last = event;
    }
    if (event.type === 'step' || event.type === 'validation') before = event.seconds;
    if (event.type !== 'validation' || last === null) continue;
    const line = {
      name: [shape, options.name].filter((part) => part !== '').join(' '),
      parameters,
      step: event.step,
      seconds: Number(trained.toFixed(1)),
      tokens: last.tokens,
      compute: floatingPointOperations({ n_layer, n_embd }, parameters, window, last.tokens),
      loss: last.average,
      validation_loss: event.loss,
    };
    appendFileSync(options.out, `${JSON.stringify(line)}\n`);
    console.log(
      `${line.name}: ${(parameters / 1e6).toFixed(1)} M, step ${line.step} of ${steps}, ${line.seconds} s, ` +
        `${(line.tokens / 1e6).toFixed(2)} M tokens, loss ${line.loss.toFixed(3)}, validation ${line.validation_loss.toFixed(3)}`,
    );
  }
}
