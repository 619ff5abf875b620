// Texts designed to be slow, one per file: the seconds and memory that `prepare` (as text, as Markdown) and `import` in
// dist/ (npm run compile) need for each, and how both grow with its length.
//
//   node bench/hostile-input.mjs [--characters 10000,100000,1000000] [--only "list"] [--commands text,markdown,import]
//     [--seconds 60: slower commands are stopped] [--slow 5: only those are shown that are slower, or take over 300 MB]
//
// Seconds are processor time, minus that of an empty post; memory is peak resident memory, minus that of an empty
// post. Growth is the exponent: 1 means that ten times the length takes ten times as long.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
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
  },
});
/** Memory that no text of a million characters may take. */
const MOST_MEGABYTES = 300;
const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
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
const folder = await mkdtemp(join(tmpdir(), 'hostile-input-'));
const usual = await measured('text', '.md', 'The kettle sings.\n');
console.log(`an empty post: ${usual.seconds.toFixed(1)} s, ${Math.round(usual.megabytes)} MB`);
for (const { kind, name, ending, make } of hostileFiles()) {
  if (!`${kind}: ${name}`.includes(options.only)) continue;
  for (const command of options.commands.split(',')) {
    const rows = [];
    for (const characters of lengths) {
      rows.push(await measured(command, ending, make(characters)));
      if (rows.at(-1).seconds === null) break;
    }
    const { seconds, megabytes } = rows.at(-1);
    const isLarge = megabytes - usual.megabytes > MOST_MEGABYTES;
    if (seconds === null || seconds - usual.seconds >= Number(options.slow) || isLarge) show(kind, name, command, rows);
  }
}
await rm(folder, { recursive: true, force: true });

function show(kind, name, command, rows) {
  const cells = rows.map(({ seconds, megabytes, status }) => {
    if (seconds === null) return `over ${options.seconds} s`.padStart(18);
    const memory = Math.max(0, megabytes - usual.megabytes);
    const end = status === 0 ? ' ' : String(status);
    return `${Math.max(0, seconds - usual.seconds).toFixed(1)} s ${Math.round(memory)} MB ${end}`.padStart(18);
  });
  const [before, last] = rows.slice(-2).map(({ seconds }) => (seconds ?? Infinity) - usual.seconds);
  const growth =
    last > 0.5 && before > 0.05 ? Math.log(last / before) / Math.log(lengths.at(-1) / lengths.at(-2)) : null;
  const grows = growth === null || !Number.isFinite(growth) ? '' : `^${growth.toFixed(1)}`;
  console.log(`${kind.padEnd(13)}${name.padEnd(38)}${command.padEnd(9)}${cells.join('')}  ${grows}`);
}

/** `seconds` is null if the command was stopped. `status` is its exit code: 1 if there was no post. */
async function measured(command, ending, text) {
  const out = await mkdtemp(join(folder, 'out-'));
  const file = join(out, `2024-01-01-a${ending}`);
  await writeFile(file, text);
  const node = [
    `--import=data:text/javascript,${encodeURIComponent(atExit)}`,
    cli,
    ...commands[command](file, out),
    '--no-config',
  ];
  const child = spawn(process.execPath, node, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (more) => {
    said = (said + more).slice(-2000);
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), 1000 * Number(options.seconds));
  const [status] = await once(child, 'close');
  clearTimeout(timer);
  await rm(out, { recursive: true, force: true });
  const [, megabytes, seconds] = /measured ([\d.]+) ([\d.]+)/.exec(said) ?? [];
  if (megabytes === undefined) return { seconds: null, megabytes: 0, status };
  return { seconds: Number(seconds), megabytes: Number(megabytes), status };
}
