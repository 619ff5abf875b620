// Compiles native/ with the system's C++ compiler, and notes in native/build/current.json which library to load, or why
// there is none. Runs as the install script of a clone: it never fails the install, because the reference device serves
// without a library, slowly.
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { buildFolder, CompilationError, compileLibrary } from './native/compile.mjs';
import { findCompiler } from './native/compiler.mjs';
import { HOST } from './native/platforms.mjs';

const MISSING_COMPILER =
  'No C++ compiler found, so the fast CPU device is left out and the slow reference device serves. To get it, install one ' +
  '(Debian: apt install g++; Fedora: dnf install gcc-c++; macOS: xcode-select --install; Windows: winget install MSYS2.MSYS2, then ' +
  'pacman -S mingw-w64-ucrt-x86_64-gcc) and run: npm run compile';

async function main() {
  const compiler = findCompiler(HOST);
  if (!compiler) {
    await note({ problem: MISSING_COMPILER });
    console.log(MISSING_COMPILER);
    return;
  }
  try {
    const { library, seconds } = await compileLibrary(compiler, HOST);
    if (seconds !== null) console.log(`Compiled the CPU device with ${compiler.command} in ${seconds.toFixed(1)} s.`);
    await note({ library: relative(buildFolder, library), compiler: compiler.version });
  } catch (error) {
    if (!(error instanceof CompilationError)) throw error;
    const problem = `The slow reference device serves, because ${error.message}`;
    await note({ problem });
    console.log(problem);
  }
}

async function note(current) {
  await mkdir(buildFolder, { recursive: true });
  const beside = join(buildFolder, `current-${process.pid}.json`);
  await writeFile(beside, `${JSON.stringify(current, null, 2)}\n`);
  await rename(beside, join(buildFolder, 'current.json'));
}

await main();
