// Compiles native/ with the system's C++ compiler, and records in native/build/current.json which library to load, or why
// there is none. It is the install script of a clone and never fails the install: without a library the program uses the
// reference device, which is slow.
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { buildFolder, CompilationError, compileLibrary } from './native/compile.mjs';
import { findCompiler } from './native/compiler.mjs';
import { HOST } from './native/platforms.mjs';

const MISSING_COMPILER =
  'No C++ compiler found, so the CPU device was not compiled and the slow reference device is used. Install a compiler ' +
  '(Debian: apt install g++; Fedora: dnf install gcc-c++; macOS: xcode-select --install; Windows: winget install MSYS2.MSYS2, then ' +
  'pacman -S mingw-w64-ucrt-x86_64-gcc), then run: npm run compile';

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
    const problem = `The CPU device was not compiled, so the slow reference device is used: ${error.message}`;
    await note({ problem });
    console.log(problem);
  }
}

async function note(current) {
  await mkdir(buildFolder, { recursive: true });
  const temporary = join(buildFolder, `current-${process.pid}.json`);
  await writeFile(temporary, `${JSON.stringify(current, null, 2)}\n`);
  await rename(temporary, join(buildFolder, 'current.json'));
}

await main();
