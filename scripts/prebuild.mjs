// Makes the packages to publish, for the platforms that this machine can compile for: one per platform with its compiled
// library, and the main package, with the others as optional dependencies. They are folders in release/, ready for
// npm publish.
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

  --platform <name>  make only this one (${PLATFORMS.map(platformName).join(', ')}), or fail; can be repeated
  --glibc <version>  refuse a Linux library that needs a newer glibc than this
  --all              compile nothing; make the main package, or fail if the package of a platform is missing
  --out <folder>     write there instead of to release/
`;

/** An error that a person can act on. Only its message is shown. */
class PrebuildError extends Error {}

async function main() {
  const { platform: names, glibc, all, out } = readOptions();
  if (!all) {
    for (const platform of PLATFORMS.filter((known) => !names || names.includes(platformName(known)))) {
      const reason = await makePackage(platform, out, glibc);
      if (reason && names)
        throw new PrebuildError(`${platformName(platform)} cannot be made on this machine: ${reason}`);
      if (reason) console.log(`${platformName(platform)}: skipped, ${reason}`);
    }
  }
  const staged = await stagedPlatforms(out);
  const missing = PLATFORMS.filter((platform) => !staged.includes(platform));
  if (all && missing.length > 0) {
    throw new PrebuildError(
      `${out} lacks the packages of ${missing.map(platformName).join(', ')} in this version. Make them first.`,
    );
  }
  if (staged.length === 0) throw new PrebuildError('No library could be compiled, so there is nothing to publish.');
  console.log(`${relative('', await stageMain(out, staged))}: depends on ${staged.map(platformName).join(', ')}`);
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
  if (unknown) throw new PrebuildError(`${unknown} is not a known platform.\n\n${USAGE}`);
  if (values.all && (values.platform || values.glibc)) {
    throw new PrebuildError(`--all compiles nothing, so it cannot be combined with --platform or --glibc.\n\n${USAGE}`);
  }
  if (values.glibc !== undefined && !/^\d+\.\d+$/.test(values.glibc)) {
    throw new PrebuildError(`--glibc takes a version such as 2.28, got ${values.glibc}.`);
  }
  return values;
}

/** Compiles for the platform and makes its package. Returns null, or why this machine has no compiler for it. */
async function makePackage(platform, release, newestGlibc) {
  const compiler = findCompiler(platform);
  if (!compiler) {
    const sought = compilerNames(platform);
    if (sought.length === 0) return 'it cannot be cross-compiled; the release workflow compiles it on that platform.';
    return `this machine has no ${sought.join(' or ')}.`;
  }
  const { library, recipe, seconds } = await compileLibrary(compiler, platform);
  if (!recipe.isSelfContained) {
    throw new PrebuildError(
      `${compiler.command} cannot link its C++ library into the CPU device, which would then need it on every machine. ` +
        'Install the static library (Fedora: dnf install libstdc++-static).',
    );
  }
  const needs = platform.libc ? `glibc ${checkGlibc(platform, library, newestGlibc)} or newer` : null;
  const sets = recipe.sets.map(({ name }) => name.toLowerCase()).join(', ');
  const folder = await stagePlatform(release, platform, library, [sets, ...(needs ? [needs] : [])].join('; '));
  const megabytes = ((await stat(library)).size / 1e6).toFixed(1);
  const time = seconds === null ? 'compiled earlier' : `compiled in ${seconds.toFixed(0)} s`;
  const by = isHost(platform) ? compiler.command : `the cross compiler ${compiler.command}`;
  console.log(`${relative('', folder)}: ${megabytes} MB; ${sets}${needs ? `; needs ${needs}` : ''}; ${time} by ${by}`);
  return null;
}

function checkGlibc(platform, library, newest) {
  const needed = neededGlibc(library);
  if (needed === null) {
    throw new PrebuildError(`The library for ${platformName(platform)} is not linked with glibc.`);
  }
  if (newest && isNewer(needed, newest)) {
    throw new PrebuildError(
      `The library for ${platformName(platform)} needs glibc ${needed}, newer than ${newest}. Compile it on an older system.`,
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
