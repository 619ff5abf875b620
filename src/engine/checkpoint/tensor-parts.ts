/**
 * Between a parameter and the tensors that a file has for it: the order of axes, outputs that are kept apart (queries, keys
 * and values), and the order of the channels within a head.
 */
import type { Convention, TensorPart } from '../models/convention.ts';
import { isBlockMatrix, type ParameterSet, type ParameterSpec } from '../models/parameters.ts';
import { FOREIGN, ParameterFault } from './parameter-fault.ts';
import { readWhole, type StoredTensor, transpose, transposed, type WritableTensor } from './tensor-file.ts';

/** A part with the tensor that a file has for it. */
export interface StoredPart extends TensorPart {
  readonly tensor: StoredTensor;
}

/**
 * The parameter that these parts make up, with its own axes if the tensors have those of `spec` at all. Throws ParameterFault
 * if one of several parts has another shape.
 */
export function joinedParts(
  fileName: string,
  spec: ParameterSpec,
  convention: Convention,
  parts: readonly StoredPart[],
): StoredTensor {
  const ordered = parts.map((part) => withHalves(part));
  const whole = parts.length === 1 ? ordered[0] : sideBySide(fileName, spec, parts, ordered);
  return isBlockMatrix(spec) ? asInOut(whole, convention, spec) : whole;
}

/** What a file of this convention has for a parameter, read from a set. */
export function writableParts(spec: ParameterSpec, convention: Convention, parameters: ParameterSet): WritableTensor[] {
  const parts = convention.partsOf(spec.name);
  const outputs = spec.shape[spec.shape.length - 1];
  let next = 0;
  return parts.map((part) => {
    const first = next;
    const count = part.outputs ?? outputs;
    next += count;
    if (!isBlockMatrix(spec)) return writableVector(spec, part, parameters, [first, count]);
    const { name } = part;
    const inputs = spec.shape[0];
    const read = () => parameters.pieces(spec.name);
    if (convention.matrices === 'in-out') return { name, shape: spec.shape, read };
    if (convention.matrices === 'one-in-out') return { name, shape: [1, ...spec.shape], read };
    return {
      name,
      shape: [count, inputs],
      async *read() {
        const columns = transposed(await parameters.read(spec.name), inputs, outputs, [first, count]);
        if (part.pairedHead === null) yield* columns;
        else yield reordered(gathered(columns, count * inputs), inputs, part.pairedHead, 'to pairs');
      },
    };
  });
}

/** A bias, a norm or an embedding: all of it, or some of the numbers of a vector. */
function writableVector(
  spec: ParameterSpec,
  { name, outputs, pairedHead }: TensorPart,
  parameters: ParameterSet,
  [first, count]: readonly [number, number],
): WritableTensor {
  if (outputs === null) return { name, shape: spec.shape, read: () => parameters.pieces(spec.name) };
  return {
    name,
    shape: [count],
    async *read() {
      const values = (await parameters.read(spec.name)).subarray(first, first + count);
      yield pairedHead === null ? values : reordered(values, 1, pairedHead, 'to pairs');
    },
  };
}

/** Outputs come first in the parts of a file: one after the other they are the whole. */
function sideBySide(
  fileName: string,
  spec: ParameterSpec,
  parts: readonly StoredPart[],
  ordered: readonly StoredTensor[],
): StoredTensor {
  const rest = isBlockMatrix(spec) ? [spec.shape[0]] : [];
  for (const { name, outputs, tensor } of parts) {
    const expected = [outputs!, ...rest];
    if (tensor.shape.length !== expected.length || tensor.shape.some((axis, i) => axis !== expected[i])) {
      throw new ParameterFault(
        `${fileName} holds ${name} of shape (${tensor.shape.join(', ')}), expected (${expected.join(', ')}); ${FOREIGN}.`,
      );
    }
  }
  return {
    shape: [parts.reduce((sum, { outputs }) => sum + outputs!, 0), ...rest],
    isQuantised: parts.some(({ tensor }) => tensor.isQuantised === true),
    isQ8_0: parts.every(({ tensor }) => tensor.isQ8_0 === true),
    async *read() {
      for (const tensor of ordered) yield* tensor.read();
    },
  };
}

/** A part whose heads have the first channels of all pairs first. */
function withHalves({ tensor, pairedHead }: StoredPart): StoredTensor {
  if (pairedHead === null) return tensor;
  return {
    ...tensor,
    async *read() {
      yield reordered(await readWhole(tensor), tensor.shape[1] ?? 1, pairedHead, 'to halves');
    },
  };
}

/**
 * The rows of a matrix, `columns` wide, reordered within each head of `headWidth` rows: rows 2i and 2i + 1 are a pair on one
 * side, rows i and i + headWidth / 2 on the other.
 */
export function reordered(
  values: Float32Array,
  columns: number,
  headWidth: number,
  way: 'to pairs' | 'to halves',
): Float32Array {
  const out = new Float32Array(values.length);
  const half = headWidth / 2;
  for (let row = 0; row < values.length / columns; row++) {
    const within = row % headWidth;
    const other = row - within + (within % 2) * half + Math.floor(within / 2);
    const [from, to] = way === 'to halves' ? [row, other] : [other, row];
    out.set(values.subarray(from * columns, (from + 1) * columns), to * columns);
  }
  return out;
}

function gathered(pieces: Iterable<Float32Array>, elements: number): Float32Array {
  const all = new Float32Array(elements);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
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
