// Compiles native/ with the system's C++ compiler into native/build/<hash>/, and notes in native/build/current.json
// which library to load, or why there is none. Runs as the package's install script: it never fails the install,
// because the reference device serves without a library, slowly. The hash covers sources, flags and compiler, so
// nothing is compiled twice.
import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const nativeFolder = fileURLToPath(new URL('../native/', import.meta.url));
const buildFolder = join(nativeFolder, 'build');

const FLAGS = ['-std=c++17', '-O3', '-fPIC', '-fvisibility=hidden', '-ffp-contract=off', '-fno-math-errno'];

const AVX512 = ['-mavx2', '-mfma', '-mavx512f', '-mavx512bw', '-mavx512dq', '-mavx512vl', '-mprefer-vector-width=512'];

/** The kernels are compiled once for each of these that the machine's family and the compiler know. */
const INSTRUCTION_SETS = [
  { name: 'AVX512BF16', arch: 'x64', flags: [...AVX512, '-mavx512bf16'] },
  { name: 'AVX512', arch: 'x64', flags: AVX512 },
  { name: 'AVX2', arch: 'x64', flags: ['-mavx2', '-mfma'] },
  { name: 'NEON', arch: 'arm64', flags: [] },
  { name: 'PLAIN', arch: null, flags: ['-DTPDNE_PLAIN'] },
];

const MISSING_COMPILER =
  'No C++ compiler found, so the fast CPU device is left out and the slow reference device serves. To get it, install one ' +
  '(Debian: apt install g++; Fedora: dnf install gcc-c++; macOS: xcode-select --install; Windows: winget install MSYS2.MSYS2, then ' +
  'pacman -S mingw-w64-ucrt-x86_64-gcc) and run: npm rebuild this-post-does-not-exist (in a clone: npm run build)';

async function main() {
  const compiler = findCompiler();
  if (!compiler) {
    await note({ problem: MISSING_COMPILER });
    console.log(MISSING_COMPILER);
    return;
  }
  const sources = await listSources();
  const folder = join(buildFolder, await hashOf(sources, compiler));
  const library = join(folder, libraryName());
  const started = performance.now();
  if (!(await exists(library))) {
    try {
      await compile(compiler, sources, folder);
    } catch (error) {
      const lines = String(error.stderr || error.message)
        .split('\n')
        .filter((line) => /error|fatal|undefined/i.test(line))
        .slice(0, 5);
      const problem = `${compiler.command} could not compile native/, so the slow reference device serves. It said: ${lines.join('\n')}`;
      await note({ problem });
      console.log(problem);
      return;
    }
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`Compiled the CPU device with ${compiler.command} in ${seconds} s.`);
  }
  await note({ library: relative(buildFolder, library), compiler: compiler.version });
}

/** $CXX, or the first of the usual names that answers. */
function findCompiler() {
  const names = process.env.CXX ? [process.env.CXX] : ['g++', 'c++', 'clang++'];
  for (const command of names) {
    const answer = spawnSync(command, ['--version'], { encoding: 'utf8' });
    if (answer.status === 0) return { command, version: answer.stdout.split('\n')[0] };
  }
  return null;
}

async function listSources() {
  const entries = await readdir(nativeFolder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(cpp|h)$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((path) => !path.startsWith(buildFolder))
    .sort();
}

async function hashOf(sources, compiler) {
  const hash = createHash('sha256').update(
    JSON.stringify([FLAGS, INSTRUCTION_SETS, compiler, process.platform, process.arch]),
  );
  for (const path of sources) hash.update(relative(nativeFolder, path)).update(await readFile(path));
  return hash.digest('hex').slice(0, 16);
}

/** Compiles beside `folder` and renames, so that a folder under its hash is always whole. */
async function compile(compiler, sources, folder) {
  await mkdir(buildFolder, { recursive: true });
  const beside = await mkdtemp(join(buildFolder, 'unfinished-'));
  try {
    const sets = INSTRUCTION_SETS.filter(
      (set) => (set.arch ?? process.arch) === process.arch && accepts(compiler, set),
    );
    const defines = sets.map((set) => `-DTPDNE_HAS_${set.name}`);
    const units = [];
    for (const source of sources.filter((path) => path.endsWith('.cpp'))) {
      const name = relative(nativeFolder, source).replace(/\W/g, '-');
      if (source.includes(`${join('src', 'kernels')}`)) {
        for (const set of sets) units.push({ source, object: join(beside, `${name}-${set.name}.o`), flags: set.flags });
      } else {
        units.push({ source, object: join(beside, `${name}.o`), flags: defines });
      }
    }
    await inParallel(units, ({ source, object, flags }) =>
      run(compiler.command, [...FLAGS, ...flags, '-c', source, '-o', object], { maxBuffer: 1 << 26 }),
    );
    const objects = units.map((unit) => unit.object);
    const linking = process.platform === 'win32' ? ['-static'] : ['-pthread'];
    await run(compiler.command, ['-shared', ...objects, ...linking, '-o', join(beside, libraryName())]);
    for (const object of objects) await rm(object);
    await rename(beside, folder).catch(async (error) => {
      if (!(await exists(join(folder, libraryName())))) throw error; // Another install was faster: the same bytes.
    });
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

function accepts(compiler, set) {
  const nothing = process.platform === 'win32' ? 'NUL' : '/dev/null';
  return spawnSync(compiler.command, [...set.flags, '-x', 'c++', '-E', nothing, '-o', nothing]).status === 0;
}

/** Runs `work` on each item, as many at a time as there are cores. */
async function inParallel(items, work) {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}

async function note(current) {
  await mkdir(buildFolder, { recursive: true });
  const beside = join(buildFolder, `current-${process.pid}.json`);
  await writeFile(beside, `${JSON.stringify(current, null, 2)}\n`);
  await rename(beside, join(buildFolder, 'current.json'));
}

function libraryName() {
  return { win32: 'tpdne.dll', darwin: 'libtpdne.dylib' }[process.platform] ?? 'libtpdne.so';
}

function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}

await main();
