import type { PackedType } from '../../src/engine/device/data-types.ts';
import type { Device, Tensor } from '../../src/engine/device/device.ts';
import { type OperationName, operations } from '../../src/engine/device/operations.ts';
import { isCache, isPacked, isTable } from '../../src/engine/device/stored-bytes.ts';
import type { Operation, TensorArgument } from '../../src/engine/device/tensor-argument.ts';
import { Random } from '../../src/engine/random.ts';
import type { Dims, Proof, Scalars, Values } from './proof.ts';

/** One call of one operation: everything that goes in. */
export interface OperationCall {
  readonly operation: OperationName;
  readonly dims: Dims;
  readonly scalars: Scalars;
  /** What each tensor holds before the call. */
  readonly values: Values;
  /** Optional tensors that are given; the others are null. */
  readonly given: readonly string[];
  /** Where tensors lie: each in an allocation of its own, or as a view amid elements that must stay untouched. */
  readonly placement: 'alone' | 'amid others';
}

/** Odd, so that a view begins at no convenient address. */
const MARGIN_ELEMENTS = 5;
const MARGIN_VALUE = 1234;

export const argumentsOf = (operation: OperationName): [string, TensorArgument][] =>
  Object.entries((operations[operation] as Operation).tensors);

/** Seeded normal deviates for each tensor, made float32 so that every device starts from the same numbers. */
export function drawValues(operation: OperationName, proof: Proof, dims: Dims, scalars: Scalars): Values {
  const random = Random.fromSeed(1, `${operation} ${JSON.stringify(dims)}`);
  const values: Values = {};
  for (const [name, argument] of argumentsOf(operation)) {
    const elements = shapeOf(argument, dims).reduce((product, axis) => product * axis, 1);
    values[name] = Float64Array.from(random.fillNormal(new Float32Array(elements)));
  }
  proof.prepare?.(values, dims, scalars, random);
  for (const name of Object.keys(values)) values[name] = Float64Array.from(values[name], Math.fround);
  return values;
}

/** Runs the call on fresh tensors; returns what each given tensor holds afterwards, and frees them. */
export async function runOperation(device: Device, call: OperationCall): Promise<Record<string, Float32Array>> {
  const allocations: Tensor[] = [];
  const tensors: Record<string, Tensor | null> = {};
  const margin = call.placement === 'alone' ? 0 : MARGIN_ELEMENTS;
  for (const [name, argument] of argumentsOf(call.operation)) {
    if (argument.optional && !call.given.includes(name)) {
      tensors[name] = null;
      continue;
    }
    if (argument.dtype === 'packed') {
      const packed = packedMatrix(device, shapeOf(argument, call.dims), call.dims.BITS, call.values[name]);
      tensors[name] = packed;
      allocations.push(packed);
      continue;
    }
    if (argument.dtype === 'table16' || (argument.dtype === 'table' && call.dims.BITS === 16)) {
      tensors[name] = roundedTable(device, shapeOf(argument, call.dims), call.values[name]);
      allocations.push(tensors[name]);
      continue;
    }
    if (argument.dtype === 'cache') {
      tensors[name] = device.allocate(shapeOf(argument, call.dims), call.dims.BITS === 16 ? 'cache16' : 'cache32');
      allocations.push(tensors[name]);
      continue;
    }
    const content = argument.access === 'overwrites' ? call.values[name].map(() => Number.NaN) : call.values[name];
    const surrounded = new Float64Array(content.length + 2 * margin).fill(MARGIN_VALUE);
    surrounded.set(content, margin);
    const allocation = device.allocate([surrounded.length], argument.dtype === 'int32' ? 'int32' : 'float32');
    device.write(allocation, argument.dtype === 'int32' ? Int32Array.from(surrounded) : Float32Array.from(surrounded));
    tensors[name] = device.view(allocation, margin, shapeOf(argument, call.dims));
    allocations.push(allocation);
  }
  if (tensors.keys && tensors.values) fillCaches(device, tensors.keys, tensors.values, call.values);
  const kernel = device[call.operation] as (argument: unknown) => void;
  kernel({ ...tensors, ...call.scalars });
  const results: Record<string, Float32Array> = {};
  const given = Object.keys(tensors).filter((name) => tensors[name] !== null);
  for (const [i, name] of given.entries()) {
    if (isPacked(allocations[i].dtype)) {
      results[name] = await numbersOf(device, allocations[i]);
      continue;
    }
    if (isTable(allocations[i].dtype)) {
      results[name] = await rowsOf(device, allocations[i]);
      continue;
    }
    if (isCache(allocations[i].dtype)) continue;
    const surrounded = await device.read(allocations[i]);
    const margins = [...surrounded.subarray(0, margin), ...surrounded.subarray(surrounded.length - margin)];
    if (margin > 0 && margins.some((value) => value !== MARGIN_VALUE)) {
      throw new Error(`${call.operation} wrote outside ${name}.`);
    }
    results[name] = surrounded.slice(margin, surrounded.length - margin);
  }
  for (const allocation of allocations) device.free(allocation);
  return results;
}

/** The types of a packed matrix by their bits a number. */
const packedTypes = new Map<number | undefined, PackedType>([
  [16, 'bfloat16'],
  [9, 'q8_0'],
  [8, 'int8'],
]);

/** A packed matrix of `values`. */
function packedMatrix(device: Device, shape: number[], BITS: number, values: Float64Array): Tensor {
  const packed = device.allocate(shape, packedTypes.get(BITS)!);
  const weight = device.allocate(shape);
  device.write(weight, Float32Array.from(values));
  device.pack({ weight, out: packed });
  device.free(weight);
  return packed;
}

/** A table of 16 bits with these values, rounded. */
function roundedTable(device: Device, shape: number[], values: Float64Array): Tensor {
  const [x, out] = [device.allocate(shape), device.allocate(shape, 'table16')];
  device.write(x, Float32Array.from(values));
  device.round({ x, out });
  device.free(x);
  return out;
}

/** What a table (V, C) holds: the embedding of every token. */
async function rowsOf(device: Device, tokenTable: Tensor): Promise<Float32Array> {
  const [V, C] = tokenTable.shape;
  const [tokens, positions] = [device.allocate([1, V], 'int32'), device.allocate([1], 'int32')];
  const out = device.allocate([1, V, C]);
  device.write(
    tokens,
    Int32Array.from({ length: V }, (_, i) => i),
  );
  device.embedding({ tokens, positions, tokenTable, positionTable: null, out });
  const rows = await device.read(out);
  for (const tensor of [tokens, positions, out]) device.free(tensor);
  return rows;
}

/** Caches (B, NKV, P, HS) get their values as they always do: from a text's keys and values, attended to for nothing. */
function fillCaches(device: Device, keys: Tensor, values: Tensor, given: Values): void {
  const [B, NKV, P, HS] = keys.shape;
  const C = NKV * HS;
  const rows = new Float32Array(B * P * 3 * C);
  for (let i = 0; i < given.keys.length; i++) {
    const [b, h, p, c] = [
      Math.floor(i / (NKV * P * HS)),
      Math.floor(i / (P * HS)) % NKV,
      Math.floor(i / HS) % P,
      i % HS,
    ];
    const key = (b * P + p) * 3 * C + C + h * HS + c;
    rows[key] = given.keys[i];
    rows[key + C] = given.values[i];
  }
  const [qkv, positions, out] = [
    device.allocate([B, P, 3 * C]),
    device.allocate([B], 'int32'),
    device.allocate([B, P, C]),
  ];
  device.write(qkv, rows);
  device.attentionCached({ qkv, positions, keys, values, out, scale: 1 });
  for (const tensor of [qkv, positions, out]) device.free(tensor);
}

/** What a packed matrix (C, OC) holds: its product with the identity. */
async function numbersOf(device: Device, packed: Tensor): Promise<Float32Array> {
  const [C, OC] = packed.shape;
  const [x, out] = [device.allocate([C, C]), device.allocate([C, OC])];
  device.write(
    x,
    Float32Array.from({ length: C * C }, (_, i) => (i % (C + 1) === 0 ? 1 : 0)),
  );
  device.linearPacked({ x, weight: packed, bias: null, residual: null, out });
  const numbers = await device.read(out);
  device.free(x);
  device.free(out);
  return numbers;
}

function shapeOf(argument: TensorArgument, dims: Dims): number[] {
  return argument.shape.map((axis) => {
    const [, factor, letter] = /^(\d*)([A-Z]+)$/.exec(axis) as unknown as [string, string, string];
    return Number(factor || 1) * (letter === 'ONE' ? 1 : dims[letter]);
  });
}
