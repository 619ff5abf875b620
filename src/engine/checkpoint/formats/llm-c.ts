/**
 * The checkpoints of llm.c (llmc's gpt2 .bin), little-endian:
 *
 *   offset  bytes  what
 *   0       1024   256 int32: magic 20240326; version, 3 for float32 or 5 for bfloat16; then n_ctx, n_vocab, n_layer,
 *                  n_head, n_embd, and n_vocab with padding, a multiple of 128; the rest zero
 *   1024    rest   the tensors in the order of models/gpt2/tensor-names.ts, without names; those of the blocks each with all layers
 *                  side by side; matrices of blocks as (out, in); the embedding with rows of zeros for the padding
 */

import { Fault } from '../../../fault.ts';
import type { ByteSource } from '../../byte-source.ts';
import { elementsOf } from '../../device/shape.ts';
import { gpt2Configuration, gpt2ValuesOf } from '../../models/gpt2/architecture.ts';
import { conventions } from '../../models/gpt2/tensor-names.ts';
import type { ModelConfiguration } from '../../models/model-configuration.ts';
import { isBlockMatrix, type ParameterSet, type ParameterSpec } from '../../models/parameters.ts';
import { bytesOfFloat, type FloatType, narrowFloats, widenFloats } from '../number-formats.ts';
import { tensorsFor } from '../parameters-file.ts';
import { readPieces, type StoredTensor, type TensorFile } from '../tensor-file.ts';

/** A file of llm.c that is damaged, or of an unsupported kind. */
export class LlmCFault extends Fault {
  override readonly code: string = 'llm-c';
}

export interface LlmCFile extends TensorFile {
  readonly configuration: ModelConfiguration;
}

export const LLM_C_MAGIC = 20240326;
const HEADER_BYTES = 1024;
const PADDED_TO = 128;
const versions: ReadonlyMap<number, FloatType> = new Map([
  [3, 'float32'],
  [5, 'bfloat16'],
]);

/** Opens a file, whose length must be that of the model in its header. Throws LlmCFault, and ConfigurationFault. */
export async function openLlmC(source: ByteSource): Promise<LlmCFile> {
  const fault = (problem: string) => new LlmCFault(`${source.name} ${problem}. Copy or convert it again.`);
  if (source.byteLength < HEADER_BYTES) throw fault(`is ${source.byteLength} bytes long, too short for a header`);
  const bytes = await source.read(0, HEADER_BYTES);
  const header = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  const [magic, version, n_ctx, n_vocab, n_layer, n_head, n_embd, padded] = Array.from({ length: 8 }, (_, i) =>
    header.getInt32(4 * i, true),
  );
  if (magic !== LLM_C_MAGIC) throw fault(`begins with ${magic}, where a checkpoint of llm.c has ${LLM_C_MAGIC}`);
  const type = versions.get(version);
  if (type === undefined) throw fault(`is of version ${version}, expected 3 (float32) or 5 (bfloat16)`);
  const model = gpt2Configuration({ n_vocab, n_ctx, n_embd, n_head, n_layer }, source.name);
  if (padded < n_vocab || padded >= n_vocab + 2 * PADDED_TO) throw fault(`pads ${n_vocab} tokens to ${padded}`);
  const table = model.parameters;
  const paddingBytes = (padded - n_vocab) * n_embd * bytesOfFloat[type];
  const elements = table.reduce((sum, spec) => sum + elementsOf(spec.shape), 0);
  const expected = HEADER_BYTES + elements * bytesOfFloat[type] + paddingBytes;
  if (source.byteLength !== expected) throw fault(`has ${source.byteLength} bytes, where its header says ${expected}`);
  const tensors = new Map<string, StoredTensor>();
  let at = HEADER_BYTES;
  for (const spec of inFileOrder(table)) {
    const begin = at;
    const bytes = elementsOf(spec.shape) * bytesOfFloat[type];
    tensors.set(spec.name, {
      shape: isBlockMatrix(spec) ? spec.shape.toReversed() : spec.shape,
      async *read() {
        for await (const piece of readPieces(source, begin, bytes)) yield widenFloats(type, piece);
      },
    });
    at += bytes + (spec.name === 'wte.weight' ? paddingBytes : 0);
  }
  return { name: source.name, configuration: model, tensors };
}

/** Writes a model. `write` gets the bytes in order and is waited for. Throws LlmCFault for another epsilon than 1e-5. */
export async function writeLlmC(
  write: (bytes: Uint8Array) => Promise<void>,
  { parameters, configuration }: { parameters: ParameterSet; configuration: ModelConfiguration },
  type: 'float32' | 'bfloat16',
): Promise<void> {
  const values = gpt2ValuesOf(configuration);
  if (values === null) {
    throw new LlmCFault(
      `llm.c holds GPT-2 only, and this model is of architecture ${configuration.architecture.name}.`,
    );
  }
  const { n_vocab, n_ctx, n_embd, n_head, n_layer, layer_norm_epsilon } = values;
  if (layer_norm_epsilon !== 1e-5) {
    throw new LlmCFault(`llm.c computes with layer_norm_epsilon 1e-5, and this model has ${layer_norm_epsilon}.`);
  }
  const padded = Math.ceil(n_vocab / PADDED_TO) * PADDED_TO;
  const version = type === 'float32' ? 3 : 5;
  const header = new Int32Array(HEADER_BYTES / 4);
  header.set([LLM_C_MAGIC, version, n_ctx, n_vocab, n_layer, n_head, n_embd, padded]);
  await write(new Uint8Array(header.buffer));
  const tensors = new Map(tensorsFor(conventions.llmc, parameters).map((tensor) => [tensor.name, tensor]));
  for (const { name } of inFileOrder(parameters.table)) {
    for await (const piece of tensors.get(name)!.read()) await write(narrowFloats(type, piece));
    if (name === 'wte.weight') await write(new Uint8Array((padded - n_vocab) * n_embd * bytesOfFloat[type]));
  }
}

/** Of the tensors of the blocks, each kind with all its layers, one after the other. */
function inFileOrder(table: readonly ParameterSpec[]): ParameterSpec[] {
  const kindOf = ({ name }: ParameterSpec) => name.replace(/^h\.\d+\./, 'h.');
  const kinds = new Map<string, ParameterSpec[]>();
  for (const spec of table) kinds.set(kindOf(spec), [...(kinds.get(kindOf(spec)) ?? []), spec]);
  return [...kinds.values()].flat();
}
