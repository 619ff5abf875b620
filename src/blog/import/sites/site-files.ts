import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';
import { type JsonObject, objectIn } from '../json-values.ts';
import type { SiteFolder } from '../post-source.ts';

/** Limits the walk, because a link to a parent folder would make it endless. */
const maxFolders = 20_000;

/** The paths of all files below a folder of a site, except names that begin with a dot and node_modules. */
export async function filesBelow(site: SiteFolder, folder: string): Promise<string[]> {
  const files: string[] = [];
  const open = [folder];
  for (let walked = 0; open.length > 0 && walked < maxFolders; walked++) {
    const inside = open.shift()!;
    const names = await site.names(inside);
    for (const name of names) {
      if (name.startsWith('.') || name === 'node_modules') continue;
      const path = inside === '' ? name : `${inside}/${name}`;
      // Files have no names in them.
      if ((await site.names(path)).length > 0) open.push(path);
      else files.push(path);
    }
  }
  return files;
}

/** Limits for a configuration: YAML parsers take minutes and gigabytes for large or deeply nested ones. */
const maxCharacters = 60_000;
const maxDepth = 100;

/**
 * The object in a YAML, TOML or JSON file, chosen by its extension; empty for a broken file, which the generator
 * reports, and for one that is too large or too deep.
 */
export function objectInFile(name: string, text: string): JsonObject {
  if (text.length > maxCharacters || isTooDeep(text)) return {};
  try {
    return objectIn(/\.toml$/i.test(name) ? parseToml(text) : parseYaml(text, quickly)) ?? {};
  } catch {
    return {};
  }
}

/** Locating errors and checking for duplicate keys take quadratic time. */
const quickly = { prettyErrors: false, logLevel: 'silent', uniqueKeys: false } as const;

/** Counts open brackets and consecutive dashes. */
function isTooDeep(text: string): boolean {
  let [open, dashes] = [0, 0];
  for (const [mark] of text.matchAll(/[[{\]}\n]|[-?:!&*|>] /g)) {
    if (mark === '[' || mark === '{') open++;
    else if (mark === ']' || mark === '}') open = Math.max(0, open - 1);
    else if (mark === '\n') dashes = 0;
    else dashes++;
    if (open > maxDepth || dashes > maxDepth) return true;
  }
  return false;
}

/** The object in the first of these files that exists; null if none does. */
export async function firstObject(site: SiteFolder, files: readonly string[]): Promise<JsonObject | null> {
  for (const file of files) {
    const text = await site.read(file);
    if (text !== null) return objectInFile(file, text);
  }
  return null;
}
