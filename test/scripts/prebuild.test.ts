import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { HOST, isHost, libraryName, PLATFORMS, packageName, platformName } from '../../scripts/native/platforms.mjs';
import { compilerWriting, copiedRepository, fakeCompiler } from './copied-repository.ts';

const host = PLATFORMS.find(isHost);
/** The published files of the model: those needed to run it, and its description and sources. */
const MODEL_FILES = ['README.md', 'SOURCES.md', 'config.json', 'merges.txt', 'model.safetensors', 'vocab.json'];
const isLinux = host?.libc === 'glibc';

/** On a copy of the sources, with fake compilers; the journeys use the real one. */
describe.skipIf(!host || HOST.os === 'win32')('npm run prebuild', () => {
  let folder: string;
  beforeEach(() => {
    folder = copiedRepository(['native/src', 'native/wasm', 'scripts', 'LICENSE', 'README.md', 'package.json']);
    for (const part of ['dist/bench', 'examples/blog/_articles', 'examples/blog/_drafts', 'base-model/.tpdne']) {
      mkdirSync(join(folder, part), { recursive: true });
      writeFileSync(join(folder, part, 'a.md'), 'A post.\n');
    }
    writeFileSync(join(folder, 'dist/cli.js'), '');
    for (const file of [...MODEL_FILES, 'tokenizer.json', 'generation_config.json', 'validation.txt.br']) {
      writeFileSync(join(folder, 'base-model', file), 'of the model');
    }
  });

  const prebuild = (environment: Record<string, string>, ...argv: string[]) => {
    const script = join(folder, 'scripts/prebuild.mjs');
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...argv], {
      env: environment,
      encoding: 'utf8',
    });
    return { exitCode: status, stdout, stderr };
  };
  const onlyHost = ['--platform', host ? platformName(host) : ''];
  const goodCompiler = () => compilerWriting(folder, isLinux ? 'GLIBC_2.17\\000GLIBC_2.4\\000' : 'library');
  const manifest = (name: string) => JSON.parse(readFileSync(join(folder, 'release', name, 'package.json'), 'utf8'));

  it('makes a package that npm installs on this platform only', () => {
    expect(prebuild(goodCompiler(), ...onlyHost)).toMatchObject({ exitCode: 0, stderr: '' });
    const name = `cpu-${platformName(host!)}`;
    expect(readdirSync(join(folder, 'release', name)).sort()).toEqual(
      ['LICENSE', 'README.md', 'package.json', libraryName(host!)].sort(),
    );
    expect(manifest(name)).toMatchObject({
      name: packageName(host!),
      version: packageJson.version,
      main: libraryName(host!),
      os: [host!.os],
      cpu: [host!.cpu],
      ...(host!.libc && { libc: [host!.libc] }),
    });
    if (isLinux) {
      expect(readFileSync(join(folder, 'release', name, 'README.md'), 'utf8')).toContain('glibc 2.17 or newer');
    }
  });

  it('makes the main package with its dependencies and no scripts', () => {
    prebuild(goodCompiler(), ...onlyHost);
    const main = manifest(packageJson.name);
    const { types, sideEffects, keywords, engines, exports } = packageJson;
    expect(main).toMatchObject({ types, sideEffects, keywords, engines, exports });
    expect(main).toMatchObject({ version: packageJson.version, dependencies: packageJson.dependencies });
    const own = { [packageName(host!)]: packageJson.version };
    expect(main.optionalDependencies).toEqual({ ...packageJson.optionalDependencies, ...own });
    for (const field of ['scripts', 'devDependencies', 'private']) expect(main).not.toHaveProperty(field);
    const staged = readdirSync(join(folder, 'release', packageJson.name), { recursive: true }) as string[];
    expect(staged.filter((path) => path.endsWith('.md')).sort()).toEqual([
      'README.md',
      'base-model/README.md',
      'base-model/SOURCES.md',
      'examples/blog/_articles/a.md',
    ]);
    expect(main.files).toEqual(expect.arrayContaining(['base-model', 'native/wasm']));
    expect(readdirSync(join(folder, 'release', packageJson.name, 'base-model')).sort()).toEqual(MODEL_FILES);
  });

  it('names each platform that it skips, and why', () => {
    const { stdout } = prebuild(goodCompiler());
    const leftOut = PLATFORMS.filter((platform) => !isHost(platform));
    for (const platform of leftOut) expect(stdout).toMatch(new RegExp(`^${platformName(platform)}: skipped, \\w`, 'm'));
  });

  it('fails if a requested platform cannot be made', () => {
    const foreign = PLATFORMS.find((platform) => !isHost(platform))!;
    const ending = prebuild(goodCompiler(), '--platform', platformName(foreign));
    expect(ending).toMatchObject({ exitCode: 1, stdout: '' });
    expect(ending.stderr).toContain(`${platformName(foreign)} cannot be made on this machine`);
  });

  it('refuses to publish without the package of a platform, or with one of another version', () => {
    prebuild(goodCompiler(), ...onlyHost);
    const missing = PLATFORMS.filter((platform) => !isHost(platform)).map(platformName);
    const fewer = prebuild({}, '--all');
    expect(fewer).toMatchObject({ exitCode: 1, stdout: '' });
    expect(fewer.stderr).toContain(`lacks the packages of ${missing.join(', ')} in this version`);
    for (const platform of PLATFORMS) {
      const of = join(folder, `release/cpu-${platformName(platform)}`);
      mkdirSync(of, { recursive: true });
      writeFileSync(join(of, 'package.json'), JSON.stringify({ version: packageJson.version }));
    }
    expect(prebuild({}, '--all')).toMatchObject({ exitCode: 0 });
    expect(Object.keys(manifest(packageJson.name).optionalDependencies)).toEqual([
      ...Object.keys(packageJson.optionalDependencies),
      ...PLATFORMS.map(packageName),
    ]);
    writeFileSync(join(folder, `release/cpu-${onlyHost[1]}/package.json`), '{"version":"0.0.1"}');
    expect(prebuild({}, '--all').stderr).toContain(`lacks the packages of ${onlyHost[1]} in this version`);
  });

  it.skipIf(!isLinux)('refuses a library that needs a newer glibc than allowed', () => {
    const newer = prebuild(compilerWriting(folder, 'GLIBC_2.9\\000GLIBC_2.34\\000'), ...onlyHost, '--glibc', '2.28');
    expect(newer).toMatchObject({ exitCode: 1 });
    expect(newer.stderr).toContain('needs glibc 2.34, newer than 2.28');
  });

  it.skipIf(!isLinux)('refuses a library that is not linked with glibc', () => {
    const musl = prebuild(compilerWriting(folder, 'libc.musl'), ...onlyHost);
    expect(musl.stderr).toContain('is not linked with glibc');
  });

  it.skipIf(!isLinux)('refuses a compiler that cannot link its C++ library statically', () => {
    const compiler = fakeCompiler(
      folder,
      'case "$*" in *-static-libstdc++*) exit 1;; esac; while [ "$1" != -o ]; do shift; done; echo made > "$2"',
    );
    const { exitCode, stderr } = prebuild(compiler, ...onlyHost);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('cannot link its C++ library into the CPU device');
  });

  it.each([
    [['--platform', 'linux-x46'], 'linux-x46 is not a known platform'],
    [['--plattform', 'linux-x64'], "Unknown option '--plattform'"],
    [['--glibc', 'old'], '--glibc takes a version such as 2.28, got old'],
    [['--all', '--glibc', '2.28'], 'cannot be combined with --platform or --glibc'],
  ])('with %j it reports the error', (argv, sentence) => {
    const ending = prebuild({}, ...argv);
    expect(ending).toMatchObject({ exitCode: 1, stdout: '' });
    expect(ending.stderr).toContain(sentence);
  });
});
