// The effect of bfloat16 on training: the nano model on the example blog, trained as in `tpdne run`, from the same seed in
// float32 and in bfloat16. Draws the losses, and prints the difference at the end.
//
//   node bench/precision.mjs [--steps 200] [--seed 0] [--threads 2] [--svg docs/precision.svg]
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { lineChart } from './line-chart.mjs';
import { loadSources } from './sources.mjs';

const { values: options } = parseArgs({
  options: {
    steps: { type: 'string', default: '200' },
    seed: { type: 'string', default: '0' },
    threads: { type: 'string' },
    svg: { type: 'string' },
  },
});
const { nodeProject, train, planRun, defaultFormat, trainingRecipe, checkSettings, runSettings, modelSizes } =
  await loadSources(
    'src/node/project/node-project.ts',
    'src/pipeline/train/train.ts',
    'src/pipeline/run/recipe.ts',
    'src/pipeline/settings/settings-table.ts',
    'src/pipeline/settings/run.ts',
    'src/engine/models/architectures.ts',
  );
const posts = fileURLToPath(new URL('../examples/blog/_articles', import.meta.url));

const curves = [await lossesIn('float32'), await lossesIn('bfloat16')];
for (const { name, average, validation } of curves) {
  console.log(
    `${name.padEnd(8)}  training ${average.toFixed(4)} (running average), validation ${validation.toFixed(4)}`,
  );
}
const [exact, rounded] = curves;
const apart = exact.points.map(([, loss], step) => Math.abs(loss - rounded.points[step][1]));
console.log(
  `after ${options.steps} steps, bfloat16 differs by ${(rounded.average - exact.average).toFixed(4)} in training and ` +
    `${(rounded.validation - exact.validation).toFixed(4)} in validation; a single step by ${Math.max(...apart).toFixed(4)} at most`,
);
if (options.svg !== undefined) {
  const title = 'The nano model on the example blog: loss of each step, in nats per token';
  await writeFile(options.svg, lineChart(title, 'steps', curves));
}

/** The loss of each step, the final running average, and the last validation loss. */
async function lossesIn(precision) {
  const root = await mkdtemp(join(tmpdir(), 'tpdne-bench-'));
  const settings = checkSettings(runSettings, { posts: [posts], out: root, steps: Number(options.steps) });
  const { context } = modelSizes.get('nano').shape;
  const start = 'random';
  const begun = { start, context, format: defaultFormat(start), stepsBefore: 0, before: null, tokens: 0 };
  const plan = planRun(settings, begun);
  const recipe = trainingRecipe(plan, Number.POSITIVE_INFINITY);
  const machine = {
    device: 'cpu',
    precision,
    threads: options.threads === undefined ? undefined : Number(options.threads),
  };
  const given = { ...recipe, ...machine, model_name: 'nano', patience: 0, seed: Number(options.seed), dataset: posts };
  const curve = { name: precision, points: [], average: null, validation: null };
  try {
    for await (const event of train(given, nodeProject({ root }))) {
      if (event.type === 'validation') curve.validation = event.loss;
      if (event.type !== 'step') continue;
      curve.points.push([event.step, event.loss]);
      curve.average = event.average;
      if (event.step % 20 === 0)
        process.stderr.write(`${precision}: step ${event.step}, loss ${event.loss.toFixed(3)}\n`);
    }
  } finally {
    await rm(root, { recursive: true });
  }
  return curve;
}
