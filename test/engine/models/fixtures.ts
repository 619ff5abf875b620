import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ByteSource, bytesInMemory } from '../../../src/engine/byte-source.ts';
import { openSafetensors, readFloats } from '../../../src/engine/checkpoint/formats/safetensors.ts';
import { loadParameters } from '../../../src/engine/checkpoint/parameters-file.ts';
import type { Device } from '../../../src/engine/device/device.ts';
import { openReferenceDevice } from '../../../src/engine/device/reference/reference-device.ts';
import { parseModelConfiguration } from '../../../src/engine/models/architectures.ts';
import { TrainableModel } from '../../../src/engine/models/language-model.ts';
import type { BatchTokens } from '../../../src/engine/models/model.ts';
import type { OptimizerSettings } from '../../../src/engine/training/optimizer.ts';

/**
 * Tiny models of random weights, and what other software computes with them: JAX in float64 for GPT-2
 * (test/fixtures/make_tiny_gpt2.py), transformers in float32 for each option of the Llama-shaped ones
 * (test/fixtures/make_tiny_llama.py).
 */
const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
export const fixtureNames = [
  'tiny-gpt2/two-blocks',
  'tiny-gpt2/long',
  'tiny-llama/llama',
  'tiny-llama/llama-scaled-untied',
  'tiny-llama/llama-biases',
  'tiny-llama/qwen2',
  'tiny-llama/qwen3',
  'tiny-llama/smollm3',
  'tiny-llama/granite',
  'tiny-llama/granitemoehybrid',
] as const;
export type FixtureName = (typeof fixtureNames)[number];

export interface Training {
  readonly lr: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly losses: number[];
}

export interface Expected {
  readonly loss: number;
  readonly tf_adam?: Training;
  readonly adamw: Training & { weight_decay: number; clip: number; gradient_norms: number[] };
  readonly greedy: { prompt: number[]; tokens: number[] };
}

export function fixtureSource(name: FixtureName, file: string): ByteSource {
  return bytesInMemory(`${name}/${file}`, readFileSync(join(fixtures, name, file)));
}

export function fixtureText(name: FixtureName, file: string): string {
  return readFileSync(join(fixtures, name, file), 'utf8');
}

export function expectedOf(name: FixtureName): Expected {
  return JSON.parse(fixtureText(name, 'expected.json'));
}

/** The fixture's model on a device, with its weights, or with those of another file. */
export async function loadFixture(
  device: Device,
  name: FixtureName,
  file = 'model.safetensors',
): Promise<TrainableModel> {
  const model = new TrainableModel(
    device,
    parseModelConfiguration('config.json', fixtureText(name, 'config.json'), 'config.json'),
  );
  await loadParameters(fixtureSource(name, file), model);
  return model;
}

/** A file with a number for each of the model's, by the names of the parameter table. */
export async function parametersIn(name: FixtureName, file: string): Promise<Map<string, Float32Array>> {
  const device = openReferenceDevice();
  const { parameters } = await loadFixture(device, name, file);
  const found = new Map<string, Float32Array>();
  for await (const { spec, values } of parameters.entries()) found.set(spec.name, values);
  await device.close();
  return found;
}

/** Every tensor of a file of floats. */
export async function floatsOf(name: FixtureName, file: string): Promise<Map<string, Float32Array>> {
  const opened = await openSafetensors(fixtureSource(name, file));
  const tensors = new Map<string, Float32Array>();
  for (const entry of opened.entries.values()) {
    const values: number[] = [];
    for await (const piece of readFloats(opened, entry)) values.push(...piece);
    tensors.set(entry.name, Float32Array.from(values));
  }
  return tensors;
}

/** The three batches of tokens, (B, T) each. */
export async function batchesOf(name: FixtureName): Promise<{ B: number; T: number; batches: Int32Array[] }> {
  const { source, entries, dataOffset } = await openSafetensors(fixtureSource(name, 'batches.safetensors'));
  const [B, T] = entries.get('batch0')!.shape;
  const batches: Int32Array[] = [];
  for (const key of ['batch0', 'batch1', 'batch2']) {
    const { begin, end } = entries.get(key)!;
    const bytes = await source.read(dataOffset + begin, end - begin);
    batches.push(new Int32Array(new Uint8Array(bytes).buffer));
  }
  return { B, T, batches };
}

/** Each token's target is the one after it; the last of each row has none. */
export function predictNext(tokens: Int32Array, T: number): BatchTokens {
  const targets = tokens.map((_, i) => (i % T === T - 1 ? -1 : tokens[i + 1]));
  return { inputs: tokens, targets };
}

export function optimizerSettings(
  optimizer: OptimizerSettings['optimizer'],
  { beta1, beta2, epsilon, weight_decay = 0 }: Training & { weight_decay?: number },
): OptimizerSettings {
  return { optimizer, beta1, beta2, epsilon, momentum: 0.95, weight_decay };
}
