import { shown } from '../../../fault.ts';
import { type AdapterSettings, linearLayers } from '../../models/adapters/adapter-layers.ts';
import type { JsonObject } from '../../models/architecture.ts';
import type { ModelConfiguration } from '../../models/model-configuration.ts';
import { AdapterFault } from './adapter-fault.ts';

/** The file of Hugging Face's PEFT that describes an adapter. */
export const ADAPTER_CONFIG = 'adapter_config.json';

/** What the file says; which modules are adapted is seen from the tensors. */
export interface AdapterConfig extends Pick<AdapterSettings, 'rank' | 'alpha' | 'dropout'> {
  /** The model that it belongs to: a name, or a path; null if the file does not say. */
  readonly baseName: string | null;
}

const LARGEST_RANK = 2 ** 12;

/** What changes how an adapter computes, or adds to it: none of it is computed here. */
const REFUSED = [
  'use_dora',
  'use_rslora',
  'use_qalora',
  'rank_pattern',
  'alpha_pattern',
  'modules_to_save',
  'lora_bias',
  'layer_replication',
  'trainable_token_indices',
  'target_parameters',
  'alora_invocation_tokens',
  'arrow_config',
  'use_bdlora',
  'kasa_config',
  'monteclora_config',
  'velora_config',
] as const;

/** Ways to start a training that leave the weights beside the adapter as they are. */
const HARMLESS_STARTS: readonly unknown[] = [undefined, null, true, false, 'gaussian', 'orthogonal', 'eva'];

/** Reads adapter_config.json; `source` is what to call it in an error. Throws AdapterFault. */
export function parseAdapterConfig(json: string, source: string): AdapterConfig {
  const content = parseObject(json, source);
  const { peft_type, r, lora_alpha, bias = 'none', init_lora_weights, base_model_name_or_path = null } = content;
  const { lora_dropout = 0 } = content;
  const refuse = (problem: string): never => {
    throw new AdapterFault(`${source}: ${problem}.`);
  };
  if (peft_type !== 'LORA') refuse(`peft_type is ${shown(peft_type)}, but only LORA is supported`);
  if (bias !== 'none') refuse(`bias is ${shown(bias)}, but only none is supported`);
  const used = REFUSED.find((key) => isUsed(content[key]));
  if (used !== undefined) refuse(`it uses ${used}, which is not supported; merge it into its model with PEFT instead`);
  if (!HARMLESS_STARTS.includes(init_lora_weights)) {
    refuse(
      `init_lora_weights is ${shown(init_lora_weights)}, which changes the model itself; merge it into its model with PEFT instead`,
    );
  }
  if (!(Number.isInteger(r) && (r as number) >= 1 && (r as number) <= LARGEST_RANK)) {
    refuse(`r is ${shown(r)}, expected a whole number from 1 to ${LARGEST_RANK}`);
  }
  if (!(typeof lora_alpha === 'number' && lora_alpha > 0 && Number.isFinite(lora_alpha))) {
    refuse(`lora_alpha is ${shown(lora_alpha)}, expected a number above 0`);
  }
  if (!(typeof lora_dropout === 'number' && lora_dropout >= 0 && lora_dropout < 1)) {
    refuse(`lora_dropout is ${shown(lora_dropout)}, expected a number from 0 to below 1`);
  }
  if (base_model_name_or_path !== null && typeof base_model_name_or_path !== 'string') {
    refuse(`base_model_name_or_path is ${shown(base_model_name_or_path)}, expected the name of a model`);
  }
  return {
    rank: r as number,
    alpha: lora_alpha as number,
    dropout: lora_dropout as number,
    baseName: base_model_name_or_path as string | null,
  };
}

/** The file, with the keys that all versions of PEFT have. `baseName`: the model that the adapter belongs to. */
export function formatAdapterConfig(
  configuration: ModelConfiguration,
  { rank, alpha, dropout, modules }: AdapterSettings,
  baseName: string,
): string {
  const content = {
    base_model_name_or_path: baseName,
    bias: 'none',
    // Whether the weights beside it are (in, out), which PEFT has to know to merge it.
    fan_in_fan_out: configuration.convention('huggingface')?.matrices === 'in-out',
    inference_mode: true,
    init_lora_weights: true,
    lora_alpha: alpha,
    lora_dropout: dropout,
    peft_type: 'LORA',
    r: rank,
    target_modules: targetNames(configuration, modules),
    task_type: 'CAUSAL_LM',
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** The shortest ends of the modules' names that are the end of no other module's name: 'q_proj'. */
function targetNames(configuration: ModelConfiguration, modules: ReadonlySet<string>): readonly string[] {
  const others = linearLayers(configuration)
    .flatMap(({ parts }) => parts.map(({ module }) => module))
    .filter((module) => !modules.has(module));
  const shortest = (module: string) => {
    const path = module.split('.');
    const ends = path.map((_, i) => path.slice(path.length - 1 - i).join('.'));
    return ends.find((end) => !others.some((other) => `.${other}`.endsWith(`.${end}`)))!;
  };
  return [...new Set([...modules].map(shortest))].sort();
}

/** Whether a key says that something is used: not null, false, or empty. */
function isUsed(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return value !== undefined && value !== null && value !== false;
}

function parseObject(json: string, source: string): JsonObject {
  let content: unknown;
  try {
    content = JSON.parse(json);
  } catch (cause) {
    throw new AdapterFault(`${source} is not valid JSON: ${(cause as Error).message}.`, { cause });
  }
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) return content as JsonObject;
  throw new AdapterFault(`${source} must contain a JSON object.`);
}
