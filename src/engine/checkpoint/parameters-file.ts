import type { ByteSource } from '../byte-source.ts';
import type { Device, Tensor } from '../device/device.ts';
import type { Convention, Layout } from '../models/convention.ts';
import type { TrainableModel } from '../models/language-model.ts';
import type { ModelConfiguration } from '../models/model-configuration.ts';
import { type FillableParameters, isBlockMatrix, type ParameterSet, type ParameterSpec } from '../models/parameters.ts';
import { firstRows } from './first-rows.ts';
import { openSafetensors, tensorsOf, writeSafetensors } from './formats/safetensors.ts';
import type { FloatType } from './number-formats.ts';
import { FOREIGN, ParameterFault } from './parameter-fault.ts';
import type { StoredTensor, TensorFile, WritableTensor } from './tensor-file.ts';
import { joinedParts, writableParts } from './tensor-parts.ts';
import { checkTied } from './tied-output.ts';

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

/** The blocks' matrices that an open file has as Q8_0. Throws ParameterFault if a name in it is ambiguous. */
export function q8Matrices(
  file: TensorFile,
  convention: Convention,
  table: readonly ParameterSpec[],
): ReadonlySet<string> {
  const tensors = tensorsByPart(file, convention, table);
  const isQ8_0 = (name: string) => convention.partsOf(name).every((part) => tensors.get(part.name)?.isQ8_0);
  return new Set(table.filter(isBlockMatrix).flatMap(({ name }) => (isQ8_0(name) ? [name] : [])));
}

/**
 * Fills `parameters` from an open file of any format. Throws the format's fault when its data is damaged, ParameterFault
 * when a tensor is missing, unexpected, of another shape, or when the output is not tied.
 */
export async function loadTensors(
  file: TensorFile,
  convention: Convention,
  device: Device,
  parameters: FillableParameters,
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
  parameters: FillableParameters,
): Promise<void> {
  checkTensors(fileName, tensors, parameters.table);
  for (const { name } of parameters.table) {
    const { read, isQ8_0 } = tensors.get(name)!;
    const write = async (tensor: Tensor) => {
      let start = 0;
      for await (const values of read()) {
        device.write(device.view(tensor, start, [values.length]), values);
        // A device may hold written data until it uses it: this limits it to one piece.
        await device.finish();
        start += values.length;
      }
    };
    await parameters.fill(name, write, isQ8_0);
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
  return parameters.table.flatMap((spec) => writableParts(spec, convention, parameters));
}

/** The tensors of a file under the names of the parameter table, and the tied output under its own. */
function tensorsByParameter(
  file: TensorFile,
  convention: Convention,
  table: readonly ParameterSpec[],
): Map<string, StoredTensor> {
  const found = tensorsByPart(file, convention, table);
  const tensors = new Map<string, StoredTensor>();
  for (const spec of table) {
    const parts = convention.partsOf(spec.name).map((part) => ({ ...part, tensor: found.get(part.name) }));
    for (const { name } of parts) found.delete(name);
    const there = parts.filter(isThere);
    if (there.length === parts.length) tensors.set(spec.name, joinedParts(file.name, spec, convention, there));
    else if (parts.length > 1) {
      const missing = parts.filter((part) => !isThere(part)).map(({ name }) => name);
      throw new ParameterFault(`${file.name} lacks ${listed(missing)}; ${FOREIGN}.`);
    }
  }
  return new Map([...tensors, ...found]);
}

const isThere = <Part extends { readonly tensor: StoredTensor | undefined }>(
  part: Part,
): part is Part & { readonly tensor: StoredTensor } => part.tensor !== undefined;

/** The tensors of a file by the names of the convention, without what it ignores. */
function tensorsByPart(
  file: TensorFile,
  convention: Convention,
  table: readonly ParameterSpec[],
): Map<string, StoredTensor> {
  const bare = (name: string) =>
    convention.prefixes.reduce((rest, prefix) => rest.slice(rest.startsWith(prefix) ? prefix.length : 0), name);
  const names = new Map(table.flatMap(({ name }) => convention.partsOf(name)).map(({ name }) => [bare(name), name]));
  const head = table.find(({ isHead }) => isHead)!;
  const heads = [convention.tied, ...convention.partsOf(head.name).map(({ name }) => name)];
  const tensors = new Map<string, StoredTensor>();
  for (const [stored, tensor] of file.tensors) {
    const plain = bare(stored);
    if (convention.ignored?.test(plain)) continue;
    const name = names.get(plain) ?? plain;
    if (tensors.has(name)) {
      throw new ParameterFault(`${file.name} holds ${name} twice, once as ${stored}; it is ambiguous.`);
    }
    const isPadded = convention.mayPadVocabulary === true && heads.includes(name);
    tensors.set(name, isPadded ? firstRows(tensor, head.shape[0]) : tensor);
  }
  return tensors;
}

/** The parameter that scores the vocabulary. */
function headName(table: readonly ParameterSpec[]): string {
  return table.find(({ isHead }) => isHead)!.name;
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
    throw new ParameterFault(`${fileName} ${problem}; ${FOREIGN}.`);
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

function listed(names: readonly string[]): string {
  const rest = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return names.slice(0, 3).join(', ') + rest;
}
