import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';
import { type JsonObject, objectIn } from '../json-values.ts';
import type { SiteFolder } from '../post-source.ts';

/** A link to a folder around it would be walked for ever. */
const mostFolders = 20_000;

/** The paths of all files below a folder of a site; names that begin with a dot and node_modules are passed over. */
export async function filesBelow(site: SiteFolder, folder: string): Promise<string[]> {
  const files: string[] = [];
  const open = [folder];
  for (let walked = 0; open.length > 0 && walked < mostFolders; walked++) {
    const inside = open.shift()!;
    const names = await site.names(inside);
    for (const name of names) {
      if (name.startsWith('.') || name === 'node_modules') continue;
      const path = inside === '' ? name : `${inside}/${name}`;
      // Nothing is in a file.
      if ((await site.names(path)).length > 0) open.push(path);
      else files.push(path);
    }
  }
  return files;
}

/** No configuration is larger or deeper; readers of YAML take minutes and gigabytes for such. */
const mostCharacters = 60_000;
const deepest = 100;

/**
 * The object in a file of YAML, TOML or JSON, by its extension; empty for a broken one, which its generator tells, and for one
 * that is far too large or deep.
 */
export function objectInFile(name: string, text: string): JsonObject {
  if (text.length > mostCharacters || isTooDeep(text)) return {};
  try {
    return objectIn(/\.toml$/i.test(name) ? parseToml(text) : parseYaml(text, quickly)) ?? {};
  } catch {
    return {};
  }
}

/** To show where errors are takes a time that grows with the square of their number, and so does the search for equal keys. */
const quickly = { prettyErrors: false, logLevel: 'silent', uniqueKeys: false } as const;

/** By the brackets that are open, and by dashes one after another. */
function isTooDeep(text: string): boolean {
  let [open, dashes] = [0, 0];
  for (const [mark] of text.matchAll(/[[{\]}\n]|[-?:!&*|>] /g)) {
    if (mark === '[' || mark === '{') open++;
    else if (mark === ']' || mark === '}') open = Math.max(0, open - 1);
    else if (mark === '\n') dashes = 0;
    else dashes++;
    if (open > deepest || dashes > deepest) return true;
  }
  return false;
}

/** The object of the first of some files that is there; null without any. */
export async function firstObject(site: SiteFolder, files: readonly string[]): Promise<JsonObject | null> {
  for (const file of files) {
    const text = await site.read(file);
    if (text !== null) return objectInFile(file, text);
  }
  return null;
}
