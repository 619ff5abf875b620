import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A site generator, and the small site of it in `blogs/`. */
export interface Generator {
  readonly name: string;
  /** The site's folder in `blogs/`. */
  readonly folder: string;
  /** Where it keeps posts: each of these gets drafts in its own form. */
  readonly sections: readonly string[];
  /** The folder that it builds. */
  readonly built: string;
  /** The command that builds the site in the current folder, null where the program is absent. */
  readonly command: readonly string[] | null;
  /** Where its program is looked for. */
  readonly where: string;
  /** The folder of packages that its sites need beside them; without it none. */
  readonly packages?: string;
}

/** Folders in which npm installed generators. */
const tools = (process.env.TPDNE_SITES ?? '').split(delimiter).filter((folder) => folder !== '');

export const generators: readonly Generator[] = [
  {
    name: 'Jekyll',
    folder: 'jekyll',
    sections: ['_posts'],
    built: '_site',
    ...onPath('jekyll', ['build', '--trace', '--strict_front_matter']),
  },
  {
    name: 'Hugo',
    folder: 'hugo',
    sections: ['content/posts', 'content/notes'],
    built: 'public',
    ...onPath('hugo', ['--panicOnWarning', '--printPathWarnings']),
  },
  {
    name: 'Eleventy',
    folder: 'eleventy',
    sections: ['content/blog'],
    built: '_site',
    ...inTools('@11ty/eleventy', 'eleventy', []),
  },
  {
    name: 'Astro',
    folder: 'astro',
    sections: ['src/content/blog', 'src/content/notes'],
    built: 'dist',
    ...inTools('astro', 'astro', ['build']),
  },
];

/** Builds the site in a folder: what its generator says, or a thrown error with all of that when it fails. */
export function build({ name, command, packages }: Generator, site: string): string {
  const [program, ...line] = command!;
  if (packages !== undefined && !existsSync(join(site, 'node_modules'))) {
    symlinkSync(packages, join(site, 'node_modules'));
  }
  // Docusaurus keeps its cache in the packages, which all sites share: it would take pages of another site.
  const alone = { ASTRO_TELEMETRY_DISABLED: '1', DOCUSAURUS_NO_PERSISTENT_CACHE: '1' };
  const env = { ...process.env, ...alone, LANG: 'C.UTF-8', NO_COLOR: '1' };
  const { status, stdout, stderr } = spawnSync(program, line, { cwd: site, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} ended with ${status}:\n${stdout}${stderr}`);
  return stdout + stderr;
}

/** The command of a program on the path, null without it. */
export function onPath(program: string, line: readonly string[]): Pick<Generator, 'command' | 'where'> {
  const found = (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
  return { command: found ? [program, ...line] : null, where: `${program} on the path` };
}

/** A program of npm's, in one of the folders that TPDNE_SITES names. */
export function inTools(
  name: string,
  program: string,
  line: readonly string[],
): Pick<Generator, 'command' | 'where' | 'packages'> {
  const where = `${name} in a folder of TPDNE_SITES`;
  const packages = tools.map((folder) => join(folder, 'node_modules')).find((folder) => existsSync(join(folder, name)));
  if (packages === undefined) return { command: null, where };
  const folder = join(packages, name);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return { command: [process.execPath, join(folder, bin[program]), ...line], where, packages };
}
