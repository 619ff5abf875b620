// Makes folders that are ready to publish: a package for each platform's library, and the main package.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { libraryName, PLATFORMS, packageName, platformName } from '../native/platforms.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));

/** The parts of the repository in the main package. Of native/ it is what browsers run: the library is in the platform's package. */
const CONTENT = ['dist', 'examples/blog', 'base-model', 'native/wasm'];
/** The fields of the repository's package.json in the main package. Without the scripts, nothing runs at install. */
const FIELDS = [
  ...['name', 'version', 'description', 'keywords', 'license', 'type', 'sideEffects', 'types'],
  ...['engines', 'bin', 'exports', 'dependencies', 'peerDependencies', 'peerDependenciesMeta'],
];

/** Makes a package that npm installs on `platform` only; its main file is the library. Returns the folder. */
export async function stagePlatform(release, platform, library, about) {
  const folder = platformFolder(release, platform);
  const file = libraryName(platform);
  await emptyFolder(folder);
  await cp(library, join(folder, file));
  await cp(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  await writeFile(join(folder, 'README.md'), platformReadme(platform, about));
  await writeManifest(folder, {
    name: packageName(platform),
    version: manifest.version,
    description: `The compiled CPU device of ${manifest.name} for ${platformName(platform)}.`,
    license: manifest.license,
    ...origin(),
    os: [platform.os],
    cpu: [platform.cpu],
    ...(platform.libc && { libc: [platform.libc] }),
    main: file,
    files: [file],
    // A library cannot be loaded from an archive.
    preferUnplugged: true,
    publishConfig: { access: 'public' },
  });
  return folder;
}

/** Makes the main package, which depends on exactly its own version for each of `platforms`. Returns the folder. */
export async function stageMain(release, platforms) {
  const folder = join(release, manifest.name);
  await emptyFolder(folder);
  for (const part of CONTENT) {
    await cp(join(root, part), join(folder, part), { recursive: true, filter: (path) => !isLeftOut(path) });
  }
  for (const file of ['README.md', 'LICENSE']) await cp(join(root, file), join(folder, file));
  await writeManifest(folder, {
    ...Object.fromEntries(FIELDS.map((field) => [field, manifest[field]])),
    ...origin(),
    files: CONTENT,
    optionalDependencies: {
      ...manifest.optionalDependencies,
      ...Object.fromEntries(platforms.map((platform) => [packageName(platform), manifest.version])),
    },
  });
  return folder;
}

/** The platforms whose package is in `release`, in the version of the repository. */
export async function stagedPlatforms(release) {
  const versions = await Promise.all(PLATFORMS.map((platform) => versionIn(platformFolder(release, platform))));
  return PLATFORMS.filter((_, i) => versions[i] === manifest.version);
}

function platformFolder(release, platform) {
  return join(release, `cpu-${platformName(platform)}`);
}

function versionIn(folder) {
  return readFile(join(folder, 'package.json'), 'utf8').then(
    (text) => JSON.parse(text).version,
    () => null,
  );
}

/** npm accepts a provenance statement only if package.json names the same repository. */
function origin() {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY } = process.env;
  const repository =
    manifest.repository ??
    (GITHUB_REPOSITORY && { type: 'git', url: `git+${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}.git` });
  return repository ? { repository } : {};
}

/** Files of the model that are only for measuring it, or for other software; its vocabulary is in vocab.json too. */
const NOT_NEEDED_TO_RUN = ['validation.txt.br', 'tokenizer.json', 'generation_config.json'];

/** Leftovers of work in the repository, and files that an installed package does not need. */
function isLeftOut(path) {
  return ['_drafts', '.tpdne', 'bench', ...NOT_NEEDED_TO_RUN].includes(basename(path));
}

function platformReadme(platform, about) {
  return [
    `# ${packageName(platform)}`,
    '',
    `The compiled CPU device of ${manifest.name} for ${platformName(platform)}: ${about}. npm installs it by itself ` +
      'where it fits; it exports nothing.',
    '',
  ].join('\n');
}

async function emptyFolder(folder) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
}

async function writeManifest(folder, content) {
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(content, null, 2)}\n`);
}
