import { Fault } from '../../fault.ts';
import type { ByteSource } from '../byte-source.ts';
import type { Device } from '../device/device.ts';
import type { Convention, Layout } from '../models/convention.ts';
import type { TrainableModel } from '../models/language-model.ts';
import type { ModelConfiguration } from '../models/model-configuration.ts';
import { isBlockMatrix, type ParameterSet, type ParameterSpec } from '../models/parameters.ts';
import { openSafetensors, tensorsOf, writeSafetensors } from './formats/safetensors.ts';
import type { FloatType } from './number-formats.ts';
import {
  readWhole,
  type StoredTensor,
  type TensorFile,
  transpose,
  transposed,
  type WritableTensor,
} from './tensor-file.ts';

/** A complete weights file, but not of this model. */
export class ParameterFault extends Fault {
  override readonly code: string = 'parameter';
}

/** How a layout stores a model. `what`: the file, for an error. Throws ParameterFault if it cannot. */
export function conventionOf(configuration: ModelConfiguration, layout: Layout, what: string): Convention {
  const convention = configuration.convention(layout);
  if (convention !== null) return convention;
  throw new ParameterFault(`${what}: ${configuration.architecture.title} is not supported in the ${layout} format.`);
}

/**
 * Fills a model's parameters from a safetensors file, tensor by tensor. Throws SafetensorsFault if the file is damaged,
 * ParameterFault if a tensor is missing, unexpected or of another shape, or if the output is not tied.
 */
export async function loadParameters(
  source: ByteSource,
  { device, configuration, parameters }: Pick<TrainableModel, 'device' | 'configuration' | 'parameters'>,
): Promise<void> {
  const convention = conventionOf(configuration, 'huggingface', source.name);
  await loadTensors(tensorsOf(await openSafetensors(source)), convention, device, parameters);
}

/**
 * Checks that an open file of any format holds the parameters of `table`, before anything is allocated for them. Throws
 * ParameterFault if a tensor is missing, unexpected, or of another shape.
 */
export function checkTensorFile(file: TensorFile, convention: Convention, table: readonly ParameterSpec[]): void {
  const tensors = tensorsByParameter(file, convention, table);
  if (convention.tied !== null) tensors.delete(convention.tied);
  checkTensors(file.name, tensors, table);
}

/**
 * Fills `parameters` from an open file of any format. Throws the format's fault when its data is damaged, ParameterFault
 * when a tensor is missing, unexpected, of another shape, or when the output is not tied.
 */
export async function loadTensors(
  file: TensorFile,
  convention: Convention,
  device: Device,
  parameters: ParameterSet,
): Promise<void> {
  const tensors = tensorsByParameter(file, convention, parameters.table);
  const tied = convention.tied === null ? undefined : tensors.get(convention.tied);
  if (tied !== undefined) {
    const head = headName(parameters.table);
    const embedding = tensors.get(head);
    tensors.delete(convention.tied!);
    checkTensors(file.name, tensors, parameters.table);
    await checkTied(`${file.name}: ${convention.tied}`, tied, embedding!);
    // Of two roundings of one matrix, llama.cpp makes that of the output the finer one.
    if (tied.isQuantised) tensors.set(head, tied);
  }
  await fillParameters(file.name, tensors, device, parameters);
}

/**
 * Fills a set with tensors, one after the other. Throws ParameterFault unless there is one for each parameter, of its
 * name and shape.
 */
export async function fillParameters(
  fileName: string,
  tensors: ReadonlyMap<string, StoredTensor>,
  device: Device,
  parameters: ParameterSet,
): Promise<void> {
  checkTensors(fileName, tensors, parameters.table);
  for (const { name } of parameters.table) {
    const tensor = parameters.get(name);
    let start = 0;
    for await (const values of tensors.get(name)!.read()) {
      device.write(device.view(tensor, start, [values.length]), values);
      // A device may hold written data until it uses it: this limits it to one piece.
      await device.finish();
      start += values.length;
    }
  }
}

/** Writes a model's parameters, rounded to `type`, under the names that Hugging Face's libraries load. */
export async function writeParameters(
  write: (bytes: Uint8Array) => Promise<void>,
  { configuration, parameters }: Pick<TrainableModel, 'configuration' | 'parameters'>,
  type: FloatType = 'float32',
): Promise<void> {
  const tensors = tensorsFor(conventionOf(configuration, 'huggingface', 'safetensors'), parameters);
  async function* values() {
    for (const { read } of tensors) yield* read();
  }
  await writeSafetensors(write, tensors, values(), { metadata: { format: 'pt' }, type });
}

/** The parameters for a format: in the order of the table, with its names and its order of axes. */
export function tensorsFor(convention: Convention, parameters: ParameterSet): WritableTensor[] {
  return parameters.table.map((spec) => {
    const name = convention.nameOf(spec.name);
    const read = () => parameters.pieces(spec.name);
    if (!isBlockMatrix(spec) || convention.matrices === 'in-out') return { name, shape: spec.shape, read };
    const [inputs, outputs] = spec.shape;
    if (convention.matrices === 'one-in-out') return { name, shape: [1, inputs, outputs], read };
    const turned = async function* () {
      yield* transposed(await parameters.read(spec.name), inputs, outputs);
    };
    return { name, shape: [outputs, inputs], read: turned };
  });
}

/** The tensors of a file under the names of the parameter table, and the tied output under its own. */
function tensorsByParameter(
  file: TensorFile,
  convention: Convention,
  table: readonly ParameterSpec[],
): Map<string, StoredTensor> {
  const specs = new Map(table.map((spec) => [convention.nameOf(spec.name), spec]));
  const tensors = new Map<string, StoredTensor>();
  for (const [stored, tensor] of file.tensors) {
    const name = convention.prefixes.reduce(
      (rest, prefix) => rest.slice(rest.startsWith(prefix) ? prefix.length : 0),
      stored,
    );
    if (convention.ignored?.test(name)) continue;
    const spec = specs.get(name);
    const parameter = spec?.name ?? name;
    if (tensors.has(parameter)) {
      throw new ParameterFault(`${file.name} holds ${name} twice, once as ${stored}; it is ambiguous.`);
    }
    if (spec !== undefined && isBlockMatrix(spec)) tensors.set(parameter, asInOut(tensor, convention, spec));
    else if (convention.mayPadVocabulary && (spec?.isHead || name === convention.tied)) {
      tensors.set(parameter, firstRows(tensor, table.find(({ isHead }) => isHead)!.shape[0]));
    } else tensors.set(parameter, tensor);
  }
  return tensors;
}

/** The parameter that scores the vocabulary. */
function headName(table: readonly ParameterSpec[]): string {
  return table.find(({ isHead }) => isHead)!.name;
}

/** A block's matrix with its axes as (in, out), if they are those of `spec` at all. */
function asInOut(
  tensor: StoredTensor,
  { matrices }: Convention,
  { shape: [inputs, outputs] }: ParameterSpec,
): StoredTensor {
  const { shape } = tensor;
  // A checkpoint of TensorFlow has a leading axis of length 1, from the convolution that its authors used.
  if (matrices === 'one-in-out' && shape.length === 3 && shape[0] === 1) return { ...tensor, shape: shape.slice(1) };
  if (matrices !== 'out-in') return tensor;
  const turned = shape.toReversed();
  if (turned[0] !== inputs || turned[1] !== outputs) return { ...tensor, shape: turned };
  return {
    ...tensor,
    shape: turned,
    async *read() {
      yield transpose(await readWhole(tensor), outputs, inputs);
    },
  };
}

/** The first rows of a matrix; all of it if it has no more. */
function firstRows(tensor: StoredTensor, rows: number): StoredTensor {
  const [all, columns] = tensor.shape;
  if (tensor.shape.length !== 2 || all <= rows) return tensor;
  return {
    ...tensor,
    shape: [rows, columns],
    async *read() {
      let left = rows * columns;
      for await (const piece of tensor.read()) {
        if (left === 0) return;
        const wanted = piece.subarray(0, left);
        left -= wanted.length;
        yield wanted;
      }
    },
  };
}

function checkTensors(
  fileName: string,
  tensors: ReadonlyMap<string, StoredTensor>,
  table: readonly ParameterSpec[],
): void {
  const names = new Set(table.map(({ name }) => name));
  const missing = table.filter(({ name }) => !tensors.has(name));
  const unexpected = [...tensors.keys()].filter((name) => !names.has(name));
  const complain = (problem: string): never => {
    throw new ParameterFault(`${fileName} ${problem}; the file and the configuration belong to different models.`);
  };
  if (missing.length > 0) complain(`lacks ${listed(missing.map(({ name }) => name))}`);
  if (unexpected.length > 0) complain(`holds ${listed(unexpected)}, which the model does not have`);
  for (const { name, shape } of table) {
    const found = tensors.get(name)!.shape;
    if (found.length !== shape.length || found.some((axis, i) => axis !== shape[i])) {
      complain(`holds ${name} of shape (${found.join(', ')}), expected (${shape.join(', ')})`);
    }
  }
}

/** Quantised values of one matrix differ by less than this share of their root mean square; other matrices by more. */
const LARGEST_ROUNDING = 0.2;

/** Throws ParameterFault unless both hold the same numbers, up to rounding if they are quantised. */
async function checkTied(what: string, tied: StoredTensor, embedding: StoredTensor): Promise<void> {
  const untied = new ParameterFault(
    `${what} differs from the token embedding; models whose output is not tied to it are not supported.`,
  );
  if (tied.shape.length !== embedding.shape.length || tied.shape.some((axis, i) => axis !== embedding.shape[i]))
    throw untied;
  const isRounded = tied.isQuantised === true || embedding.isQuantised === true;
  let difference = 0;
  let size = 0;
  for await (const [a, b] of inStep(tied.read(), embedding.read())) {
    for (let i = 0; i < a.length; i++) {
      if (!isRounded && !Object.is(a[i], b[i])) throw untied;
      difference += (a[i] - b[i]) ** 2;
      size += b[i] ** 2;
    }
  }
  if (isRounded && !(difference <= LARGEST_ROUNDING ** 2 * size)) throw untied;
}

/** Two tensors of the same size, side by side in pieces of equal length. */
async function* inStep(
  first: AsyncIterable<Float32Array>,
  second: AsyncIterable<Float32Array>,
): AsyncGenerator<[Float32Array, Float32Array]> {
  const others = second[Symbol.asyncIterator]();
  let other = new Float32Array(0);
  for await (const piece of first) {
    for (let at = 0; at < piece.length; ) {
      if (other.length === 0) other = (await others.next()).value;
      const end = Math.min(piece.length, at + other.length);
      yield [piece.subarray(at, end), other.subarray(0, end - at)];
      other = other.subarray(end - at);
      at = end;
    }
  }
}

function listed(names: readonly string[]): string {
  const rest = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return names.slice(0, 3).join(', ') + rest;
}
