import { shown } from '../../fault.ts';
import type { Architecture, GgufKeys, JsonObject } from './architecture.ts';
import { ConfigurationFault } from './configuration-fault.ts';
import { gpt2 } from './gpt2/architecture.ts';
import { llamaArchitectures } from './llama/architecture.ts';
import { ModelConfiguration } from './model-configuration.ts';

/** Every supported architecture. */
export const architectures: readonly Architecture[] = [gpt2, ...llamaArchitectures];

/** The file that names its architecture, in `model_type`. */
export const CONFIG = 'config.json';

/** The names of the files that may describe a model, the first choice first. */
export const configFileNames: readonly string[] = [
  ...new Set([CONFIG, ...architectures.flatMap(({ configFiles }) => configFiles.map(({ name }) => name))]),
];

/** Configurations with a name, such as '124M'. */
export const modelSizes: ReadonlyMap<string, ModelConfiguration> = new Map(
  architectures.flatMap((architecture) =>
    Object.entries(architecture.sizes).map(([name, values]) => [name, new ModelConfiguration(architecture, values)]),
  ),
);

/**
 * Reads a file that describes a model, one of `configFileNames`; `source` is what to call it in an error. Throws
 * ConfigurationFault.
 */
export function parseModelConfiguration(name: string, json: string, source: string): ModelConfiguration {
  const content = parseObject(json, source);
  const architecture =
    name === CONFIG
      ? architectureNamed(content.model_type, `${source}: model_type`)
      : architectures.find(({ configFiles }) => configFiles.some((file) => file.name === name));
  const file = architecture?.configFiles.find((file) => file.name === name);
  if (architecture === undefined || file === undefined) {
    throw new ConfigurationFault(`${source} does not describe a model; expected ${configFileNames.join(' or ')}.`);
  }
  return new ModelConfiguration(architecture, file.parse(content, source));
}

/**
 * Reads the keys of a GGUF file. `keysOf`: those that begin with a prefix, without it; `rows`: tokens in the embedding.
 * Throws ConfigurationFault.
 */
export function parseGgufConfiguration(
  name: unknown,
  keysOf: (prefix: string) => GgufKeys,
  rows: () => number,
  source: string,
): ModelConfiguration {
  const architecture = architectureNamed(name, `${source}: general.architecture`, ({ gguf }) => gguf.architecture);
  const values = architecture.gguf.parse(keysOf(`${architecture.gguf.architecture}.`), rows(), source);
  return new ModelConfiguration(architecture, values);
}

/** The first one with a name. `what`: where the name was found, for an error. Throws ConfigurationFault. */
function architectureNamed(
  name: unknown,
  what: string,
  nameOf: (architecture: Architecture) => string = ({ name }) => name,
): Architecture {
  const found = architectures.find((architecture) => nameOf(architecture) === name);
  if (found !== undefined) return found;
  const supported = [...new Set(architectures.map(nameOf))].join(', ');
  throw new ConfigurationFault(`${what} is ${shown(name)}, which is not supported; supported: ${supported}.`);
}

function parseObject(json: string, source: string): JsonObject {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (cause) {
    throw new ConfigurationFault(`${source} is not valid JSON: ${(cause as Error).message}.`, { cause });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new ConfigurationFault(`${source} must contain a JSON object.`);
  }
  return parsed as JsonObject;
}
