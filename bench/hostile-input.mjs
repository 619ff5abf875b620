// Texts designed to be slow, one per file: the seconds and memory that `prepare` (as text, as Markdown) and `import` in
// dist/ (npm run compile) need for each, and how both grow with its length. About 25 minutes on two idle cores.
//
//   node bench/hostile-input.mjs [--characters 10000,100000,1000000] [--only "list"] [--commands text,markdown,import]
//     [--seconds 60: slower commands are stopped] [--slow 5: only those are shown that are slower, or take over 300 MB]
//     [--jobs 2: as many cores as there are] [--markdown table.md]
//
// Seconds are processor time, and memory is peak resident memory, both minus what a short post needs. The longest text is
// read by the command in a process of its own; the shorter ones one after another in one process, without memory. Growth is
// the exponent: 1 means that ten times the length takes ten times as long.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { hostileFiles } from './hostile-inputs.mjs';

const { values: options } = parseArgs({
  options: {
    characters: { type: 'string', default: '10000,100000,1000000' },
    only: { type: 'string', default: '' },
    commands: { type: 'string', default: 'text,markdown,import' },
    seconds: { type: 'string', default: '60' },
    slow: { type: 'string', default: '0' },
    jobs: { type: 'string', default: String(availableParallelism()) },
    markdown: { type: 'string' },
  },
});
/** Memory that no text of a million characters may take. */
const MOST_MEGABYTES = 300;
const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const runner = fileURLToPath(new URL('hostile-runner.mjs', import.meta.url));
const lengths = options.characters.split(',').map(Number);
const commands = {
  text: (file, out) => ['prepare', file, '--out', join(out, 'text.txt')],
  markdown: (file, out) => ['prepare', file, '--out', join(out, 'markdown.txt'), '--format', 'markdown'],
  import: (file, out) => ['import', file, '--out', join(out, 'posts')],
};
// Printed when the process exits, and found by its prefix in the command's output.
const atExit = `process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  process.stderr.write(\`\\nmeasured \${maxRSS / 1024} \${(userCPUTime + systemCPUTime) / 1e6}\\n\`);
})`;
/** A process that reads many texts, replaced when it had to be stopped. */
class SharedProcess {
  #child = null;
  #closed = null;
  /** The seconds that a short post needs, by command. */
  #usual = {};

  async measure(command, ending, text) {
    if (this.#child === null) await this.#start();
    const { seconds, ...rest } = await this.#send(command, ending, text);
    return { seconds: seconds === null ? null : Math.max(0, seconds - this.#usual[command]), ...rest };
  }

  end() {
    this.#child?.kill('SIGKILL');
    this.#child = null;
  }

  /** The code has been compiled and run before the first text is measured. */
  async #start() {
    this.#child = fork(runner);
    this.#closed = once(this.#child, 'close').then(() => [null]);
    for (const command of Object.keys(commands)) {
      await this.#send(command, '.md', 'The *kettle* sings.\n\n- and\n- sings\n'.repeat(100));
      this.#usual[command] = (await this.#send(command, '.md', POST)).seconds;
    }
  }

  async #send(command, ending, text) {
    const { file, out } = await placed(ending, text);
    const child = this.#child;
    child.send({ command, file, out });
    const timer = setTimeout(() => child.kill('SIGKILL'), 1000 * Number(options.seconds));
    const [answer] = await Promise.race([once(child, 'message'), this.#closed]);
    clearTimeout(timer);
    await rm(out, { recursive: true, force: true });
    if (answer === null) this.end();
    else if (answer.problem !== null) throw new Error(`${command} of ${text.slice(0, 80)}: ${answer.problem}`);
    return { seconds: answer?.seconds ?? null, megabytes: null, status: 0 };
  }
}

const folder = await mkdtemp(join(tmpdir(), 'hostile-input-'));
const POST = 'The kettle sings.\n';
const usual = {};
for (const command of options.commands.split(',')) {
  usual[command] = await inOwnProcess(command, '.md', POST);
  console.log(`${command} of a short post: ${textOf(usual[command])}`);
}
const rows = [];
const started = performance.now();
const work = workList();
await Promise.all(Array.from({ length: Number(options.jobs) }, takeWork));
await rm(folder, { recursive: true, force: true });
console.log(`${rows.length} measured in ${Math.round((performance.now() - started) / 60_000)} minutes`);
if (options.markdown !== undefined) await writeFile(options.markdown, markdownTable());

function* workList() {
  for (const { kind, name, ending, make } of hostileFiles()) {
    if (!`${kind}: ${name}`.includes(options.only)) continue;
    for (const command of options.commands.split(',')) yield { kind, name, ending, make, command };
  }
}

async function takeWork() {
  const shared = new SharedProcess();
  for (const { kind, name, ending, make, command } of work) {
    const cells = [];
    for (const characters of lengths.slice(0, -1)) {
      cells.push(await shared.measure(command, ending, make(characters)));
      if (cells.at(-1).seconds === null) break;
    }
    if (cells.at(-1)?.seconds !== null)
      cells.push(await inOwnProcess(command, ending, make(lengths.at(-1)), usual[command]));
    const row = { kind, name, command, cells, growth: growthOf(cells), isFault: isFault(cells) };
    rows.push(row);
    if (row.isFault || cells.some(({ seconds }) => seconds === null || seconds >= Number(options.slow))) show(row);
  }
  shared.end();
}

/** Over 5 s or over 300 MB. */
function isFault(cells) {
  return cells.some(({ seconds, megabytes }) => seconds === null || seconds > 5 || megabytes > MOST_MEGABYTES);
}

/** Null if the times are too short to tell. */
function growthOf(cells) {
  if (cells.length < 2) return null;
  const [before, last] = cells.slice(-2).map(({ seconds }) => seconds);
  if (last === null || last < 0.5 || before < 0.02) return null;
  return Math.log(last / before) / Math.log(lengths[cells.length - 1] / lengths[cells.length - 2]);
}

function textOf({ seconds, megabytes, status }) {
  if (seconds === null) return `over ${options.seconds} s`;
  const memory = megabytes === null ? '' : ` ${Math.round(megabytes)} MB`;
  return `${seconds.toFixed(1)} s${memory}${status === 0 ? '' : ` (exit code ${status})`}`;
}

function show({ kind, name, command, cells, growth, isFault: isMarked }) {
  const columns = cells.map((cell) => textOf(cell).padStart(16)).join('');
  const grows = growth === null ? '' : `^${growth.toFixed(1)}`;
  console.log(`${isMarked ? '!' : ' '} ${kind.padEnd(13)}${name.padEnd(38)}${command.padEnd(9)}${columns}  ${grows}`);
}

/** The slowest and largest rows of each command first. */
function markdownTable() {
  const last = ({ cells }) => cells.at(-1).seconds ?? Infinity;
  const head = `| text | command | ${lengths.map((length) => `${length / 1000} KB`).join(' | ')} | growth |`;
  const lines = rows
    .sort((a, b) => last(b) - last(a))
    .map(({ kind, name, command, cells, growth }) => {
      const columns = lengths.map((_, i) => (cells[i] === undefined ? '' : textOf(cells[i])));
      const row = [`${kind}: ${name.replaceAll('|', '\\|')}`, command, ...columns, growth?.toFixed(1) ?? ''];
      return `| ${row.join(' | ')} |`;
    });
  return `${[head, `| --- | --- |${' ---: |'.repeat(lengths.length + 1)}`, ...lines].join('\n')}\n`;
}

/** `seconds` is null if the command was stopped. `status` is its exit code: 1 if there was no post. */
async function inOwnProcess(command, ending, text, idle = { seconds: 0, megabytes: 0 }) {
  const { file, out } = await placed(ending, text);
  const node = [`--import=data:text/javascript,${encodeURIComponent(atExit)}`, cli, ...commands[command](file, out)];
  // A limit of processor time: on a busy machine, the clock on the wall says little.
  const limited = ['-c', 'ulimit -t "$0"; exec "$@"', options.seconds, process.execPath, ...node, '--no-config'];
  const child = spawn('sh', limited, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (more) => {
    said = (said + more).slice(-2000);
  });
  const [status] = await once(child, 'close');
  await rm(out, { recursive: true, force: true });
  const [, megabytes, seconds] = /measured ([\d.]+) ([\d.]+)/.exec(said) ?? [];
  if (megabytes === undefined) return { seconds: null, megabytes: 0, status };
  return { seconds: Math.max(0, seconds - idle.seconds), megabytes: Math.max(0, megabytes - idle.megabytes), status };
}

async function placed(ending, text) {
  const out = await mkdtemp(join(folder, 'out-'));
  const file = join(out, `2024-01-01-a${ending}`);
  await writeFile(file, text);
  return { file, out };
}
