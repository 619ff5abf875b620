import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Generator } from '../generators.ts';

/** A post as its site's own list shows it. */
export interface Listed {
  readonly title: string;
  /** `2019-03-10`. */
  readonly day: string;
  /** Sorted; without it the list shows none. */
  readonly categories?: readonly string[];
}

/** A site that is made to be difficult: most of its files are not posts, each for another reason. */
export interface ListedSite {
  /** The name of its generator, in `generators.ts` or here. */
  readonly generator: Generator;
  readonly name: string;
  /** Texts by path; `now`: for dates that are to come when it is built. */
  files(now: Date): Readonly<Record<string, string>>;
  /** Titles of the posts that the program listed, newest first, for where it is not installed. */
  readonly titles: readonly string[];
  /** The posts in the list that the program made of the site, newest first. */
  published(site: string): readonly Listed[];
}

/** Writes the files of a site into a folder. */
export function writeSite(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** A file of front matter in YAML, and a text that no other file of a site has. */
export function page(...frontMatter: readonly string[]): string {
  return `---\n${frontMatter.join('\n')}\n---\n\n${sentence(frontMatter.join(' '))}\n`;
}

/** A text without any front matter. */
export function plain(subject: string): string {
  return `${sentence(subject)}\n`;
}

const things = [
  'kettle',
  'ladder',
  'lantern',
  'saw',
  'bucket',
  'anchor',
  'rope',
  'needle',
  'drum',
  'wheel',
  'oar',
  'bell',
];

/** Differs in most of its words from that of any other seed. */
function sentence(seed: string): string {
  let state = 7;
  for (const letter of seed) state = (state * 31 + letter.codePointAt(0)!) % 1_000_003;
  const words = Array.from({ length: 12 }, (_, at) => {
    state = (state * 48_271 + at) % 1_000_003;
    return `${things[state % things.length]} ${state}`;
  });
  return `Under the stairs I found a ${words.join(', a ')}.`;
}

/** A day some days after now (before it: a negative number), as `2019-03-10`. */
export function daysFrom(now: Date, days: number): string {
  return new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
}

/** The pages of a list that a program says are there, and that it built. */
export function built(site: string, folder: string, paths: readonly string[]): boolean {
  return paths.every((path) => existsSync(join(site, folder, decodeURI(path), 'index.html')));
}
