import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { isHost, PLATFORMS, packageName, platformName } from '../../scripts/native/platforms.mjs';
import { temporaryFolder } from '../temporary-folder.ts';
import { installedPackages, manifestIn, type PublishedPackage, serveRegistry } from './local-registry.ts';
import { root, tpdne } from './tpdne.ts';

const { findCompiler, recipeFor } = (await import('../../scripts/native/compiler.mjs' as string)) as {
  findCompiler(platform: (typeof PLATFORMS)[number]): object | null;
  recipeFor(compiler: object, platform: (typeof PLATFORMS)[number]): { isSelfContained: boolean };
};
const host = PLATFORMS.find(isHost);
const foreign = PLATFORMS.find((platform) => !isHost(platform))!;

/** The files of the model: those needed to run it, its origin, and the licences of its texts. */
const MODEL_FILES = [
  'README.md',
  'SOURCES.md',
  'config.json',
  'merges.txt',
  'model.safetensors',
  'tokenizer_config.json',
  'vocab.json',
];

const npm = process.env.npm_execpath;
const obstacle = whatIsMissing();

function whatIsMissing(): string | false {
  const compiler = host && findCompiler(host);
  if (!host) return 'nothing is published for this platform';
  if (!npm) return 'npm says where it is when it runs the tests: npm test';
  if (!compiler) return 'there is no C++ compiler';
  return !recipeFor(compiler, host).isSelfContained && 'there is no static C++ library, such as libstdc++-static';
}

/** The environment of a machine with only Node: no compiler, no npm settings. */
function bareMachine(): Record<string, string> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'bin'));
  symlinkSync(process.execPath, join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node'));
  const { SystemRoot } = process.env;
  return { PATH: join(folder, 'bin'), HOME: folder, USERPROFILE: folder, ...(SystemRoot && { SystemRoot }) };
}

const run = promisify(execFile);
const node = async (argv: readonly string[], cwd: string, env: NodeJS.ProcessEnv = process.env) =>
  (await run(process.execPath, argv, { cwd, env })).stdout;

/** The staged packages: this platform's, another platform's, and the main one, which depends on both. */
async function stageRelease(): Promise<string> {
  const folder = temporaryFolder();
  const prebuild = [join(root, 'scripts/prebuild.mjs'), '--out', folder, '--platform', platformName(host!)];
  await node(prebuild, root);
  const [own, other] = [host!, foreign].map((platform) => join(folder, `cpu-${platformName(platform)}`));
  cpSync(own, other, { recursive: true });
  const manifest = { ...manifestIn(other), name: packageName(foreign), os: [foreign.os], cpu: [foreign.cpu] };
  writeFileSync(join(other, 'package.json'), JSON.stringify(manifest));
  await node(prebuild, root);
  return folder;
}

/** The file that npm publish would upload. */
async function pack(release: string): Promise<PublishedPackage[]> {
  const folders = readdirSync(release).map((name) => join(release, name));
  const archives = temporaryFolder();
  const packed = JSON.parse(await node([npm!, 'pack', '--json', '--pack-destination', archives, ...folders], root));
  return folders.map((folder) => {
    const manifest = manifestIn(folder);
    const { filename } = packed.find(({ name }: { name: string }) => name === manifest.name);
    return { manifest, tarball: () => readFileSync(join(archives, filename)) };
  });
}

/** A folder in which npm has installed the published packages, and a function that runs tpdne there. */
async function installPublished(machine: Readonly<Record<string, string>>) {
  const registry = await serveRegistry([...(await pack(await stageRelease())), ...installedPackages()]);
  const cwd = temporaryFolder();
  const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund', packageJson.name];
  await node([npm!, ...install], cwd, { ...machine, npm_config_registry: registry });
  const program = join(cwd, 'node_modules', packageJson.name, packageJson.bin.tpdne);
  return { cwd, tpdne: (argv: readonly string[]) => tpdne(argv, { cwd, env: machine, program }) };
}

describe.skipIf(obstacle)(`the published packages${obstacle ? ` (skipped: ${obstacle})` : ''}`, () => {
  test('need no compiler and no install script: the installed program trains on the CPU device and writes a post', async () => {
    const machine = bareMachine();
    for (const compiler of ['g++', 'c++', 'clang++']) {
      await expect(run(compiler, ['--version'], { env: machine })).rejects.toThrow('ENOENT');
    }
    const { cwd, tpdne } = await installPublished(machine);
    const installed = join(cwd, 'node_modules', packageJson.name);
    expect(readdirSync(installed).sort()).toEqual([
      'LICENSE',
      'README.md',
      'base-model',
      'dist',
      'examples',
      'native',
      'package.json',
    ]);
    // Of the kernels, those for browsers alone.
    expect(readdirSync(join(installed, 'native'))).toEqual(['wasm']);
    expect(readdirSync(join(installed, 'base-model')).sort()).toEqual(MODEL_FILES);
    expect(manifestIn(installed)).not.toHaveProperty('scripts');
    expect(existsSync(join(cwd, 'node_modules', packageName(host!)))).toBe(true);
    expect(existsSync(join(cwd, 'node_modules', packageName(foreign)))).toBe(false);

    expect(await tpdne(['--help'])).toMatchObject({ exitCode: 0, stderr: '' });
    const posts = join(installed, 'examples/blog/_articles');
    const train = ['train', '--dataset', posts, '--steps', '2', '--window', '16', '--val_split', '0'];
    const trained = await tpdne([...train, '--sample_every', '0']);
    expect(trained).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(/ on CPU, \d+ thread/) });
    expect(trained.stdout).toMatch(/^\[2 \| [\d.]+\] loss=/m);

    const small = ['--steps', '2', '--window', '32', '--length', '200', '--best_of', '1', '--count', '1'];
    const written = await tpdne(['run', posts, '--out', 'new', '--run_name', 'published', ...small]);
    expect(written).toMatchObject({ exitCode: 0 });
    const [post, ...others] = readdirSync(join(cwd, 'new'));
    expect([post, others]).toEqual([expect.stringMatching(/\.md$/), []]);
    // The model knew these words already: two updates cannot teach any.
    expect(readFileSync(join(cwd, 'new', post), 'utf8')).toMatch(
      /\b(the|and|of|to|is|in)\b[\s\S]*\b(the|and|of|to|is|in)\b/,
    );

    rmSync(join(cwd, 'node_modules', packageName(host!)), { recursive: true });
    const without = await tpdne([...train, '--device', 'cpu']);
    expect(without.exitCode).toBe(1);
    expect(without.stderr).toContain(`The package ${packageName(host!)} with the compiled CPU device is not installed`);
  });
});
