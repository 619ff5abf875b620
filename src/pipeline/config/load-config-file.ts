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

/** The unchecked content of a config file. */
export interface ConfigFile {
  readonly path: string;
  readonly content: unknown;
  /** The line of the key at the end of the path `keys`, from 1; null if it is not known. */
  lineOf(keys: readonly string[]): number | null;
}

/**
 * Reads a config file: JSON, in which comments and trailing commas are allowed, or a JavaScript or TypeScript module whose default export is the content. Throws ConfigFault,
 * also for TypeScript if the runtime cannot load it.
 */
export async function loadConfigFile(project: Project, path: string): Promise<ConfigFile> {
  const extension = extname(path);
  if (extension === '.json') return jsonFile(path, await textOf(project, path));
  if (extension === '.js' || extension === '.mjs') return moduleFile(project, path);
  if (extension !== '.ts')
    throw new ConfigFault(path, null, 'the name of a config file must end in .json, .ts, .js or .mjs.');
  const { noTypeScriptBecause } = project.machine;
  if (noTypeScriptBecause !== null) {
    const advice = 'use a newer Node, or rename it to tpdne.config.js and remove the types.';
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
    throw new ConfigFault(path, null, 'it has no default export; export the settings as the default.');
  return { path, content: loaded.default, lineOf: () => null };
}

/** A config file cannot import a globally installed package. */
function adviceOn({ message }: Error): string {
  if (!/package 'this-post-does-not-exist'/.test(message)) return '';
  return '; install it there (npm install --save-dev this-post-does-not-exist), or do not use defineConfig.';
}

/** The content of a config file in JSON, from its text. Throws ConfigFault. */
export function jsonFile(path: string, text: string): ConfigFile {
  const errors: ParseError[] = [];
  // As in a tsconfig.json, people may say why, and add a line without touching the one before.
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length;
  const [error] = errors;
  if (error !== undefined) {
    const what = printParseErrorCode(error.error)
      .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
      .toLowerCase();
    throw new ConfigFault(path, lineAt(error.offset), `this is not valid JSON: ${what}.`);
  }
  if (tree === undefined) throw new ConfigFault(path, null, 'it is empty; it must contain at least {}.');
  const twice = repeatedKey(tree);
  if (twice !== null) throw new ConfigFault(path, lineAt(twice.offset), `the key "${twice.value}" is repeated.`);
  return {
    path,
    content: getNodeValue(tree),
    lineOf(keys) {
      const value = findNodeAtLocation(tree, [...keys]);
      return value === undefined ? null : lineAt((value.parent ?? value).offset);
    },
  };
}

/** A key that occurs twice in one object; parsers would silently use the last value. */
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
