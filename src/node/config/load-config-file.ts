import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { describeReadError } from '../files/describe-read-error.ts';
import { ConfigFault } from './config-fault.ts';

/** What stands in a config file, unchecked. */
export interface ConfigFile {
  readonly path: string;
  readonly content: unknown;
  /** The line of the key at the end of `keys`, from 1 on; null where the format does not tell. */
  lineOf(keys: readonly string[]): number | null;
}

/**
 * Reads a config file: JSON, or a module whose default export is the content. Node itself takes the types out of a .ts
 * file, from 22.18 on. Throws ConfigFault.
 */
export async function loadConfigFile(path: string): Promise<ConfigFile> {
  const extension = extname(path);
  if (extension === '.json') return jsonFile(path, await textOf(path));
  if (extension === '.js' || extension === '.mjs') return moduleFile(path);
  if (extension !== '.ts')
    throw new ConfigFault(path, null, 'the name of a config file ends in .json, .ts, .js or .mjs.');
  if (!takesTypesOut()) {
    const advice = 'take a newer Node, or call it tpdne.config.js and leave its types out.';
    throw new ConfigFault(path, null, `.ts needs Node 22.18 or newer, and this is ${process.version}; ${advice}`);
  }
  return moduleFile(path);
}

/** Whether this Node runs TypeScript; the types of Node 20 do not know that there is such a thing. */
function takesTypesOut(): boolean {
  return Boolean((process.features as { readonly typescript?: unknown }).typescript);
}

async function moduleFile(path: string): Promise<ConfigFile> {
  await textOf(path);
  const loaded = await import(pathToFileURL(resolve(path)).href).catch((cause: Error) => {
    throw new ConfigFault(path, null, `it cannot be loaded: ${cause.message}${adviceOn(cause)}`, { cause });
  });
  if (loaded.default === undefined)
    throw new ConfigFault(path, null, 'it has no default export; the settings are to be it.');
  return { path, content: loaded.default, lineOf: () => null };
}

/** A package that is installed for all folders is found by none of them. */
function adviceOn({ message }: Error): string {
  if (!/package 'this-post-does-not-exist'/.test(message)) return '';
  return '; install it there (npm install --save-dev this-post-does-not-exist), or do without defineConfig.';
}

function jsonFile(path: string, text: string): ConfigFile {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true });
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length;
  const [error] = errors;
  if (error !== undefined) {
    const what = printParseErrorCode(error.error)
      .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
      .toLowerCase();
    throw new ConfigFault(path, lineAt(error.offset), `this is no JSON: ${what}.`);
  }
  if (tree === undefined) throw new ConfigFault(path, null, 'it is empty; at least {} is to stand in it.');
  const twice = repeatedKey(tree);
  if (twice !== null) throw new ConfigFault(path, lineAt(twice.offset), `"${twice.value}" stands here a second time.`);
  return {
    path,
    content: getNodeValue(tree),
    lineOf(keys) {
      const value = findNodeAtLocation(tree, [...keys]);
      return value === undefined ? null : lineAt((value.parent ?? value).offset);
    },
  };
}

/** A key that its object has already: JSON would silently take the last one. */
function repeatedKey(node: Node): Node | null {
  const seen = new Set<string>();
  for (const child of node.children ?? []) {
    const key = child.type === 'property' ? child.children![0] : null;
    if (key !== null && seen.has(key.value)) return key;
    if (key !== null) seen.add(key.value);
    const below = repeatedKey(child);
    if (below !== null) return below;
  }
  return null;
}

async function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').then(
    (text) => text.replace(/^\uFEFF/, ''),
    (cause) => {
      throw new ConfigFault(path, null, `it cannot be read: ${describeReadError(cause)}`, { cause });
    },
  );
}
