import { Fault } from '../../fault.ts';
import type { ByteSource } from '../byte-source.ts';
import type { Device } from '../device/device.ts';
import type { ParameterSet } from '../model/parameters.ts';
import type { FloatType } from './number-formats.ts';
import {
  openSafetensors,
  readFloats,
  SafetensorsFault,
  type SafetensorsFile,
  type TensorEntry,
  writeSafetensors,
} from './safetensors.ts';

/** A weights file that is whole, but not of this model. */
export class ParameterFault extends Fault {}

/** GPT2LMHeadModel saves its names with this in front, GPT2Model without. */
const PREFIX = 'transformer.';
/** The output projection: the same numbers as wte.weight in every GPT-2, whether it is stored or not. */
const TIED = 'lm_head.weight';
/** Buffers, not weights: the causal mask and the number that masked scores get. */
const MASKS = /^h\.\d+\.attn\.(masked_)?bias$/;

/**
 * Fills `parameters` from a safetensors file, tensor by tensor. Throws SafetensorsFault when the file is damaged,
 * ParameterFault when a tensor is missing, unexpected, of another shape, or when the output is not tied.
 */
export async function loadParameters(source: ByteSource, device: Device, parameters: ParameterSet): Promise<void> {
  const file = await openSafetensors(source);
  const entries = entriesByName(file);
  const tied = entries.get(TIED);
  entries.delete(TIED);
  checkNames(file, entries, parameters);
  if (tied !== undefined) await checkTied(file, tied, entries.get('wte.weight')!);
  await fillParameters(file, entries, device, parameters);
}

/**
 * Fills a set with the entries of its names, tensor by tensor. Throws ParameterFault unless the entries are those
 * of the set, one for each parameter and of its shape.
 */
export async function fillParameters(
  file: SafetensorsFile,
  entries: ReadonlyMap<string, TensorEntry>,
  device: Device,
  parameters: ParameterSet,
): Promise<void> {
  checkNames(file, entries, parameters);
  for (const { name } of parameters.table) {
    const tensor = parameters.get(name);
    let start = 0;
    for await (const values of readFloats(file, entries.get(name)!)) {
      device.write(device.view(tensor, start, [values.length]), values);
      // A device may hold what was written until it gets to it: a copy of one piece, not of the whole file.
      await device.finish();
      start += values.length;
    }
  }
}

/** Writes every parameter under its name, rounded to `type`, as GPT2Model of transformers reads them. */
export async function writeParameters(
  write: (bytes: Uint8Array) => Promise<void>,
  parameters: ParameterSet,
  type: FloatType = 'float32',
): Promise<void> {
  async function* values() {
    for await (const entry of parameters.entries()) yield entry.values;
  }
  await writeSafetensors(write, parameters.table, values(), { metadata: { format: 'pt' }, type });
}

/** The entries under the names of the parameter table. */
function entriesByName(file: SafetensorsFile): Map<string, TensorEntry> {
  const entries = new Map<string, TensorEntry>();
  for (const entry of file.entries.values()) {
    const name = entry.name.startsWith(PREFIX) ? entry.name.slice(PREFIX.length) : entry.name;
    if (MASKS.test(name)) continue;
    if (entries.has(name)) {
      throw new SafetensorsFault(`${file.source.name} holds ${name} twice, once as ${PREFIX}${name}.`);
    }
    entries.set(name, entry);
  }
  return entries;
}

function checkNames(file: SafetensorsFile, entries: ReadonlyMap<string, TensorEntry>, parameters: ParameterSet): void {
  const missing = parameters.table.filter(({ name }) => !entries.has(name));
  const unexpected = [...entries.keys()].filter((name) => parameters.find(name) === null);
  const complain = (problem: string): never => {
    throw new ParameterFault(
      `${file.source.name} ${problem}; the file and the configuration beside it are not of the same model.`,
    );
  };
  if (missing.length > 0) complain(`lacks ${listed(missing.map(({ name }) => name))}`);
  if (unexpected.length > 0) complain(`holds ${listed(unexpected)}, which the model does not have`);
  for (const { name, shape } of parameters.table) {
    const found = entries.get(name)!.shape;
    if (found.length !== shape.length || found.some((axis, i) => axis !== shape[i])) {
      complain(`holds ${name} of shape (${found.join(', ')}), expected (${shape.join(', ')})`);
    }
  }
}

async function checkTied(file: SafetensorsFile, tied: TensorEntry, wte: TensorEntry): Promise<void> {
  const untied = new ParameterFault(
    `${file.source.name}: ${TIED} differs from wte.weight; in a GPT-2 they are one, and such a model is not computed here.`,
  );
  if (tied.dtype !== wte.dtype || tied.end - tied.begin !== wte.end - wte.begin) throw untied;
  const tiedPieces = readFloats(file, tied);
  for await (const expected of readFloats(file, wte)) {
    const { value } = await tiedPieces.next();
    if (!expected.every((number, i) => Object.is(number, value[i]))) throw untied;
  }
}

function listed(names: readonly string[]): string {
  const rest = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return names.slice(0, 3).join(', ') + rest;
}
