// Which way of learning suits a blog: trains models on all but its newest posts, and measures those, each alone, before and while
// they learn, in bits per byte of the form that they are learned in.
//
//   node bench/recipes.mjs --posts my-blog/_posts [--newest 5] [--ways bundled,full,lora-4,lora-16,lora-64] [--name my-blog]
//                          [--model smollm2-135m] [--models models/] [--points 6] [--seed 0] [--out recipes.jsonl]
//
// --posts   a folder of Markdown files whose names begin with their dates
// --ways    bundled: the model of this package, all its weights, from plain text; full and lora-RANK: --model, from Markdown
// --out     a line is added for each measurement; bench/draw-losses.mjs --x tokens --y bits_per_byte draws them (docs/recipes.svg)
import { appendFileSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { evaluate, train } from '../dist/index.js';
import { loadSources } from './sources.mjs';

const { values: options } = parseArgs({
  options: {
    posts: { type: 'string' },
    newest: { type: 'string', default: '5' },
    ways: { type: 'string', default: 'bundled,full,lora-4,lora-16,lora-64' },
    name: { type: 'string', default: '' },
    model: { type: 'string', default: 'smollm2-135m' },
    models: { type: 'string', default: 'models' },
    points: { type: 'string', default: '6' },
    seed: { type: 'string', default: '0' },
    out: { type: 'string', default: 'recipes.jsonl' },
  },
});
if (options.posts === undefined) {
  console.error('recipes.mjs needs --posts <folder>.');
  process.exit(2);
}

const COMMON = {
  optimizer: 'adamw',
  beta2: 0.99,
  weight_decay: 0.1,
  clip: 1,
  schedule: 'cosine',
  val_split: 0,
  val_every: 0,
  sample_every: 0,
};
const { recipes } = await loadSources('src/pipeline/settings/recipes.ts');

/** The settings of a recipe of `tpdne run`, but for how often it reads the posts. */
function settingsOf({ format, batch_size, window, learning_rate, packing }) {
  return { ...COMMON, format, batch_size, window, learning_rate, packing };
}

/** A way of learning in words, its settings, how often it reads the posts, and in which windows the newest ones are read. */
function recipeOf(way) {
  if (way === 'bundled') {
    const settings = { ...settingsOf(recipes.small), model_name: 'base' };
    return { words: 'the bundled model', passes: recipes.small.passes, window: 512, settings };
  }
  const modern = { ...settingsOf(recipes.modern), model_name: options.model };
  if (way === 'full') return { words: 'all weights', passes: recipes.modern.passes, window: 2048, settings: modern };
  const lora_rank = Number(/^lora-(\d+)$/.exec(way)?.[1]);
  if (Number.isNaN(lora_rank)) throw new Error(`--ways ${way}: expected bundled, full or lora-RANK.`);
  const adapter = { adapter: 'lora', lora_rank, lora_alpha: 2 * lora_rank, learning_rate: 5e-4 };
  return { words: `LoRA, rank ${lora_rank}`, passes: 2, window: 2048, settings: { ...modern, ...adapter } };
}

const root = mkdtempSync(join(tmpdir(), 'tpdne-recipes-'));
try {
  symlinkSync(resolve(options.models), join(root, 'models'));
  divide(readdirSync(options.posts).filter((name) => /\.(md|markdown)$/.test(name)));
  for (const way of options.ways.split(',')) await measureWay(way);
} finally {
  rmSync(root, { recursive: true });
}

/** Copies the newest posts into one folder, and the others into another one. */
function divide(names) {
  const count = Number(options.newest);
  const ordered = names.toSorted();
  for (const [folder, some] of [
    ['learned', ordered.slice(0, -count)],
    ['newest', ordered.slice(-count)],
  ]) {
    mkdirSync(join(root, folder));
    for (const name of some) copyFileSync(join(options.posts, name), join(root, folder, name));
  }
}

async function measureWay(way) {
  const { words, passes, window, settings } = recipeOf(way);
  const name = [options.name, words].filter((part) => part !== '').join(' ');
  const given = { ...settings, dataset: join(root, 'learned'), run_name: 'measured', seed: Number(options.seed) };
  const { format, model_name } = settings;
  const before = await newestPosts({ model_name, format, window });
  report({ name, step: 0, tokens: 0, seconds: 0, bits_per_byte: before });
  const perPass = (await last(train({ ...given, steps: 1, dry_run: true }, { root }), 'plan')).stepsPerEpoch;
  const steps = Math.ceil(passes * perPass);
  const save_every = Math.ceil(steps / Number(options.points));
  // As `tpdne run` has it.
  const warmup_steps = Math.min(20, Math.floor(steps / 4));
  const made = new Map();
  for await (const event of train({ ...given, steps, warmup_steps, save_every, keep: steps }, { root })) {
    if (event.type === 'step') made.set(event.step, event);
  }
  for (const [step, { tokens, seconds }] of made) {
    if (step % save_every !== 0 && step !== steps) continue;
    const bits_per_byte = await newestPosts({ run: 'measured', checkpoint: step, format, window });
    report({ name, step, steps, tokens, seconds, bits_per_byte });
  }
  rmSync(join(root, 'checkpoint'), { recursive: true });
}

/** Bits per byte of the posts that no way learns from, each alone. */
async function newestPosts(reader) {
  const settings = { texts: [join(root, 'newest')], batch_size: 1, ...reader };
  return (await last(evaluate(settings, { root }), 'evaluated')).bitsPerByte;
}

/** The last event of this type. */
async function last(events, type) {
  let found = null;
  for await (const event of events) if (event.type === type) found = event;
  return found;
}

function report(line) {
  const { name, step, seconds, bits_per_byte } = line;
  appendFileSync(options.out, `${JSON.stringify(line)}\n`);
  console.log(`${name}: step ${step}, ${seconds.toFixed(0)} s, ${bits_per_byte.toFixed(3)} bits per byte`);
}
