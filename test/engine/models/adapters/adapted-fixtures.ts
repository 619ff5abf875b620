import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ByteSource, bytesInMemory } from '../../../../src/engine/byte-source.ts';
import { openSafetensors, tensorsOf } from '../../../../src/engine/checkpoint/formats/safetensors.ts';
import { conventionOf, loadTensors } from '../../../../src/engine/checkpoint/parameters-file.ts';
import { parseAdapterConfig } from '../../../../src/engine/checkpoint/peft/adapter-config.ts';
import { loadAdapters, openAdapter } from '../../../../src/engine/checkpoint/peft/adapter-file.ts';
import type { Device } from '../../../../src/engine/device/device.ts';
import { AdaptedModel } from '../../../../src/engine/models/adapters/adapted-model.ts';
import type { FrozenType } from '../../../../src/engine/models/adapters/frozen-weights.ts';
import { parseModelConfiguration } from '../../../../src/engine/models/architectures.ts';
import type { ModelConfiguration } from '../../../../src/engine/models/model-configuration.ts';
import { type FixtureName, fixtureSource, fixtureText } from '../fixtures.ts';

/** Adapters that PEFT wrote, and what it computes with them: see test/fixtures/make_tiny_adapters.py. */
export const adapterNames = ['gpt2', 'llama', 'granite', 'qwen3-defaults', 'llama-dropout'] as const;
export type AdapterName = (typeof adapterNames)[number];

interface Expected {
  readonly model: FixtureName;
  readonly lr: number;
  readonly losses: readonly number[];
}

const folder = fileURLToPath(new URL('../../../fixtures/tiny-adapters/', import.meta.url));

export function adapterText(name: AdapterName, file: string): string {
  return readFileSync(`${folder}${name}/${file}`, 'utf8');
}

export function adapterSource(name: AdapterName, file = 'adapter_model.safetensors'): ByteSource {
  return bytesInMemory(`${name}/${file}`, readFileSync(`${folder}${name}/${file}`));
}

export function expectedOfAdapter(name: AdapterName): Expected {
  return JSON.parse(adapterText(name, 'expected.json'));
}

export function configurationOf(model: FixtureName): ModelConfiguration {
  return parseModelConfiguration('config.json', fixtureText(model, 'config.json'), 'config.json');
}

/** The model with the adapter that PEFT wrote, or with that of another of its files. */
export async function loadAdapted(
  device: Device,
  name: AdapterName,
  type: FrozenType = 'float32',
  file?: string,
): Promise<AdaptedModel> {
  const { model } = expectedOfAdapter(name);
  const configuration = configurationOf(model);
  const config = parseAdapterConfig(adapterText(name, 'adapter_config.json'), 'adapter_config.json');
  const adapter = await openAdapter(adapterSource(name, file), config, configuration);
  const adapted = new AdaptedModel(device, configuration, adapter.settings, type);
  await fillFrozen(device, adapted, model);
  await loadAdapters(adapter, device, adapted.adapters);
  return adapted;
}

export async function fillFrozen(device: Device, adapted: AdaptedModel, model: FixtureName): Promise<void> {
  const source = fixtureSource(model, 'model.safetensors');
  const convention = conventionOf(adapted.configuration, 'huggingface', 'test');
  await loadTensors(tensorsOf(await openSafetensors(source)), convention, device, adapted.frozen);
}
