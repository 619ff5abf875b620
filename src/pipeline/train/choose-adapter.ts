import type { KernelScratch } from '../../engine/device/counting-device.ts';
import {
  type AdapterSettings,
  adaptedLayers,
  adapterTable,
  targetModules,
} from '../../engine/models/adapters/adapter-layers.ts';
import type { ModelConfiguration } from '../../engine/models/model-configuration.ts';
import { parameterCount } from '../../engine/models/parameters.ts';
import { type MemorySettings, trainingMemory } from '../../engine/training/training-memory.ts';
import { gigabytes } from '../../project/byte-count.ts';
import type { BaseModel } from '../models/base-model.ts';
import { SettingFault } from '../settings/settings-table.ts';
import type { TrainSettings } from '../settings/train.ts';

/** What is trained: all weights (null), or adapters beside them. */
export interface AdapterChoice {
  readonly adapter: AdapterSettings | null;
  /** Why, if it was not asked for; else null. */
  readonly reason: string | null;
}

export type AdapterAsked = Pick<
  TrainSettings,
  'adapter' | 'lora_rank' | 'lora_alpha' | 'lora_dropout' | 'lora_targets'
>;

/**
 * Chooses what a new training trains. An adapter that it starts from is trained further, unless `adapter` is none; then it is
 * merged. `auto` trains all weights if that fits into `availableBytes`, or if they are random. Throws SettingFault for adapters
 * beside random weights.
 */
export async function chooseAdapter(
  { configuration, adapting, name }: Pick<BaseModel, 'configuration' | 'adapting' | 'name'>,
  asked: AdapterAsked,
  memory: MemorySettings,
  availableBytes: number,
  scratchOf: KernelScratch,
): Promise<AdapterChoice> {
  if (asked.adapter === 'none') return { adapter: null, reason: null };
  if (adapting === null) {
    if (asked.adapter === 'auto') return { adapter: null, reason: null };
    throw new SettingFault(
      'adapter',
      `\`adapter\` ${asked.adapter} needs a trained model, but the weights of ${name} are random.`,
    );
  }
  const adapter = adapting.settings ?? askedAdapter(configuration, asked);
  if (asked.adapter === 'lora' || adapting.settings !== null) return { adapter, reason: null };
  const { total } = await trainingMemory({ configuration, scratchOf }, memory);
  if (total <= availableBytes) return { adapter: null, reason: null };
  const reason = `because training all weights needs ${gigabytes(total)} of memory, and ${gigabytes(availableBytes)} is free`;
  return { adapter, reason };
}

/** The adapters that the settings describe. */
export function askedAdapter(
  configuration: ModelConfiguration,
  { lora_rank, lora_alpha, lora_dropout, lora_targets }: Omit<AdapterAsked, 'adapter'>,
): AdapterSettings {
  const modules = targetModules(configuration, lora_targets);
  return { rank: lora_rank, alpha: lora_alpha, dropout: lora_dropout, modules };
}

/** What is trained, in a sentence. */
export function describeAdapter(
  configuration: ModelConfiguration,
  adapter: AdapterSettings,
  reason: string | null,
): string {
  const trained = parameterCount(adapterTable(adaptedLayers(configuration, adapter), adapter.rank));
  const why = reason === null ? '' : `, ${reason}`;
  return `Only an adapter (LoRA, rank ${adapter.rank}) of ${trained} parameters is trained${why}.`;
}
