// The time until something is shown: `tpdne --help`, and the first characters of `tpdne generate` with a 124M
// checkpoint in the page cache. Measures the built dist/cli.js (npm run compile).
//
//   node bench/loading.mjs [--size 124M] [--quantize bfloat16] [--rounds 5]
//
// --json prints a line of JSON for each measurement, for run.mjs.
import { spawn } from 'node:child_process';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeRandomModel } from './random-model.mjs';
import { spread } from './rows.mjs';
import { say } from './serve.mjs';

const { values: options } = parseArgs({
  options: {
    size: { type: 'string', default: '124M' },
    quantize: { type: 'string', default: 'bfloat16' },
    rounds: { type: 'string', default: '5' },
    threads: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
await access(cli).catch(() => {
  throw new Error(`${cli} does not exist; build it with: npm run compile`);
});
const rounds = Number(options.rounds);
const root = await mkdtemp(join(tmpdir(), 'tpdne-bench-'));
try {
  await writeRandomModel(join(root, 'models', options.size), options.size);
  const machine = options.threads === undefined ? [] : ['--threads', options.threads];
  const generate = ['generate', '--model_name', options.size, '--quantize', options.quantize, ...machine];
  const wanted = ['--prompt', 'The', '--no-include_prompt', '--nsamples', '1', '--length', '3', '--seed', '1'];
  await show('tpdne --help', ['--help']);
  await show(`tpdne generate, ${options.size} as ${options.quantize}: first token`, [...generate, ...wanted]);
} finally {
  await rm(root, { recursive: true });
}

async function show(what, given) {
  await firstOutput(given);
  const seconds = [];
  for (let round = 0; round < rounds; round++) seconds.push(await firstOutput(given));
  if (options.json) return say({ what, seconds });
  const { median, min, max } = spread(seconds);
  console.log(`${what}: ${median.toFixed(2)} s (${min.toFixed(2)} to ${max.toFixed(2)})`);
}

/** The seconds from the start of the process to its first bytes on standard output. */
function firstOutput(given) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, [cli, ...given], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let seconds = null;
    let complaint = '';
    child.stdout.on('data', () => {
      seconds ??= (performance.now() - start) / 1000;
    });
    child.stderr.on('data', (bytes) => {
      complaint += bytes;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0 && seconds !== null) resolve(seconds);
      else
        reject(new Error(`tpdne ${given.join(' ')} ended with code ${code}: ${complaint.trim().split('\n').at(-1)}`));
    });
  });
}
