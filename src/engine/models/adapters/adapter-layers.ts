import type { ModelConfiguration } from '../model-configuration.ts';
import { isBlockMatrix, type ParameterSpec } from '../parameters.ts';
import { adapterNames } from './adapter.ts';

/** Which linear layers of the blocks get adapters. */
export type AdapterTargets = 'all-linear' | 'attention' | 'mlp';

/** The adapters of a model. */
export interface AdapterSettings {
  /** Rows of each A, and columns of each B (R). */
  readonly rank: number;
  /** The adapters' outputs are scaled by alpha / rank. */
  readonly alpha: number;
  /** The share of a layer's inputs that its A does not see in training, drawn anew for every module: from 0 to below 1. */
  readonly dropout: number;
  /** What is adapted, by the names that Hugging Face's libraries have for it: 'model.layers.0.self_attn.q_proj'. */
  readonly modules: ReadonlySet<string>;
}

/** A linear layer of a block, with the parts that its outputs consist of. */
export interface AdaptedLayer {
  /** In the parameter table, without '.weight'. */
  readonly name: string;
  /** Channels that go in (C). */
  readonly inputs: number;
  readonly parts: readonly LayerPart[];
}

export interface LayerPart {
  /** As in `AdapterSettings`. */
  readonly module: string;
  readonly outputs: number;
}

/** Every linear layer of a model's blocks, in the order of the parameter table. */
export function linearLayers(configuration: ModelConfiguration): readonly AdaptedLayer[] {
  const convention = configuration.convention('huggingface');
  if (convention === null) throw new RangeError(`${configuration.architecture.title} has no names to adapt it by.`);
  const [prefix = ''] = convention.prefixes;
  return configuration.parameters.filter(isBlockMatrix).map(({ name, shape: [inputs, outputs] }) => ({
    name: withoutWeight(name),
    inputs,
    parts: convention.partsOf(name).map((part) => ({
      module: withoutWeight(part.name.startsWith(prefix) ? part.name : prefix + part.name),
      outputs: part.outputs ?? outputs,
    })),
  }));
}

/** The layers that these settings adapt, in part or as a whole. */
export function adaptedLayers(
  configuration: ModelConfiguration,
  { modules }: Pick<AdapterSettings, 'modules'>,
): readonly AdaptedLayer[] {
  return linearLayers(configuration).filter(({ parts }) => parts.some(({ module }) => modules.has(module)));
}

/** The modules that the targets stand for. */
export function targetModules(configuration: ModelConfiguration, targets: AdapterTargets): ReadonlySet<string> {
  const kind = { 'all-linear': /./, attention: /\.(self_)?attn\./, mlp: /\.mlp\./ }[targets];
  const modules = linearLayers(configuration).flatMap(({ parts }) => parts.map(({ module }) => module));
  return new Set(modules.filter((module) => kind.test(module)));
}

/** The parameters of the adapters: A starts as in PEFT (kaiming_uniform with a = √5), B with zeros, so that nothing changes. */
export function adapterTable(layers: readonly AdaptedLayer[], rank: number): readonly ParameterSpec[] {
  return layers.flatMap(({ name, inputs, parts }): ParameterSpec[] => {
    const names = adapterNames(name);
    const outputs = parts.reduce((sum, part) => sum + part.outputs, 0);
    const matrix = { part: 'block', decays: true, parts: 1 } as const;
    return [
      { ...matrix, name: names.a, shape: [parts.length * rank, inputs], initial: { bound: 1 / Math.sqrt(inputs) } },
      { ...matrix, name: names.b, shape: [outputs, rank], initial: 'zeros' },
    ];
  });
}

function withoutWeight(name: string): string {
  return name.replace(/\.weight$/, '');
}
