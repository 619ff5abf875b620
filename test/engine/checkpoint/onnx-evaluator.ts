/**
 * The operations of ONNX that our graphs have, by its specification, slowly and in float64: a graph is computed without any
 * other software. https://onnx.ai/onnx/operators/
 */
import type { ReadNode, ReadOnnx } from './onnx-reader.ts';
import type { OnnxArray, OnnxArrays, OnnxSession } from './onnx-texts.ts';

/** Numbers of any type; a truth value is 0 or 1. */
interface Values {
  readonly dims: readonly number[];
  readonly data: Float64Array;
}

type Attributes = ReadNode['attributes'];
type Operation = (inputs: readonly Values[], attributes: Attributes, outputs: number) => Values[];

/** A model that can be computed. Throws where it has an operation that is not below. */
export function evaluator({ inputs, outputs, nodes, initializers }: ReadOnnx): OnnxSession {
  const constants = [...initializers].map(([name, { type, shape, data }]) => {
    return [name, { dims: shape, data: numbersOf(type, data) }] as const;
  });
  return {
    inputNames: inputs.map(({ name }) => name),
    async run(given) {
      const known = new Map<string, Values>(constants);
      for (const { name } of inputs) known.set(name, fromArray(given[name]));
      for (const node of nodes) compute(node, known);
      return Object.fromEntries(outputs.map(({ name }) => [name, toFloats(known.get(name)!)])) as OnnxArrays;
    },
  };
}

function compute({ name, operation, inputs, outputs, attributes }: ReadNode, known: Map<string, Values>): void {
  const compute = operations[operation];
  if (compute === undefined) throw new Error(`${name} is ${operation}, which the evaluator does not know.`);
  const found = compute(
    inputs.map((input) => known.get(input)!),
    attributes,
    outputs.length,
  );
  for (const [i, output] of outputs.entries()) known.set(output, found[i]);
}

function numbersOf(type: number, bytes: Uint8Array): Float64Array {
  if (type === 1) return Float64Array.from(new Float32Array(bytes.buffer));
  if (type === 2) return Float64Array.from(bytes);
  return Float64Array.from(new BigInt64Array(bytes.buffer), Number);
}

const fromArray = ({ dims, data }: OnnxArray): Values => ({ dims, data: Float64Array.from(data as never, Number) });
const toFloats = ({ dims, data }: Values): OnnxArray => ({ dims, data: Float32Array.from(data) });
const listed = (numbers: readonly number[]): Values => ({ dims: [numbers.length], data: Float64Array.from(numbers) });
const elements = (dims: readonly number[]) => dims.reduce((product, axis) => product * axis, 1);

/** Elements between two neighbours along each axis. */
function strides(dims: readonly number[]): number[] {
  return dims.map((_, axis) => elements(dims.slice(axis + 1)));
}

/** Values of these dims, each from its index along every axis. */
function filled(dims: readonly number[], valueAt: (index: readonly number[]) => number): Values {
  const data = new Float64Array(elements(dims));
  const index = dims.map(() => 0);
  for (let i = 0; i < data.length; i++) {
    data[i] = valueAt(index);
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      if (++index[axis] < dims[axis]) break;
      index[axis] = 0;
    }
  }
  return { dims, data };
}

/** The element at an index of a larger shape, whose last axes are those of `values`, or where they are 1 long. */
function broadcast({ dims, data }: Values): (index: readonly number[]) => number {
  const steps = strides(dims).map((step, axis) => (dims[axis] === 1 ? 0 : step));
  return (index) => data[steps.reduce((at, step, axis) => at + step * index[index.length - dims.length + axis], 0)];
}

function commonDims(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const [x, y] = [a.at(i - rank) ?? 1, b.at(i - rank) ?? 1];
    if (x !== y && x !== 1 && y !== 1) throw new Error(`(${a}) and (${b}) have no common shape.`);
    return x === 1 ? y : x;
  });
}

function ofPairs(of: (a: number, b: number) => number): Operation {
  return ([a, b]) => {
    const [left, right] = [broadcast(a), broadcast(b)];
    return [filled(commonDims(a.dims, b.dims), (index) => of(left(index), right(index)))];
  };
}

const ofEach =
  (of: (a: number) => number): Operation =>
  ([{ dims, data }]) => [{ dims, data: data.map((value) => of(value)) }];

/** Rows along the last axis, each replaced by as many numbers. */
function ofRows({ dims, data }: Values, of: (row: Float64Array) => Float64Array): Values {
  const length = dims.at(-1)!;
  const out = new Float64Array(data.length);
  for (let at = 0; at < data.length; at += length) out.set(of(data.subarray(at, at + length)), at);
  return { dims, data: out };
}

/** One number for each row along the last axis, which stays, one element long. */
function ofLastAxis(x: Values, axes: Attributes[string], of: (row: Float64Array) => number): Values {
  const last = x.dims.length - 1;
  if (`${axes}` !== `${last}`) throw new Error(`Axes ${axes} of (${x.dims}) are reduced, expected the last.`);
  return parted(
    ofRows(x, (row) => row.map(() => of(row))),
    last,
    [1, x.dims[last] - 1],
  )[0];
}

const mean = (row: Float64Array) => row.reduce((sum, value) => sum + value, 0) / row.length;

/** Matrices along the last two axes; the axes before them are brought to a common shape. */
function product(a: Values, b: Values): Values {
  const [[T, C], [rows, OC]] = [a.dims.slice(-2), b.dims.slice(-2)];
  if (C !== rows) throw new Error(`A matrix of ${C} columns meets one of ${rows} rows.`);
  const dims = [...commonDims(a.dims.slice(0, -2), b.dims.slice(0, -2)), T, OC];
  const [left, right] = [broadcast(a), broadcast(b)];
  return filled(dims, (index) => {
    const [batch, t, o] = [index.slice(0, -2), index.at(-2)!, index.at(-1)!];
    let sum = 0;
    for (let c = 0; c < C; c++) sum += left([...batch, t, c]) * right([...batch, c, o]);
    return sum;
  });
}

function joined(parts: readonly Values[], axis: number): Values {
  const ends = parts.map((_, i) => parts.slice(0, i + 1).reduce((sum, { dims }) => sum + dims[axis], 0));
  const reads = parts.map(broadcast);
  return filled(parts[0].dims.with(axis, ends.at(-1)!), (index) => {
    const part = ends.findIndex((end) => index[axis] < end);
    return reads[part](index.with(axis, index[axis] - (ends[part - 1] ?? 0)));
  });
}

function parted(x: Values, axis: number, lengths: readonly number[]): Values[] {
  const read = broadcast(x);
  if (lengths.reduce((sum, length) => sum + length) !== x.dims[axis]) throw new Error(`(${lengths}) of (${x.dims})`);
  return lengths.map((length, i) => {
    const begin = lengths.slice(0, i).reduce((sum, before) => sum + before, 0);
    return filled(x.dims.with(axis, length), (index) => read(index.with(axis, begin + index[axis])));
  });
}

/** 0 leaves an axis as it is, and −1 takes what is left. */
function reshaped({ dims, data }: Values, shape: readonly number[]): Values {
  const known = shape.map((axis, i) => (axis === 0 ? dims[i] : axis));
  const rest = data.length / elements(known.filter((axis) => axis !== -1));
  const result = known.map((axis) => (axis === -1 ? rest : axis));
  if (elements(result) !== data.length) throw new Error(`(${dims}) cannot be (${shape}).`);
  return { dims: result, data };
}

/** As ONNX does with halves. */
function roundedToEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}

const turnedAxes = (x: Values, perm: readonly number[]): Values => {
  const read = broadcast(x);
  return filled(
    perm.map((axis) => x.dims[axis]),
    (index) => read(x.dims.map((_, axis) => index[perm.indexOf(axis)])),
  );
};

const operations: Readonly<Record<string, Operation>> = {
  Add: ofPairs((a, b) => a + b),
  Sub: ofPairs((a, b) => a - b),
  Mul: ofPairs((a, b) => a * b),
  Div: ofPairs((a, b) => a / b),
  Pow: ofPairs((a, b) => a ** b),
  LessOrEqual: ofPairs((a, b) => (a <= b ? 1 : 0)),
  Max: ofPairs(Math.max),
  Abs: ofEach(Math.abs),
  Round: ofEach(roundedToEven),
  Sqrt: ofEach(Math.sqrt),
  Tanh: ofEach(Math.tanh),
  Sigmoid: ofEach((a) => 1 / (1 + Math.exp(-a))),
  // Of whole numbers and truth values alone: they stay what they are.
  Cast: ofEach((a) => a),
  Shape: ([x]) => [listed(x.dims)],
  Range: ([{ data: start }, { data: end }]) => [
    listed(Array.from({ length: end[0] - start[0] }, (_, i) => start[0] + i)),
  ],
  Concat: (parts, { axis }) => [joined(parts, axis as number)],
  Split: ([x, lengths], { axis }, count) => [
    ...parted(x, axis as number, lengths === undefined ? evenly(x.dims[axis as number], count) : [...lengths.data]),
  ],
  Reshape: ([x, shape]) => [reshaped(x, [...shape.data])],
  Expand: ([x, shape]) => [filled(commonDims(x.dims, [...shape.data]), broadcast(x))],
  Unsqueeze: ([{ dims, data }, axes]) => [
    { dims: [...axes.data].sort((a, b) => a - b).reduce((dims, axis) => dims.toSpliced(axis, 0, 1), [...dims]), data },
  ],
  Transpose: ([x], { perm }) => [turnedAxes(x, perm as readonly number[])],
  /** Rows of the first axis. */
  Gather: ([{ dims, data }, ids]) => {
    const width = elements(dims.slice(1));
    const rows = [...ids.data].map((id) => {
      if (!(id >= 0 && id < dims[0])) throw new Error(`There is no row ${id} of ${dims[0]}.`);
      return data.subarray(id * width, (id + 1) * width);
    });
    return [{ dims: [...ids.dims, ...dims.slice(1)], data: Float64Array.from(rows.flatMap((row) => [...row])) }];
  },
  MatMul: ([a, b]) => [product(a, b)],
  Gemm: ([a, b, c], { transB = 0 }) => {
    const sums = product(a, transB === 1 ? turnedAxes(b, [1, 0]) : b);
    return c === undefined ? [sums] : operations.Add([sums, c], {}, 1);
  },
  Softmax: ([x]) => [
    ofRows(x, (row) => {
      const largest = Math.max(...row);
      const shares = row.map((value) => Math.exp(value - largest));
      const sum = shares.reduce((total, share) => total + share);
      return shares.map((share) => share / sum);
    }),
  ],
  ReduceMean: ([x], { axes }) => [ofLastAxis(x, axes, mean)],
  ReduceMax: ([x], { axes }) => [ofLastAxis(x, axes, (row) => Math.max(...row))],
  LayerNormalization: ([x, weight, bias], { epsilon }) => [
    ofRows(x, (row) => {
      const centre = mean(row);
      const deviation = Math.sqrt(mean(row.map((value) => (value - centre) ** 2)) + (epsilon as number));
      return row.map((value, i) => ((value - centre) / deviation) * weight.data[i] + bias.data[i]);
    }),
  ],
  MatMulInteger: ([a, b, zeroA, zeroB]) => [
    product(operations.Sub([a, zeroA], {}, 1)[0], operations.Sub([b, zeroB], {}, 1)[0]),
  ],
};

function evenly(length: number, parts: number): number[] {
  return Array.from({ length: parts }, () => length / parts);
}
