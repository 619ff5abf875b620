import fc from 'fast-check';
import { expect } from 'vitest';
import { checkTensorFile, loadTensors } from '../../../src/engine/checkpoint/parameters-file.ts';
import type { TensorFile } from '../../../src/engine/checkpoint/tensor-file.ts';
import { openReferenceDevice } from '../../../src/engine/device/reference/reference-device.ts';
import { elementsOf } from '../../../src/engine/device/shape.ts';
import type { Convention } from '../../../src/engine/models/convention.ts';
import { gpt2Configuration } from '../../../src/engine/models/gpt2/architecture.ts';
import { ParameterSet } from '../../../src/engine/models/parameters.ts';
import { Fault } from '../../../src/fault.ts';

/** The last axis is a multiple of the blocks of quantised formats; every other number is odd or small. */
export const tinyConfiguration = gpt2Configuration(
  { n_vocab: 261, n_ctx: 7, n_embd: 32, n_head: 2, n_layer: 2 },
  'test',
);

/** Every parameter's elements count on from one tensor to the next, so that none can be mistaken for another. */
export function tinyWeights(shape = tinyConfiguration): Map<string, Float32Array> {
  let next = 1;
  // Whole multiples of 2^-10, which float32 holds exactly.
  return new Map(
    shape.parameters.map(({ name, shape }) => [
      name,
      Float32Array.from({ length: elementsOf(shape) }, () => next++ / 1024),
    ]),
  );
}

/** A set of parameters with `weights` in them, on the reference device. */
export async function parameterSet(
  weights: ReadonlyMap<string, Float32Array>,
  shape = tinyConfiguration,
): Promise<ParameterSet> {
  const device = openReferenceDevice();
  const parameters = new ParameterSet(device, shape.parameters);
  for (const [name, values] of weights) device.write(parameters.get(name), values);
  await device.finish();
  return parameters;
}

/** What a file holds, by the names of the parameter table. */
export async function loaded(
  file: TensorFile,
  convention: Convention,
  shape = tinyConfiguration,
): Promise<Map<string, Float32Array>> {
  const device = openReferenceDevice();
  const table = shape.parameters;
  checkTensorFile(file, convention, table);
  const parameters = new ParameterSet(device, table);
  await loadTensors(file, convention, device, parameters);
  const weights = new Map<string, Float32Array>();
  for await (const { spec, values } of parameters.entries()) weights.set(spec.name, values);
  return weights;
}

/** Collects what a writer gives it. */
export function collector(): { write(bytes: Uint8Array): Promise<void>; bytes(): Uint8Array } {
  const parts: Uint8Array[] = [];
  return {
    write: async (bytes) => void parts.push(bytes.slice()),
    bytes: () => new Uint8Array(Buffer.concat(parts)),
  };
}

/** Reads `content` cut short and changed at random places: it must be read or refused with a Fault, and nothing else. */
export async function expectDistrust(
  content: Uint8Array,
  read: (content: Uint8Array) => Promise<unknown>,
  { numRuns = 500, within = content.length } = {},
): Promise<void> {
  const readOrRefuse = (damaged: Uint8Array) => read(damaged).catch((fault) => expect(fault).toBeInstanceOf(Fault));
  const change = fc.tuple(fc.nat(within - 1), fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff)));
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
      const damaged = content.slice();
      for (const [at, byte] of changes) damaged[at] = byte;
      await readOrRefuse(damaged);
    }),
    { numRuns },
  );
  await fc.assert(
    fc.asyncProperty(fc.nat(content.length - 1), async (bytes) => {
      await expect(read(content.slice(0, bytes)), `${bytes} bytes`).rejects.toBeInstanceOf(Fault);
    }),
    { numRuns: 100 },
  );
}
