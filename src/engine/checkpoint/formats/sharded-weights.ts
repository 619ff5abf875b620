/**
 * A model in several files, as transformers divides what is too large for one. Read only.
 *
 *   model.safetensors.index.json    { "metadata": …, "weight_map": { tensor name: file name } }
 *   pytorch_model.bin.index.json    the same
 *   the files                       safetensors, or pickles of PyTorch, next to it
 */
import { Fault, shown } from '../../../fault.ts';
import type { ByteSource } from '../../byte-source.ts';
import type { StoredTensor, TensorFile } from '../tensor-file.ts';

/** An index that is damaged, or does not belong to its files. */
export class ShardIndexFault extends Fault {
  override readonly code: string = 'shard-index';
}

/** The largest GPT-2 has 580 tensors, whose index takes 50 KB. */
const LARGEST_INDEX_BYTES = 2 ** 24;
/** What is divided at 5 GB a file has two; even divided at 10 MB the largest GPT-2 has fewer than this. */
const MOST_FILES = 1000;

/** The files that an index names, each once. Throws ShardIndexFault when it is damaged. */
export async function readShardNames(index: ByteSource): Promise<readonly string[]> {
  return filesOf(await readIndex(index, faultOf(index)), faultOf(index));
}

/**
 * Opens an index and the files it names, each by `open`, which gets a plain name without any path. Throws
 * ShardIndexFault when the index is damaged or does not belong to the files, and what `open` throws.
 */
export async function openShardedWeights(
  index: ByteSource,
  open: (fileName: string) => Promise<TensorFile>,
): Promise<TensorFile> {
  const fault = faultOf(index);
  const fileOf = await readIndex(index, fault);
  const tensors = new Map<string, StoredTensor>();
  for (const fileName of filesOf(fileOf, fault)) {
    const file = await open(fileName);
    for (const [name, tensor] of file.tensors) {
      if (fileOf.get(name) !== fileName) throw fault(`does not list ${name}, which is in ${fileName}`);
      tensors.set(name, tensor);
    }
  }
  for (const [name, fileName] of fileOf) {
    if (!tensors.has(name)) throw fault(`says that ${name} is in ${fileName}, but it is not`);
  }
  return { name: index.name, tensors };
}

type FaultOf = (problem: string, cause?: unknown) => ShardIndexFault;

function faultOf(index: ByteSource): FaultOf {
  return (problem, cause) =>
    new ShardIndexFault(`${index.name} ${problem}. Copy or download the model again.`, { cause });
}

function filesOf(fileOf: ReadonlyMap<string, string>, fault: FaultOf): readonly string[] {
  const files = [...new Set(fileOf.values())];
  if (files.length > MOST_FILES) throw fault(`names ${files.length} files, expected at most ${MOST_FILES}`);
  return files;
}

/** Which file each tensor is in. */
async function readIndex(index: ByteSource, fault: FaultOf): Promise<Map<string, string>> {
  if (index.byteLength > LARGEST_INDEX_BYTES) throw fault(`is ${index.byteLength} bytes long, too long for an index`);
  let content: unknown;
  try {
    content = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(await index.read(0, index.byteLength)));
  } catch (cause) {
    throw fault('is not JSON', cause);
  }
  const map: unknown = (content as { weight_map?: unknown } | null)?.weight_map;
  if (typeof map !== 'object' || map === null || Array.isArray(map)) throw fault('has no weight_map');
  for (const [name, fileName] of Object.entries(map)) {
    // A name alone: nothing outside of the folder is opened because a file says so.
    if (typeof fileName !== 'string' || !/^[\w-][\w.-]*\.(safetensors|bin)$/.test(fileName)) {
      throw fault(`says that ${name} is in ${shown(fileName)}, which is not a plain name of a file of weights`);
    }
  }
  return new Map(Object.entries(map as Record<string, string>));
}
