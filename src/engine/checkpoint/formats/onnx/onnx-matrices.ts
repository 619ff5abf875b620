/** The matrices of an ONNX graph, as float32 or in eight bits, and the operations with them. */
import { narrowFloats } from '../../number-formats.ts';
import type { WritableTensor } from '../../tensor-file.ts';
import { type GraphBuilder, onnxTypes } from './onnx-graph.ts';

/** How a graph has its matrices. `x` is (N, in); names are those of parameters. */
export interface MatrixWriter {
  /** Whether it writes the tensor of this name itself. */
  keeps(name: string): boolean;
  /** x · weight + bias with <layer>.weight (in, out) and, where there is one, <layer>.bias: (N, out). */
  linear(layer: string, x: string, bias: { readonly hasBias: boolean }): string;
  /** x · weightᵀ of a matrix (out, in): (N, out). */
  linearByRows(name: string, x: string): string;
  /** The rows of a matrix that `ids` (B, T) name: (B, T, in). */
  rows(name: string, ids: string): string;
}

/** Matrices as they are. */
export function whole(graph: GraphBuilder): MatrixWriter {
  return {
    keeps: () => false,
    linear: (layer, x, { hasBias }) =>
      graph.node(layer, 'Gemm', [x, `${layer}.weight`, ...(hasBias ? [`${layer}.bias`] : [])]),
    linearByRows: (name, x) => graph.node(`${name}.products`, 'Gemm', [x, name], { transB: 1 }),
    rows: (name, ids) => graph.node(`${name}.rows`, 'Gather', [name, ids]),
  };
}

/** The byte that means zero, in the middle of a byte's range. */
const ZERO_POINT = 128;
const LARGEST = 127;

/** Less than any row that matters has: a row of zeros needs a scale too. */
const SMALLEST = 1e-30;

/**
 * Matrices in eight bits, of about a quarter the size: a weight is scale · (byte − 128), each output with its own
 * scale. The other operand is rounded to bytes at run time, each row with its own scale, because in Llama-shaped models the
 * first token of a text has numbers a thousand times as large as all others (Sun et al., 2024). Products are sums of whole
 * numbers. The bytes are unsigned on both sides, so that no processor overflows when it adds them.
 */
export function rounded(graph: GraphBuilder, weight: (name: string) => WritableTensor): MatrixWriter {
  const zero = graph.byte('zero_point', ZERO_POINT);
  const constants = {
    middle: graph.scalar('middle', ZERO_POINT),
    largest: graph.scalar('largest', LARGEST),
    smallest: graph.scalar('smallest', SMALLEST),
  };
  const added = new Map<string, { readonly bytes: string; readonly scale: string }>();
  const kept = (name: string, outputs: Outputs) => {
    const known = added.get(name) ?? addMatrix(graph, weight(name), outputs);
    added.set(name, known);
    return known;
  };
  const multiply = (name: string, x: string, bytes: string, scale: string) => {
    const input = rowsInBytes(graph, `${name}.input`, x, constants);
    const sums = graph.node(`${name}.sums`, 'MatMulInteger', [input.bytes, bytes, zero, zero]);
    const floats = graph.node(`${name}.floats`, 'Cast', [sums], { to: onnxTypes.float32.id });
    const byOutput = graph.node(`${name}.by_output`, 'Mul', [floats, scale]);
    return graph.node(`${name}.products`, 'Mul', [byOutput, input.scales]);
  };
  return {
    keeps: (name) => weight(name).shape.length === 2 && name !== 'wpe.weight',
    linear(layer, x, { hasBias }) {
      const { bytes, scale } = kept(`${layer}.weight`, 'columns');
      const products = multiply(layer, x, bytes, scale);
      return hasBias ? graph.node(layer, 'Add', [products, `${layer}.bias`]) : products;
    },
    linearByRows(name, x) {
      const { bytes, scale } = kept(name, 'rows');
      return multiply(name, x, graph.node(`${name}.turned`, 'Transpose', [bytes], { perm: [1, 0] }), scale);
    },
    rows(name, ids) {
      const { bytes, scale } = kept(name, 'rows');
      const gathered = graph.node(`${name}.row_bytes`, 'Cast', [graph.node(`${name}.found`, 'Gather', [bytes, ids])], {
        to: onnxTypes.float32.id,
      });
      const centred = graph.node(`${name}.centred`, 'Sub', [gathered, constants.middle]);
      const scales = graph.node(`${name}.row_scales`, 'Gather', [scale, ids]);
      const column = graph.node(`${name}.column`, 'Unsqueeze', [scales, graph.integers(`${name}.axis`, [2])]);
      return graph.node(`${name}.rows`, 'Mul', [centred, column]);
    },
  };
}

/** Numbers of float32 that `rowsInBytes` needs: 128, 127 and the smallest length of a row. */
interface RoundingConstants {
  readonly middle: string;
  readonly largest: string;
  readonly smallest: string;
}

/** The rows of x (N, in) rounded at run time: bytes (N, in), and scales (N, 1) with which the largest number is 127. */
function rowsInBytes(graph: GraphBuilder, name: string, x: string, { middle, largest, smallest }: RoundingConstants) {
  const lengths = graph.node(`${name}.largest`, 'ReduceMax', [graph.node(`${name}.lengths`, 'Abs', [x])], {
    axes: [1],
  });
  const scales = graph.node(`${name}.scales`, 'Div', [
    graph.node(`${name}.above_zero`, 'Max', [lengths, smallest]),
    largest,
  ]);
  const steps = graph.node(`${name}.steps`, 'Round', [graph.node(`${name}.quotients`, 'Div', [x, scales])]);
  const bytes = graph.node(`${name}.bytes`, 'Cast', [graph.node(`${name}.shifted`, 'Add', [steps, middle])], {
    to: onnxTypes.uint8.id,
  });
  return { bytes, scales };
}

/** Adds a matrix in bytes, and the scales of its outputs. */
function addMatrix(graph: GraphBuilder, matrix: WritableTensor, outputs: Outputs) {
  const { name, shape } = matrix;
  let found: Promise<Float32Array> | null = null;
  const scales = () => {
    found ??= scalesOf(matrix, outputs);
    return found;
  };
  const bytes = graph.initializer({
    name: `${name}_quantized`,
    type: 'uint8',
    shape,
    async *read() {
      yield* bytesOf(matrix, outputs, await scales());
    },
  });
  const scale = graph.initializer({
    name: `${name}_scale`,
    type: 'float32',
    shape: [shape[outputs === 'rows' ? 0 : 1]],
    async *read() {
      yield narrowFloats('float32', await scales());
    },
  });
  return { bytes, scale };
}

/** Whether each row of a matrix is an output, or each column. */
type Outputs = 'rows' | 'columns';

/** The output that the element at a place belongs to. */
function outputAt(outputs: Outputs, columns: number): (place: number) => number {
  return outputs === 'rows' ? (place) => Math.floor(place / columns) : (place) => place % columns;
}

/** For each output, the scale with which its largest weight is 127. */
async function scalesOf({ shape: [rows, columns], read }: WritableTensor, outputs: Outputs): Promise<Float32Array> {
  const output = outputAt(outputs, columns);
  const scales = new Float32Array(outputs === 'rows' ? rows : columns);
  let place = 0;
  for await (const piece of read()) {
    for (const value of piece) {
      const o = output(place++);
      scales[o] = Math.max(scales[o], Math.abs(value));
    }
  }
  // For an output of zeros, any scale will do.
  return scales.map((largest) => (largest === 0 ? 1 : largest / LARGEST));
}

async function* bytesOf(
  { shape: [, columns], read }: WritableTensor,
  outputs: Outputs,
  scales: Float32Array,
): AsyncGenerator<Uint8Array> {
  const output = outputAt(outputs, columns);
  let place = 0;
  for await (const piece of read()) {
    const bytes = new Uint8Array(piece.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = ZERO_POINT + Math.round(piece[i] / scales[output(place++)]);
    yield bytes;
  }
}
