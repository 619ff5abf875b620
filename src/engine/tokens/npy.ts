/**
 * NumPy's .npy, whole numbers only (numpy.lib.format, versions 1 to 3).
 *
 *   0  '\x93NUMPY'
 *   6  version: major, minor
 *   8  bytes of the header: 2 (version 1) or 4 (2 and 3), little-endian
 *      header: a Python dict, {'descr': '<i4', 'fortran_order': False, 'shape': (3,), }, spaces, a line feed
 *      the numbers: last axis fastest, or first axis fastest if fortran_order
 *
 * `descr` is the byte order (< little, > big, | none, = as the machine), i or u, and the bytes a number has.
 * Written: version 1, '<i4', one axis.
 */
import { Fault } from '../../fault.ts';
import { elementsOf } from '../device/shape.ts';
import { type TokenArray, tokenArray } from './token-buffer.ts';
import { TokenRangeFault } from './tokenizer.ts';

/** An array that is cut short, damaged, or of something else than whole numbers. */
export class NpyFault extends Fault {
  override readonly code: string = 'npy';
}

const MAGIC = [0x93, ...new TextEncoder().encode('NUMPY')];
/** NumPy reads no more either, lest a header keep its parser busy. */
const LARGEST_HEADER_BYTES = 10_000;
/** NumPy's own limit. For arrays with the first axis fastest, every number walks through all axes. */
const MOST_AXES = 64;
/** NumPy begins the numbers at a multiple of this. */
const ALIGNMENT_BYTES = 64;

interface Header {
  readonly littleEndian: boolean;
  readonly signed: boolean;
  readonly bytesPerNumber: number;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  readonly dataOffset: number;
}

/**
 * The token ids in the contents of an .npy file; more than one axis is flattened, the last axis fastest. `name` is what
 * to call it in an error. Throws NpyFault, and TokenRangeFault for a number outside [0, vocabularySize).
 */
export function parseNpyTokens(npy: Uint8Array, name: string, vocabularySize: number): TokenArray {
  const header = parseHeader(npy, name);
  const elements = elementsOf(header.shape);
  const dataBytes = npy.byteLength - header.dataOffset;
  if (elements * header.bytesPerNumber !== dataBytes) {
    throw new NpyFault(
      `${name} should have ${elements} numbers of ${header.bytesPerNumber} bytes, but ${dataBytes} bytes follow its header.`,
    );
  }
  const read = numberReader(npy, header);
  const place = header.fortranOrder && header.shape.length > 1 ? fortranPlace(header.shape) : (index: number) => index;
  const tokens = tokenArray(vocabularySize, elements);
  for (let i = 0; i < elements; i++) {
    const id = read(place(i));
    if (id < 0 || id >= vocabularySize) {
      throw new TokenRangeFault(
        `${name} holds ${id} at position ${i}; the ids of this vocabulary go from 0 to ${vocabularySize - 1}. ` +
          'Was it encoded with another one?',
      );
    }
    tokens[i] = id;
  }
  return tokens;
}

/** An .npy file in parts: the header, then the numbers a slice at a time. */
export function* npyParts(tokens: TokenArray): Generator<Uint8Array> {
  const dict = `{'descr': '<i4', 'fortran_order': False, 'shape': (${tokens.length},), }`;
  const unpadded = MAGIC.length + 4 + dict.length + 1;
  const padding = ' '.repeat((ALIGNMENT_BYTES - (unpadded % ALIGNMENT_BYTES)) % ALIGNMENT_BYTES);
  const header = new TextEncoder().encode(`${dict}${padding}\n`);
  yield Uint8Array.from([...MAGIC, 1, 0, header.length & 0xff, header.length >> 8, ...header]);
  const sliceTokens = 2 ** 16;
  for (let start = 0; start < tokens.length; start += sliceTokens) {
    const slice = tokens.subarray(start, start + sliceTokens);
    const bytes = new DataView(new ArrayBuffer(4 * slice.length));
    slice.forEach((id, i) => {
      bytes.setInt32(4 * i, id, true);
    });
    yield new Uint8Array(bytes.buffer);
  }
}

function parseHeader(npy: Uint8Array, name: string): Header {
  const version = npy[MAGIC.length];
  const lengthBytes = version === 1 ? 2 : 4;
  const start = MAGIC.length + 2 + lengthBytes;
  if (npy.byteLength < start || MAGIC.some((byte, i) => npy[i] !== byte)) {
    throw new NpyFault(`${name} does not begin as an .npy file does.`);
  }
  if (version < 1 || version > 3) throw new NpyFault(`${name} is of version ${version}; 1, 2 and 3 are supported.`);
  const view = new DataView(npy.buffer, npy.byteOffset, npy.byteLength);
  const headerBytes = version === 1 ? view.getUint16(start - 2, true) : view.getUint32(start - 4, true);
  if (headerBytes > Math.min(LARGEST_HEADER_BYTES, npy.byteLength - start)) {
    throw new NpyFault(
      `${name} claims a header of ${headerBytes} bytes; ${npy.byteLength - start} follow, ` +
        `and at most ${LARGEST_HEADER_BYTES} are read.`,
    );
  }
  const text = new TextDecoder().decode(npy.subarray(start, start + headerBytes));
  const descr = /'descr'\s*:\s*'([<>|=])([iu])([1248])'/.exec(text);
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text);
  // Python 2 wrote whole numbers as 3L.
  const shape = /'shape'\s*:\s*\(([\d\sL,]*)\)/.exec(text);
  if (descr === null || order === null || shape === null) {
    throw new NpyFault(
      `${name} is not an array of whole numbers of 1 to 8 bytes; its header says ${text.trim()}. Save token ids as such, with .astype('int32').`,
    );
  }
  const axes = (shape[1].match(/\d+/g) ?? []).map(Number);
  if (axes.length > MOST_AXES) throw new NpyFault(`${name} has ${axes.length} axes; at most ${MOST_AXES} are read.`);
  return {
    littleEndian: descr[1] !== '>',
    signed: descr[2] === 'i',
    bytesPerNumber: Number(descr[3]),
    fortranOrder: order[1] === 'True',
    shape: axes,
    dataOffset: start + headerBytes,
  };
}

/** Reads the number at a place, counted in numbers; of 8 bytes exact up to 2^53, which is far above any id. */
function numberReader(npy: Uint8Array, header: Header): (place: number) => number {
  const { littleEndian, signed, bytesPerNumber, dataOffset } = header;
  const data = new DataView(npy.buffer, npy.byteOffset + dataOffset, npy.byteLength - dataOffset);
  switch (bytesPerNumber) {
    case 1:
      return signed ? (place) => data.getInt8(place) : (place) => data.getUint8(place);
    case 2:
      return signed
        ? (place) => data.getInt16(2 * place, littleEndian)
        : (place) => data.getUint16(2 * place, littleEndian);
    case 4:
      return signed
        ? (place) => data.getInt32(4 * place, littleEndian)
        : (place) => data.getUint32(4 * place, littleEndian);
    default: {
      const high = littleEndian ? 4 : 0;
      return (place) => {
        const upper = signed
          ? data.getInt32(8 * place + high, littleEndian)
          : data.getUint32(8 * place + high, littleEndian);
        return upper * 2 ** 32 + data.getUint32(8 * place + 4 - high, littleEndian);
      };
    }
  }
}

/** Where the i-th number, last axis fastest, is in an array with the first axis fastest. */
function fortranPlace(shape: readonly number[]): (index: number) => number {
  const strides: number[] = [];
  shape.reduce((stride, axis) => {
    strides.push(stride);
    return stride * axis;
  }, 1);
  return (index) => {
    let place = 0;
    let rest = index;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      place += (rest % shape[axis]) * strides[axis];
      rest = Math.floor(rest / shape[axis]);
    }
    return place;
  };
}
