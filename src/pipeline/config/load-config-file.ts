import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { extname } from 'pathe';
import { describeReadError } from '../../project/describe-read-error.ts';
import type { Project } from '../../project/project.ts';
import { ConfigFault } from './config-fault.ts';

/** What stands in a config file, unchecked. */
export interface ConfigFile {
  readonly path: string;
  readonly content: unknown;
  /** The line of the key at the end of `keys`, from 1 on; null where the format does not tell. */
  lineOf(keys: readonly string[]): number | null;
}

/**
 * Reads a config file: JSON, or a module whose default export is the content, in TypeScript where what runs it can load that. Throws ConfigFault.
 */
export async function loadConfigFile(project: Project, path: string): Promise<ConfigFile> {
  const extension = extname(path);
  if (extension === '.json') return jsonFile(path, await textOf(project, path));
  if (extension === '.js' || extension === '.mjs') return moduleFile(project, path);
  if (extension !== '.ts')
    throw new ConfigFault(path, null, 'the name of a config file ends in .json, .ts, .js or .mjs.');
  const { noTypeScriptBecause } = project.machine;
  if (noTypeScriptBecause !== null) {
    const advice = 'use a newer Node, or call it tpdne.config.js and leave its types out.';
    throw new ConfigFault(path, null, `${noTypeScriptBecause}; ${advice}`);
  }
  return moduleFile(project, path);
}

async function moduleFile(project: Project, path: string): Promise<ConfigFile> {
  await textOf(project, path);
  const loaded = await project.machine.importModule(path).catch((cause: Error) => {
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

async function textOf({ files }: Project, path: string): Promise<string> {
  return files.read(path).then(
    (bytes) => new TextDecoder().decode(bytes),
    (cause) => {
      throw new ConfigFault(path, null, `it cannot be read: ${describeReadError(cause)}`, { cause });
    },
  );
}
