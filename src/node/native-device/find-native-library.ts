import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import { packageFolder } from '../files/package-folder.ts';

/** The compiled library for this machine, or why there is none and what to do. */
export type FoundLibrary = { readonly path: string } | { readonly missing: string };

/**
 * The one that scripts/build-native.mjs compiled in `folder`, which holds the package.json of this project; else the one
 * in the npm package for `platform` ('linux-x64'), which the published package asks for. Throws nothing.
 */
export function findNativeLibrary(folder = packageFolder(), platform = thisPlatform()): FoundLibrary {
  const build = join(folder, 'native', 'build');
  const compiled = readJson<{ library?: string; problem?: string }>(join(build, 'current.json'));
  if (compiled?.library) return { path: join(build, compiled.library) };
  const name = `@${packageJson.name}/cpu-${platform}`;
  const path = mainFileOf(name, folder);
  if (path) return { path };
  return { missing: compiled?.problem ?? whyWithout(name, folder, platform) };
}

function whyWithout(name: string, folder: string, platform: string): string {
  const { optionalDependencies } = readJson<{ optionalDependencies?: object }>(join(folder, 'package.json')) ?? {};
  if (!optionalDependencies) return 'The CPU device is not compiled; compile it with: npm run compile.';
  const fromSources = 'Take a clone, where npm ci compiles it (CONTRIBUTING.md)';
  if (!(name in optionalDependencies)) {
    return `There is no compiled CPU device for ${platform}. ${fromSources}.`;
  }
  if (isWithoutGlibc()) {
    return `The compiled CPU device for ${platform} needs glibc, which this system does not have. ${fromSources}.`;
  }
  return `The package ${name} with the compiled CPU device is not installed; install again without --omit=optional.`;
}

/** The main file of an installed package, as seen from `folder`; null when it is not installed. */
function mainFileOf(name: string, folder: string): string | null {
  try {
    return createRequire(join(folder, 'package.json')).resolve(name);
  } catch {
    return null;
  }
}

/** Alpine and other systems with musl: npm leaves packages that need glibc out there. */
function isWithoutGlibc(): boolean {
  if (process.platform !== 'linux') return false;
  const { header } = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return header?.glibcVersionRuntime === undefined;
}

function thisPlatform(): string {
  return `${process.platform}-${process.arch}`;
}

/** Null when there is no such file or it is no JSON. */
function readJson<Content>(path: string): Content | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
