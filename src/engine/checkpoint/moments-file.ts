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
export function writeMoments(write: Write, { m, v }: Moments): Promise<void> {
  return writeSets(write, { m, v });
}

/** The same of the outer steps' momentum, as outer.<name>. */
export function writeOuterMomentum(write: Write, outer: ParameterSet): Promise<void> {
  return writeSets(write, { outer });
}

/** Throws SafetensorsFault when the file is damaged, ParameterFault when it does not hold these moments. */
export function loadMoments(source: ByteSource, device: Device, { m, v }: Moments): Promise<void> {
  return loadSets(source, device, { m, v });
}

/** Throws as `loadMoments`. */
export function loadOuterMomentum(source: ByteSource, device: Device, outer: ParameterSet): Promise<void> {
  return loadSets(source, device, { outer });
}

type Write = (bytes: Uint8Array) => Promise<void>;
type NamedSets = Readonly<Record<string, ParameterSet>>;

async function writeSets(write: Write, sets: NamedSets): Promise<void> {
  const tensors = Object.entries(sets).flatMap(([prefix, { table }]) =>
    table.map(({ name, shape }) => ({ name: `${prefix}.${name}`, shape })),
  );
  async function* values() {
    for (const set of Object.values(sets)) for (const { name } of set.table) yield* set.pieces(name);
  }
  await writeSafetensors(write, tensors, values());
}

async function loadSets(source: ByteSource, device: Device, sets: NamedSets): Promise<void> {
  const file = tensorsOf(await openSafetensors(source));
  for (const [prefix, set] of Object.entries(sets)) {
    const tensors = new Map<string, StoredTensor>();
    for (const [name, tensor] of file.tensors) {
      if (name.startsWith(`${prefix}.`)) tensors.set(name.slice(prefix.length + 1), tensor);
    }
    await fillParameters(source.name, tensors, device, set);
  }
}
