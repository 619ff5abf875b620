import type { ByteSource } from '../byte-source.ts';
import type { Device } from '../device/device.ts';
import type { ParameterSet } from '../models/parameters.ts';
import { openSafetensors, tensorsOf, writeSafetensors } from './formats/safetensors.ts';
import { fillParameters } from './parameters-file.ts';
import type { StoredTensor } from './tensor-file.ts';

/** The moments of an optimizer, as `Optimizer` owns them. */
interface Moments {
  readonly m: ParameterSet;
  readonly v: ParameterSet;
}

/** Writes both moments of every trained parameter into one safetensors file, as m.<name> and v.<name>. */
export async function writeMoments(write: (bytes: Uint8Array) => Promise<void>, { m, v }: Moments): Promise<void> {
  const tensors = Object.entries({ m, v }).flatMap(([moment, { table }]) =>
    table.map(({ name, shape }) => ({ name: `${moment}.${name}`, shape })),
  );
  async function* values() {
    for (const set of [m, v]) for (const { name } of set.table) yield* set.pieces(name);
  }
  await writeSafetensors(write, tensors, values());
}

/** Throws SafetensorsFault when the file is damaged, ParameterFault when it does not hold these moments. */
export async function loadMoments(source: ByteSource, device: Device, moments: Moments): Promise<void> {
  const file = tensorsOf(await openSafetensors(source));
  for (const moment of ['m', 'v'] as const) {
    const tensors = new Map<string, StoredTensor>();
    for (const [name, tensor] of file.tensors) {
      if (name.startsWith(`${moment}.`)) tensors.set(name.slice(2), tensor);
    }
    await fillParameters(source.name, tensors, device, moments[moment]);
  }
}
