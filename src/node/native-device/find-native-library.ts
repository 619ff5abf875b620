import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import { packageFolder } from '../files/package-folder.ts';

/** The compiled library for this machine, or why it is missing and what to do. */
export type FoundLibrary = { readonly path: string } | { readonly missing: string };

/**
 * Finds the library that scripts/build-native.mjs compiled in `folder`, which holds this project's package.json; otherwise
 * the one in the npm package for `platform` ('linux-x64'), an optional dependency of the published package. Never throws.
 */
export function findNativeLibrary(folder = packageFolder(), platform = thisPlatform()): FoundLibrary {
  const build = join(folder, 'native', 'build');
  const compiled = readJson<{ library?: string; problem?: string }>(join(build, 'current.json'));
  if (compiled?.library) return { path: join(build, compiled.library) };
  const name = `@${packageJson.name}/cpu-${platform}`;
  const path = mainFileOf(name, folder);
  if (path) return { path };
  return { missing: compiled?.problem ?? reasonForMissing(name, folder, platform) };
}

function reasonForMissing(name: string, folder: string, platform: string): string {
  const { optionalDependencies = {} } = readJson<{ optionalDependencies?: object }>(join(folder, 'package.json')) ?? {};
  const isPublished = Object.keys(optionalDependencies).some((other) => other.startsWith(`@${packageJson.name}/cpu-`));
  if (!isPublished) return 'The CPU device is not compiled; compile it with: npm run compile.';
  const fromSources = 'Clone the repository, where npm ci compiles it (see CONTRIBUTING.md)';
  if (!(name in optionalDependencies)) {
    return `No compiled CPU device is published for ${platform}. ${fromSources}.`;
  }
  if (isWithoutGlibc()) {
    return `The compiled CPU device for ${platform} needs glibc, which this system does not have. ${fromSources}.`;
  }
  return `The package ${name} with the compiled CPU device is not installed. Install again without --omit=optional.`;
}

/** The main file of a package as resolved from `folder`; null if it is not installed. */
function mainFileOf(name: string, folder: string): string | null {
  try {
    return createRequire(join(folder, 'package.json')).resolve(name);
  } catch {
    return null;
  }
}

/** Whether this is Alpine or another system with musl, where npm does not install packages that need glibc. */
function isWithoutGlibc(): boolean {
  if (process.platform !== 'linux') return false;
  const { header } = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return header?.glibcVersionRuntime === undefined;
}

function thisPlatform(): string {
  return `${process.platform}-${process.arch}`;
}

/** Null if the file is missing or is not JSON. */
function readJson<Content>(path: string): Content | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
