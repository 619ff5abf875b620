/**
 * The weights of an adapter as Hugging Face's PEFT stores them, in a safetensors file. For each adapted module:
 *
 *   base_model.model.<module>.lora_A.weight   (r, in)
 *   base_model.model.<module>.lora_B.weight   (out, r)
 *
 * Modules have the names of Hugging Face's libraries, where queries, keys and values may be three.
 */
import type { ByteSource } from '../../byte-source.ts';
import type { Device } from '../../device/device.ts';
import { adapterNames } from '../../models/adapters/adapter.ts';
import {
  type AdaptedLayer,
  type AdapterSettings,
  type LayerPart,
  linearLayers,
} from '../../models/adapters/adapter-layers.ts';
import type { AdapterSet } from '../../models/adapters/adapter-set.ts';
import type { ModelConfiguration } from '../../models/model-configuration.ts';
import { openSafetensors, type SafetensorsFile, tensorsOf, writeSafetensors } from '../formats/safetensors.ts';
import { fillParameters } from '../parameters-file.ts';
import type { StoredTensor } from '../tensor-file.ts';
import type { AdapterConfig } from './adapter-config.ts';
import { AdapterFault } from './adapter-fault.ts';
import { adapterPairs } from './adapter-pairs.ts';

export const ADAPTER_WEIGHTS = 'adapter_model.safetensors';

const PREFIX = 'base_model.model.';

/** In the file's metadata: a digest of the weights of the model that the adapter was trained beside. */
const BASE_DIGEST = 'base_digest';

/** An adapter whose files were read and checked, except for its numbers. */
export interface OpenAdapter {
  readonly settings: AdapterSettings;
  readonly file: SafetensorsFile;
}

/** The digest of the model that an adapter was trained beside; null in a file of other software. */
export async function readBaseDigest(source: ByteSource): Promise<string | null> {
  return (await openSafetensors(source)).metadata[BASE_DIGEST] ?? null;
}

/**
 * Checks an adapter's file against its configuration and its model, before anything is allocated. Throws SafetensorsFault if
 * it is damaged, and AdapterFault if it holds anything but pairs for linear layers of the model's blocks.
 */
export async function openAdapter(
  source: ByteSource,
  { rank, alpha, dropout }: Omit<AdapterConfig, 'baseName'>,
  configuration: ModelConfiguration,
): Promise<OpenAdapter> {
  const file = await openSafetensors(source);
  const refuse = (problem: string): never => {
    throw new AdapterFault(`${source.name} ${problem}.`);
  };
  const layers = linearLayers(configuration);
  const linear = new Map(
    layers.flatMap(({ inputs, parts }) => parts.map(({ module, outputs }) => [module, { inputs, outputs }] as const)),
  );
  const modules = new Set<string>();
  for (const [name, { shape }] of file.entries) {
    const [, module = '', side] = /^base_model\.model\.(.*)\.lora_([AB])\.weight$/.exec(name) ?? [];
    if (side === undefined) refuse(`holds ${name}, which is not part of an adapter beside a linear layer`);
    const layer = linear.get(module);
    if (layer === undefined) {
      throw new AdapterFault(
        `${source.name} adapts ${module}, which is not a linear layer in a block of this model; the adapter and the model do not belong together.`,
      );
    }
    const expected = side === 'A' ? [rank, layer.inputs] : [layer.outputs, rank];
    if (shape.length !== 2 || shape.some((axis, i) => axis !== expected[i])) {
      refuse(`holds ${name} of shape (${shape.join(', ')}), expected (${expected.join(', ')})`);
    }
    modules.add(module);
  }
  if (modules.size === 0) refuse('adapts nothing');
  for (const module of modules) {
    for (const side of ['A', 'B'] as const) {
      if (!file.entries.has(tensorName(module, side))) refuse(`lacks ${tensorName(module, side)}`);
    }
  }
  return { settings: { rank, alpha, dropout, modules }, file };
}

/** Fills the adapters from an open file. Throws SafetensorsFault. */
export async function loadAdapters({ file }: OpenAdapter, device: Device, adapters: AdapterSet): Promise<void> {
  const { settings, layers, parameters } = adapters;
  const { tensors } = tensorsOf(file);
  const joined = new Map<string, StoredTensor>();
  for (const layer of layers) {
    const names = adapterNames(layer.name);
    for (const [side, name] of [['A', names.a] as const, ['B', names.b] as const]) {
      const { shape } = parameters.get(name);
      joined.set(name, {
        shape,
        async *read() {
          for (const part of layer.parts) {
            const there = tensors.get(tensorName(part.module, side));
            if (there === undefined) yield new Float32Array(elementsOfPart(layer, part, settings.rank, side));
            else yield* there.read();
          }
        },
      });
    }
  }
  await fillParameters(file.source.name, joined, device, parameters);
}

/** Writes the adapters; `baseDigest` is what `readBaseDigest` finds again. */
export async function writeAdapters(
  write: (bytes: Uint8Array) => Promise<void>,
  adapters: AdapterSet,
  baseDigest: string | null,
): Promise<void> {
  const tensors = adapterPairs(adapters).flatMap(({ part: { module }, a, b }) => [
    { name: tensorName(module, 'A'), ...a },
    { name: tensorName(module, 'B'), ...b },
  ]);
  async function* values() {
    for (const { read } of tensors) yield* read();
  }
  const metadata = { format: 'pt', ...(baseDigest === null ? {} : { [BASE_DIGEST]: baseDigest }) };
  await writeSafetensors(write, tensors, values(), { metadata });
}

function tensorName(module: string, side: 'A' | 'B'): string {
  return `${PREFIX}${module}.lora_${side}.weight`;
}

function elementsOfPart({ inputs }: AdaptedLayer, { outputs }: LayerPart, rank: number, side: 'A' | 'B'): number {
  return rank * (side === 'A' ? inputs : outputs);
}
