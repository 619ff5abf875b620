// Makes what is published, as far as this machine's compilers go: a package for each platform with its compiled library,
// and the main package with the platforms' packages as optional dependencies. Folders in release/, ready for npm publish.
import { stat } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CompilationError, compileLibrary } from './native/compile.mjs';
import { compilerNames, findCompiler } from './native/compiler.mjs';
import { isHost, PLATFORMS, platformName } from './native/platforms.mjs';
import { isNewer, neededGlibc } from './release/glibc.mjs';
import { stagedPlatforms, stageMain, stagePlatform } from './release/stage.mjs';

const USAGE = `npm run prebuild -- [options]

  --platform <name>  only this one (${PLATFORMS.map(platformName).join(', ')}), which must succeed; may be repeated
  --glibc <version>  refuse a Linux library that needs a newer glibc than this
  --all              compile nothing; stage the main package, and refuse to when a platform's package is missing
  --out <folder>     instead of release/
`;

/** Something in the way that a person can clear; the message is all there is to show. */
class PrebuildError extends Error {}

async function main() {
  const { platform: names, glibc, all, out } = readOptions();
  if (!all) {
    for (const platform of PLATFORMS.filter((known) => !names || names.includes(platformName(known)))) {
      const reason = await makePackage(platform, out, glibc);
      if (reason && names) throw new PrebuildError(`${platformName(platform)} cannot be made here: ${reason}`);
      if (reason) console.log(`${platformName(platform)}: left out, ${reason}`);
    }
  }
  const staged = await stagedPlatforms(out);
  const missing = PLATFORMS.filter((platform) => !staged.includes(platform));
  if (all && missing.length > 0) {
    throw new PrebuildError(`${out} lacks the packages of ${missing.map(platformName).join(', ')} in this version.`);
  }
  if (staged.length === 0) throw new PrebuildError('No library could be made, so there is nothing to publish.');
  console.log(`${relative('', await stageMain(out, staged))}: brings ${staged.map(platformName).join(', ')}`);
}

function readOptions() {
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        platform: { type: 'string', multiple: true },
        glibc: { type: 'string' },
        all: { type: 'boolean', default: false },
        out: { type: 'string', default: fileURLToPath(new URL('../release', import.meta.url)) },
      },
    }));
  } catch (error) {
    throw new PrebuildError(`${error.message}\n\n${USAGE}`);
  }
  const unknown = values.platform?.find((name) => !PLATFORMS.map(platformName).includes(name));
  if (unknown) throw new PrebuildError(`There is no platform ${unknown}.\n\n${USAGE}`);
  if (values.all && (values.platform || values.glibc)) {
    throw new PrebuildError(`--all compiles nothing, so it goes with neither --platform nor --glibc.\n\n${USAGE}`);
  }
  if (values.glibc !== undefined && !/^\d+\.\d+$/.test(values.glibc)) {
    throw new PrebuildError(`--glibc takes a version such as 2.28, got ${values.glibc}.`);
  }
  return values;
}

/** Compiles for the platform and stages its package. Returns null, or why there is no compiler for it here. */
async function makePackage(platform, release, newestGlibc) {
  const compiler = findCompiler(platform);
  if (!compiler) {
    const sought = compilerNames(platform);
    if (sought.length === 0) return 'no compiler here makes libraries for it; the release workflow does it there.';
    return `there is no ${sought.join(', ')} here.`;
  }
  const { library, recipe, seconds } = await compileLibrary(compiler, platform);
  if (!recipe.isSelfContained) {
    throw new PrebuildError(
      `${compiler.command} cannot link its C++ library into the CPU device, so that it would be needed on every machine ` +
        'that runs it; install the static one (Fedora: dnf install libstdc++-static).',
    );
  }
  const needs = platform.libc ? `glibc ${checkGlibc(platform, library, newestGlibc)} or newer` : null;
  const sets = recipe.sets.map(({ name }) => name.toLowerCase()).join(', ');
  const folder = await stagePlatform(release, platform, library, [sets, ...(needs ? [needs] : [])].join('; '));
  const megabytes = ((await stat(library)).size / 1e6).toFixed(1);
  const time = seconds === null ? 'compiled before' : `compiled in ${seconds.toFixed(0)} s`;
  const by = isHost(platform) ? compiler.command : `the cross compiler ${compiler.command}`;
  console.log(`${relative('', folder)}: ${megabytes} MB; ${sets}${needs ? `; needs ${needs}` : ''}; ${time} by ${by}`);
  return null;
}

function checkGlibc(platform, library, newest) {
  const needed = neededGlibc(library);
  if (needed === null) {
    throw new PrebuildError(`The library for ${platformName(platform)} is linked with another C library than glibc.`);
  }
  if (newest && isNewer(needed, newest)) {
    throw new PrebuildError(
      `The library for ${platformName(platform)} needs glibc ${needed}, newer than ${newest}; compile it on an older system.`,
    );
  }
  return needed;
}

try {
  await main();
} catch (error) {
  if (!(error instanceof PrebuildError || error instanceof CompilationError)) throw error;
  console.error(`prebuild: ${error.message}`);
  process.exitCode = 1;
}
