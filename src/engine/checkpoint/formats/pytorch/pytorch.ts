/**
 * What torch.save writes since PyTorch 1.6; read only. A zip archive of stored entries, all below one folder:
 *
 *   <folder>/data.pkl     a pickle (pickle.ts), in which tensors are windows on storages
 *   <folder>/data/<key>   the numbers of each storage, in the byte order that <folder>/byteorder names, if it is there
 *
 * Two kinds of content are known: the weights themselves by their names (transformers' pytorch_model.bin), and the
 * dictionary of nanoGPT (ckpt.pt) with "model" for the weights and "model_args" for the shape.
 */

import { Fault } from '../../../../fault.ts';
import type { ByteSource } from '../../../byte-source.ts';
import { elementsOf } from '../../../device/shape.ts';
import { gpt2Configuration } from '../../../models/gpt2/architecture.ts';
import type { ModelConfiguration } from '../../../models/model-configuration.ts';
import { readZipDirectory, readZipEntry, type ZipEntry, zipEntryOffset } from '../../../tokens/zip.ts';
import { bytesOfFloat, type ReadFloatType, widenFloats } from '../../number-formats.ts';
import { readPieces, readWhole, type StoredTensor, type TensorFile, transpose } from '../../tensor-file.ts';
import { unreadTypeMessage } from '../unread-type.ts';
import {
  type PickledTensor,
  PickleError,
  type PickleMap,
  PickleTensorBox,
  type PickleValue,
  parsePickle,
} from './pickle.ts';

/** A PyTorch file that is damaged, or holds something other than weights. */
export class PytorchFault extends Fault {
  override readonly code: string = 'pytorch';
}

export interface PytorchFile extends TensorFile {
  /** What nanoGPT's file says of its model; null in one that holds weights alone. */
  readonly configuration: ModelConfiguration | null;
}

const floats: ReadonlyMap<string, ReadFloatType> = new Map([
  ['DoubleStorage', 'float64'],
  ['FloatStorage', 'float32'],
  ['HalfStorage', 'float16'],
  ['BFloat16Storage', 'bfloat16'],
]);

/** The largest GPT-2 with both moments of each tensor takes 500 KB. */
const LARGEST_PICKLE_BYTES = 2 ** 24;
/** 'little' or 'big'. */
const LONGEST_BYTE_ORDER = 16;

/** Opens a file. Throws PytorchFault, ZipFault and ConfigurationFault. */
export async function openPytorch(source: ByteSource): Promise<PytorchFile> {
  const entries = await readZipDirectory(source);
  const pickle = entries.find(({ name }) => /^[^/]+\/data\.pkl$/.test(name));
  if (pickle === undefined) throw fault(source, 'has no data.pkl, which torch.save writes');
  const folder = pickle.name.slice(0, -'data.pkl'.length);
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  await checkByteOrder(source, byName.get(`${folder}byteorder`));
  if (pickle.bytes > LARGEST_PICKLE_BYTES) throw fault(source, `has a pickle of ${pickle.bytes} bytes`);
  const { weights, shape } = contentOf(source, parse(source, await readZipEntry(source, pickle)));
  const tensors = new Map<string, StoredTensor>();
  for (const [name, value] of weights) {
    if (typeof name !== 'string' || !(value instanceof PickleTensorBox)) {
      throw fault(source, `holds ${String(name).slice(0, 100)} among its weights, which is not a tensor`);
    }
    const entry = byName.get(`${folder}data/${value.tensor.storage.key}`);
    tensors.set(name, await placed(source, name, value.tensor, entry));
  }
  return {
    name: source.name,
    ...(shape === null ? { configuration: null, tensors } : nanogpt(source, shape, tensors)),
  };
}

function parse(source: ByteSource, pickle: Uint8Array): PickleValue {
  try {
    return parsePickle(pickle);
  } catch (error) {
    if (error instanceof PickleError) throw fault(source, error.message, error);
    throw error;
  }
}

async function checkByteOrder(source: ByteSource, entry: ZipEntry | undefined): Promise<void> {
  if (entry === undefined) return;
  if (entry.bytes > LONGEST_BYTE_ORDER) throw fault(source, `has a byte order of ${entry.bytes} bytes`);
  const order = new TextDecoder().decode(await readZipEntry(source, entry));
  if (order !== 'little') throw fault(source, `is from a ${order.slice(0, 20)}-endian machine, which is not supported`);
}

/** The weights in what was saved, and for nanoGPT's files what they say of the model. */
function contentOf(source: ByteSource, content: PickleValue): { weights: PickleMap; shape: PickleMap | null } {
  if (!(content instanceof Map)) throw fault(source, 'holds no dictionary of weights');
  const [model, shape] = [content.get('model'), content.get('model_args')];
  if (model instanceof Map && shape instanceof Map) return { weights: model, shape };
  return { weights: content, shape: null };
}

/** A tensor with its bytes; nothing is read yet. */
async function placed(
  source: ByteSource,
  name: string,
  { storage, offset, shape, strides }: PickledTensor,
  entry: ZipEntry | undefined,
): Promise<StoredTensor> {
  const type = floats.get(storage.type);
  if (type === undefined) {
    // A mask may be of truth values; only a weight that is asked for has to be of floats.
    const refuse = () => {
      throw new PytorchFault(unreadTypeMessage(source.name, name, `a ${storage.type}`));
    };
    return { shape, read: refuse };
  }
  if (entry === undefined) throw fault(source, `lacks the numbers of ${name}, data/${storage.key.slice(0, 100)}`);
  if (entry.deflated || entry.bytes < storage.elements * bytesOfFloat[type]) {
    throw fault(source, `has too few bytes for the storage of ${name}, or compressed ones`);
  }
  const elements = elementsOf(shape);
  if (!(offset + elements <= storage.elements)) throw fault(source, `puts ${name} outside of its storage`);
  const begin = (await zipEntryOffset(source, entry)) + offset * bytesOfFloat[type];
  const inOrder = (axes: readonly number[]): StoredTensor => ({
    shape: axes,
    async *read() {
      for await (const bytes of readPieces(source, begin, elements * bytesOfFloat[type]))
        yield widenFloats(type, bytes);
    },
  });
  if (isContiguous(shape, strides)) return inOrder(shape);
  const turned = shape.toReversed();
  if (shape.length !== 2 || !isContiguous(turned, strides.toReversed())) {
    throw fault(
      source,
      `holds ${name} of shape (${shape.join(', ')}) with strides (${strides.join(', ')}), which is not supported`,
    );
  }
  return {
    shape,
    async *read() {
      yield transpose(await readWhole(inOrder(turned)), turned[0], turned[1]);
    },
  };
}

/** Whether the elements are in order, without gaps; an axis of length 1 may have any stride. */
function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  return shape.every((axis, i) => axis === 1 || strides[i] === elementsOf(shape.slice(i + 1)));
}

/** nanoGPT's shape; a model without biases is one whose biases are zero. */
function nanogpt(
  source: ByteSource,
  shape: PickleMap,
  tensors: Map<string, StoredTensor>,
): { configuration: ModelConfiguration; tensors: Map<string, StoredTensor> } {
  const numberOf = (key: string) => {
    const value = shape.get(key);
    if (typeof value !== 'number') throw fault(source, `has model_args without the number ${key}`);
    return value;
  };
  const found = gpt2Configuration(
    {
      n_vocab: numberOf('vocab_size'),
      n_ctx: numberOf('block_size'),
      n_embd: numberOf('n_embd'),
      n_head: numberOf('n_head'),
      n_layer: numberOf('n_layer'),
    },
    source.name,
  );
  if (shape.get('bias') !== false) return { configuration: found, tensors };
  const [prefix] = /^(module\.)?(_orig_mod\.)?transformer\./.exec([...tensors.keys()][0] ?? '') ?? ['transformer.'];
  for (const { name, shape: axes } of found.parameters) {
    if (!name.endsWith('.bias') || tensors.has(prefix + name)) continue;
    const read = async function* () {
      yield new Float32Array(elementsOf(axes));
    };
    tensors.set(prefix + name, { shape: axes, read });
  }
  return { configuration: found, tensors };
}

function fault(source: ByteSource, problem: string, cause?: unknown): PytorchFault {
  return new PytorchFault(
    `${source.name} ${problem}. Export the model as safetensors (save_pretrained of transformers does), or copy it again.`,
    { cause },
  );
}
