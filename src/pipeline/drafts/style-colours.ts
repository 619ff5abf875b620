import { joinedColours, namedColours } from '../../blog/covers/blog-colours.ts';
import { chromaOf } from '../../blog/covers/colour.ts';
import { type BlogColour, GREY } from '../../blog/covers/palette.ts';
import type { Files } from '../../project/files.ts';
import { pathIn, textIfThere } from '../../project/paths.ts';

/** Where sites keep their style sheets. */
const PLACES = [
  '',
  'css',
  'assets',
  'assets/css',
  'assets/scss',
  '_sass',
  'static',
  'static/css',
  'public',
  'public/css',
].concat(['src', 'src/css', 'src/styles', 'styles']);

/** Those of a framework have the colours of the framework. */
const FRAMEWORK = /bootstrap|tailwind|normalize|reset|font|prism|highlight|syntax|katex|\.min\./i;

/** Style sheets of one folder that are read, and the most bytes of each. */
const [MOST_SHEETS, MOST_BYTES] = [4, 300_000];

/** The colours of a site's style sheets, from the nearest of these folders that has some; empty if all are grey. */
export async function styleColours(files: Files, folders: readonly string[]): Promise<BlogColour[]> {
  for (const folder of folders) {
    for (const place of PLACES) {
      const lists = (await sheetsIn(files, pathIn(folder, place))).map(namedColours);
      const colours = joinedColours(lists);
      if (colours.some(({ colour }) => chromaOf(colour) >= GREY)) return colours;
    }
  }
  return [];
}

async function sheetsIn(files: Files, folder: string): Promise<string[]> {
  const entries = await files.list(folder).catch(() => []);
  const names = entries
    .map(({ name }) => name)
    .filter((name) => /\.(?:css|s[ac]ss)$/i.test(name) && !FRAMEWORK.test(name));
  const texts: string[] = [];
  for (const name of names.sort().slice(0, MOST_SHEETS)) {
    const path = pathIn(folder, name);
    const status = await files.stat(path);
    if (status.kind === 'file' && status.bytes <= MOST_BYTES) texts.push((await textIfThere(files, path)) ?? '');
  }
  return texts;
}
