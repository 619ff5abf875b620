import type { ByteSource } from '../byte-source.ts';

/** One tensor of an open weight file, whatever the format. */
export interface StoredTensor {
  /** The slowest axis first. */
  readonly shape: readonly number[];
  /** Rounded to so few bits that two roundings of the same numbers differ. Default: no. */
  readonly isQuantised?: boolean;
  /** In blocks of 32 along its last axis, rounded as Q8_0 in a GGUF file. Default: no. */
  readonly isQ8_0?: boolean;
  /** The elements in order, widened to float32, piece by piece. Throws the fault of its format. */
  read(): AsyncIterable<Float32Array>;
}

/** A weight file whose directory was read and checked: the bytes of every tensor are in the file. */
export interface TensorFile {
  /** What to call it in an error. */
  readonly name: string;
  /** By their names in the file. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

/** A tensor to be written, with the name and axes that it has in the format. */
export interface WritableTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** The elements in order, in pieces of a multiple of 32, except for the last. A piece is valid until the next is requested. */
  read(): AsyncIterable<Float32Array>;
}

/** Data is read and passed on in pieces of at most this size, so that no large tensor is held twice. */
const PIECE_BYTES = 2 ** 22;

/** The bytes of a range, a piece at a time; each piece but the last is a multiple of `unitBytes` long. */
export async function* readPieces(
  source: ByteSource,
  begin: number,
  bytes: number,
  unitBytes = 4,
): AsyncGenerator<Uint8Array> {
  const pieceBytes = Math.max(1, Math.floor(PIECE_BYTES / unitBytes)) * unitBytes;
  for (let at = 0; at < bytes; at += pieceBytes) {
    yield await source.read(begin + at, Math.min(pieceBytes, bytes - at));
  }
}

/** A whole tensor in one array: for those that are small compared with the model. */
export async function readWhole({ shape, read }: Pick<StoredTensor, 'shape' | 'read'>): Promise<Float32Array> {
  const values = new Float32Array(shape.reduce((product, axis) => product * axis, 1));
  let start = 0;
  for await (const piece of read()) {
    values.set(piece, start);
    start += piece.length;
  }
  return values;
}

/** The transpose of a matrix (rows, columns). */
export function transpose(values: Float32Array, rows: number, columns: number): Float32Array {
  const turned = new Float32Array(values.length);
  turnColumns(values, rows, columns, 0, turned);
  return turned;
}

/** Columns of a matrix transposed at once: a megabyte for those of the largest GPT-2. */
const TURNED_COLUMNS = 64;

/** The same of `count` columns from `start` on, in pieces of some of them; all pieces share their memory. */
export function* transposed(
  values: Float32Array,
  rows: number,
  columns: number,
  [start, count]: readonly [start: number, count: number] = [0, columns],
): Generator<Float32Array> {
  const piece = new Float32Array(rows * Math.min(count, TURNED_COLUMNS));
  for (let done = 0; done < count; done += TURNED_COLUMNS) {
    const turned = piece.subarray(0, rows * Math.min(TURNED_COLUMNS, count - done));
    turnColumns(values, rows, columns, start + done, turned);
    yield turned;
  }
}

/** Fills `turned` with as many columns, starting at `first`, as it has room for. */
function turnColumns(values: Float32Array, rows: number, columns: number, first: number, turned: Float32Array): void {
  const end = first + turned.length / rows;
  // Sixteen rows and columns at a time: a cache line is used whole, in either direction.
  for (let r0 = 0; r0 < rows; r0 += 16) {
    for (let c0 = first; c0 < end; c0 += 16) {
      const [rEnd, cEnd] = [Math.min(r0 + 16, rows), Math.min(c0 + 16, end)];
      for (let r = r0; r < rEnd; r++) {
        for (let c = c0; c < cEnd; c++) turned[(c - first) * rows + r] = values[r * columns + c];
      }
    }
  }
}
