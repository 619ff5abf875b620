// What `--sync_every` costs and saves: held-out loss after each validation, and bytes that travel, beside exact summing. Every
// training is one of --ranks processes that Open MPI starts on this machine, in a network of their own, whose counter is read.
// They start one after the other and share the cores, so the seconds are not those of machines of their own.
//
//   node bench/local-steps.mjs --posts my-blog/_posts [--model smollm2-135m] [--ranks 2] [--steps 120] [--every 30]
//     [--sync 1,10,30] [--outer 0.7/0.9,1/0] [-- any settings of tpdne train]
//
// An --outer pair is a rate and a momentum; each is tried with each --sync above 1. Prints a table in Markdown.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options, positionals: rest } = parseArgs({
  allowPositionals: true,
  options: {
    posts: { type: 'string' },
    model: { type: 'string', default: 'bundled' },
    models: { type: 'string', default: 'models' },
    ranks: { type: 'string', default: '2' },
    steps: { type: 'string', default: '120' },
    every: { type: 'string', default: '30' },
    sync: { type: 'string', default: '1,10,30' },
    outer: { type: 'string', default: '0.7/0.9' },
  },
});
if (options.posts === undefined) {
  console.error('local-steps.mjs needs --posts <folder>.');
  process.exit(2);
}

/** Prints the bytes that the loopback has sent; /sys would show those of the network outside. */
const COUNT = `awk '/ lo:/ { print $10 }' /proc/net/dev`;
const cli = join(dirname(fileURLToPath(import.meta.url)), '../dist/cli.js');
const folder = mkdtempSync(join(tmpdir(), 'local-steps-'));
symlinkSync(resolve(options.models), join(folder, 'models'));
const rows = [];
for (const sync of options.sync.split(',')) {
  for (const outer of sync === '1' ? [null] : options.outer.split(',')) rows.push(trained(sync, outer));
}
rmSync(folder, { recursive: true });
print(rows);

/** The losses of one training by step, and the megabytes that a rank has sent. */
function trained(sync, outer) {
  const name = outer === null ? 'every step' : `${sync} steps, ${outer}`;
  const [rate, momentum] = outer?.split('/') ?? [];
  const settings = {
    dataset: resolve(options.posts),
    run_name: `run-${rows.length}`,
    ...(options.model === 'bundled' ? {} : { model_name: options.model }),
    steps: options.steps,
    val_every: options.every,
    sample_every: 0,
    save_every: 0,
    sync_every: sync,
    log: join(folder, `log-${rows.length}.jsonl`),
    ...(outer === null ? {} : { outer_learning_rate: rate, outer_momentum: momentum }),
  };
  const words = Object.entries(settings).flatMap(([key, value]) => [`--${key}`, String(value)]);
  const mpi = [
    '-np',
    options.ranks,
    '--oversubscribe',
    '--bind-to',
    'none',
    '--mca',
    'btl',
    'tcp,self',
    '--mca',
    'btl_tcp_if_include',
    'lo',
  ];
  const env = { ...process.env, OMPI_ALLOW_RUN_AS_ROOT: '1', OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: '1' };
  const command = ['mpirun', ...mpi, process.execPath, cli, 'train', ...words, '--no-config', ...rest];
  // Nobody else's bytes pass this loopback.
  const alone = ['--user', '--map-root-user', '--net', 'sh', '-c', `ip link set lo up && "$@" && ${COUNT} >&2`, 'sh'];
  const { status, stderr } = spawnSync('unshare', [...alone, ...command], { cwd: folder, env, encoding: 'utf8' });
  if (status !== 0) {
    console.error(stderr);
    process.exit(1);
  }
  const sent = Number(stderr.trimEnd().split('\n').at(-1)) / Number(options.ranks) / 1e6;
  const lines = readFileSync(settings.log, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const validations = lines.filter(({ type }) => type === 'validation');
  const losses = new Map(validations.map(({ step, loss }) => [step, loss]));
  console.error(
    name,
    [...losses].map(([step, loss]) => `${step}: ${loss.toFixed(4)}`).join(', '),
    `${sent.toFixed(0)} MB`,
  );
  return { name, losses, sent };
}

function print(found) {
  const steps = [...new Set(found.flatMap(({ losses }) => [...losses.keys()]))].sort((a, b) => a - b);
  console.log(`| averaged every | ${steps.map((step) => `step ${step}`).join(' | ')} | MB sent by a rank |`);
  console.log(`| --- |${' --- |'.repeat(steps.length + 1)}`);
  for (const { name, losses, sent } of found) {
    console.log(
      `| ${name} | ${steps.map((step) => losses.get(step)?.toFixed(3) ?? '').join(' | ')} | ${sent.toFixed(0)} |`,
    );
  }
}
