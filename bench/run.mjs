// npm run bench: all our claims about speed and memory, in one table.
//
//   npm run bench -- [--rows step,decode] [--only 124M] [--quick] [--pairs 5] [--row-seconds 100] [--threads 2]
//                    [--python python3,/path/to/python] [--llama FOLDER] [--text FILE]
//                    [--markdown] [--json FILE] [--svg FILE] [--from FILE]
//
// --rows       groups of rows: step, memory, kernels, decode, tokenizer, loading, steadiness
// --only       measurements whose description contains this
// --quick      two rounds of each, ten seconds per row, eight tokens per text
// --pairs      rounds of each row, ours and the peer's in turns; fewer if they take longer than --row-seconds
// --python     interpreters with PyTorch and tiktoken ($TPDNE_BENCH_PYTHON; python3); each PyTorch gets separate rows
// --llama      folder that contains node_modules/node-llama-cpp ($TPDNE_BENCH_LLAMA)
// --from       shows a table written with --json, without measuring
//
// The table goes to standard output, progress to standard error.
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { describeMachine, measurePeaks } from './machine.mjs';
import { measurements } from './measurements.mjs';
import { findPeers, removePeerFiles } from './peers.mjs';
import { picture } from './picture.mjs';
import { groups } from './rows.mjs';
import { markdownTable, plainTable } from './table.mjs';

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: Object.keys(groups).join(',') },
    only: { type: 'string', default: '' },
    quick: { type: 'boolean', default: false },
    pairs: { type: 'string' },
    'row-seconds': { type: 'string' },
    threads: { type: 'string' },
    python: { type: 'string', default: process.env.TPDNE_BENCH_PYTHON ?? 'python3' },
    llama: { type: 'string', default: process.env.TPDNE_BENCH_LLAMA },
    text: { type: 'string' },
    markdown: { type: 'boolean', default: false },
    json: { type: 'string' },
    svg: { type: 'string' },
    from: { type: 'string' },
  },
});

const report = options.from === undefined ? await measureAll() : JSON.parse(await readFile(options.from, 'utf8'));
console.log(options.markdown ? markdownTable(report) : plainTable(report));
if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
if (options.svg !== undefined) await writeFile(options.svg, picture(report));

async function measureAll() {
  const wanted = options.rows.split(',');
  const unknown = wanted.find((group) => !Object.hasOwn(groups, group));
  if (unknown !== undefined) {
    throw new Error(`--rows ${unknown}: there are no such rows; choose from ${Object.keys(groups).join(', ')}.`);
  }
  const threads = options.threads && Number(options.threads);
  const machine = await describeMachine(threads);
  const peers = await findPeers({ pythons: options.python.split(','), llama: options.llama ?? null });
  const limits = {
    pairs: Number(options.pairs ?? (options.quick ? 2 : 5)),
    seconds: Number(options['row-seconds'] ?? (options.quick ? 10 : 100)),
  };
  // Tokens written and timed after each prompt.
  const tokens = options.quick ? 8 : 48;
  const context = { groups: wanted, machine, threads, limits, tokens, text: options.text, ...peers };
  const chosen = measurements(context).filter(({ what }) => what.includes(options.only));
  const peaks = measurePeaks(threads, machine.bfloat16);
  try {
    const rows = await measureEach(chosen);
    return { machine, peaks, missing: peers.missing, rows: rows.filter(({ group }) => wanted.includes(group)) };
  } finally {
    await removePeerFiles();
  }
}

/** Runs the measurements in sequence. The time left is estimated from the actual and the expected times so far. */
async function measureEach(chosen) {
  const rows = [];
  const start = performance.now();
  let expected = 0;
  const all = chosen.reduce((sum, { seconds }) => sum + seconds, 0);
  for (const [index, measurement] of chosen.entries()) {
    const pace = expected === 0 ? 1 : (performance.now() - start) / 1000 / expected;
    const left = Math.ceil((pace * (all - expected)) / 60);
    process.stderr.write(`[${index + 1}/${chosen.length}] ${measurement.what}; about ${left} min left\n`);
    rows.push(...(await measurement.measure()));
    expected += measurement.seconds;
  }
  return rows;
}
