// Which shape of model learns most in a given time: trains each from random weights for that long, and adds a line to a
// file at each validation: shape, seconds, tokens, compute in floating-point operations, training and validation loss.
//
//   node bench/shapes.mjs --dataset corpus.npz --val_dataset validation.npz [--seconds 600] [--n_ctx 512]
//                         [--shapes 6x256x4,8x320x5,6x384x6] [--settings '{"optimizer":"muon"}'] [--name muon]
//                         [--out shapes.jsonl]
//
// A shape is blocks x channels x heads. `--settings` are settings of `tpdne train`. The learning rate is constant and falls
// at the end; the number of steps that fit into the time is measured first. bench/draw-losses.mjs draws the file.
import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { timedTraining } from './timed-training.mjs';

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

/** Six operations per parameter and token, as is common, without positions, plus causal attention. */
function floatingPointOperations({ n_layer, n_embd }, parameters, window, tokens) {
  return tokens * (6 * (parameters - n_ctx * n_embd) + 6 * n_layer * n_embd * window);
}

for (const shape of options.shapes.split(',')) {
  const [n_layer, n_embd, n_head] = shape.split('x').map(Number);
  const name = [shape, options.name].filter((part) => part !== '').join(' ');
  for await (const { steps, ...found } of timedTraining({ ...recipe, n_layer, n_embd, n_head }, budget)) {
    const { parameters, tokens } = found;
    const window = recipe.window ?? n_ctx;
    const compute = floatingPointOperations({ n_layer, n_embd }, parameters, window, tokens);
    appendFileSync(options.out, `${JSON.stringify({ name, compute, ...found })}\n`);
    console.log(
      `${name}: ${(parameters / 1e6).toFixed(1)} M, step ${found.step} of ${steps}, ${found.seconds} s, ` +
        `${(tokens / 1e6).toFixed(2)} M tokens, loss ${found.loss.toFixed(3)}, validation ${found.validation_loss.toFixed(3)}`,
    );
  }
}
