import { type Backend, type RecordedCall, type Slice, TensorFault } from './backend.ts';
import type { ArgumentType, DataType } from './data-types.ts';
import type { Device, Tensor } from './device.ts';
import { type OperationName, operations } from './operations.ts';
import { elementsOf } from './shape.ts';
import { checkSizes } from './size-checks.ts';
import { accepts, bitsOf, hasBits, isCache, isOpaque, isPacked, isTable, storedBytes } from './stored-bytes.ts';
import type { Operation, TensorArgument } from './tensor-argument.ts';

/** Makes a Device of a backend: handles, ownership, accounting, and the check of each call against the table. */
export function createDevice<Memory>(backend: Backend<Memory>): Device {
  return new CheckedDevice(backend) as unknown as Device;
}

/** An allocation, shared by a tensor and its views. */
interface Allocation<Memory> {
  readonly memory: Memory;
  readonly bytes: number;
  freed: boolean;
}

/** Calls that were captured, the allocations they use, and what records them once more. */
interface Capture<Memory> {
  readonly calls: RecordedCall<Memory>[];
  readonly allocations: Set<Allocation<Memory>>;
  replay: () => void;
}

class Handle<Memory> implements Tensor {
  readonly elements: number;
  readonly allocation: Allocation<Memory>;
  readonly firstElement: number;
  readonly shape: readonly number[];
  readonly dtype: DataType;
  readonly owns: boolean;

  constructor(
    allocation: Allocation<Memory>,
    firstElement: number,
    shape: readonly number[],
    dtype: DataType,
    owns: boolean,
  ) {
    this.elements = elementsOf(shape);
    this.allocation = allocation;
    this.firstElement = firstElement;
    this.shape = shape;
    this.dtype = dtype;
    this.owns = owns;
  }
}

class CheckedDevice<Memory> {
  readonly name: string;
  readonly description: string;
  readonly #backend: Backend<Memory>;
  readonly #allocations = new Set<Allocation<Memory>>();
  /** Where calls go while they are captured. */
  #capture: Capture<Memory> | null = null;
  readonly #captures = new WeakSet<Capture<Memory>>();
  #liveBytes = 0;
  #closed = false;

  constructor(backend: Backend<Memory>) {
    this.#backend = backend;
    this.name = backend.name;
    this.description = backend.description;
    for (const operation of Object.keys(operations) as OperationName[]) {
      Object.defineProperty(this, operation, {
        value: (call: Record<string, unknown>) => this.#record(operation, call),
        enumerable: true,
      });
    }
  }

  get largestBufferBytes(): number {
    return this.#backend.largestBufferBytes ?? Infinity;
  }

  get memoryBytes(): number {
    return this.#backend.memoryBytes ?? Infinity;
  }

  get liveBytes(): number {
    return this.#liveBytes;
  }

  allocate(shape: readonly number[], dtype: DataType = 'float32'): Tensor {
    if (this.#closed) throw new TensorFault(`The ${this.name} device was closed; open another.`);
    if (shape.some((axis) => !Number.isInteger(axis) || axis < 0)) {
      throw new TensorFault(`A tensor cannot have the shape (${shape.join(', ')}); each axis is a whole number.`);
    }
    if ((isPacked(dtype) || isTable(dtype)) && shape.length !== 2) {
      const what = isPacked(dtype) ? 'A packed matrix' : 'A table of 16 bits';
      throw new TensorFault(`${what} has two axes, not the shape (${shape.join(', ')}).`);
    }
    if (isCache(dtype) && shape.length !== 4) {
      throw new TensorFault(`A cache has four axes, not the shape (${shape.join(', ')}).`);
    }
    const memory = this.#backend.allocate(shape, dtype);
    const allocation = { memory, bytes: storedBytes(shape, dtype), freed: false };
    this.#allocations.add(allocation);
    this.#liveBytes += allocation.bytes;
    return new Handle(allocation, 0, [...shape], dtype, true);
  }

  view(tensor: Tensor, firstElement: number, shape: readonly number[]): Tensor {
    const base = this.#ownPlain(tensor, 'view');
    const fits = firstElement >= 0 && firstElement + elementsOf(shape) <= base.elements;
    if (!fits || ![firstElement, ...shape].every(Number.isInteger)) {
      throw new TensorFault(
        `A view of shape (${shape.join(', ')}) from element ${firstElement} is not within the ${base.elements} elements of its tensor.`,
      );
    }
    return new Handle(base.allocation, base.firstElement + firstElement, [...shape], base.dtype, false);
  }

  free(tensor: Tensor): void {
    const handle = this.#own(tensor, 'free');
    if (!handle.owns) throw new TensorFault('A view owns no memory; free its tensor instead.');
    handle.allocation.freed = true;
    this.#allocations.delete(handle.allocation);
    this.#liveBytes -= handle.allocation.bytes;
    this.#backend.free(handle.allocation.memory);
  }

  capture(record: () => void): Capture<Memory> {
    if (this.#capture) throw new TensorFault('A capture cannot hold another one.');
    const capture: Capture<Memory> = { calls: [], allocations: new Set(), replay: () => {} };
    this.#capture = capture;
    try {
      record();
    } finally {
      this.#capture = null;
    }
    capture.replay = this.#backend.prepare(capture.calls);
    this.#captures.add(capture);
    return capture;
  }

  replay(capture: Capture<Memory>): void {
    if (!this.#captures.has(capture)) throw new TensorFault('replay takes what this device has captured.');
    for (const { freed } of capture.allocations) {
      if (freed) throw new TensorFault('replay uses a tensor that was freed.');
    }
    capture.replay();
  }

  write(tensor: Tensor, data: Float32Array | Int32Array): void {
    const handle = this.#ownPlain(tensor, 'write');
    if (data.length !== handle.elements) {
      throw new TensorFault(`A write of ${data.length} elements into a tensor of ${handle.elements}.`);
    }
    if (data instanceof Int32Array !== (handle.dtype === 'int32')) {
      throw new TensorFault(`A write of ${data.constructor.name} into a tensor of ${handle.dtype}.`);
    }
    this.#backend.write(slice(handle), data);
  }

  async read(tensor: Tensor, into?: Float32Array): Promise<Float32Array> {
    const handle = this.#ownPlain(tensor, 'read');
    if (into !== undefined && (handle.dtype !== 'float32' || into.length !== handle.elements)) {
      throw new TensorFault(`A read of ${handle.elements} elements of ${handle.dtype} into ${into.length} of float32.`);
    }
    return this.#backend.read(slice(handle), into);
  }

  finish(): Promise<void> {
    return this.#backend.finish();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    try {
      await this.#backend.finish();
    } finally {
      for (const allocation of this.#allocations) {
        allocation.freed = true;
        this.#backend.free(allocation.memory);
      }
      this.#allocations.clear();
      this.#liveBytes = 0;
      await this.#backend.close();
    }
  }

  #record(operation: OperationName, given: Record<string, unknown>): void {
    const { tensors: expected, scalars: wanted } = tables.get(operation)!;
    const dims: Record<string, number> = {};
    const tensors: Record<string, Slice<Memory> | null> = {};
    for (const argument of expected) {
      const tensor = given[argument.name] as Tensor | null | undefined;
      if (tensor === null && argument.optional) {
        tensors[argument.name] = null;
        continue;
      }
      const handle = this.#own(tensor, argument.where);
      matchShape(handle, argument, dims);
      tensors[argument.name] = slice(handle);
      this.#capture?.allocations.add(handle.allocation);
    }
    const scalars: Record<string, number> = {};
    for (const scalar of wanted) {
      const value = given[scalar];
      if (typeof value !== 'number') throw new TensorFault(`${operation}(${scalar}) must be a number, got ${value}.`);
      scalars[scalar] = value;
    }
    checkSizes(operation, dims, scalars);
    if (tensors.dHead && dims.BITS === 16) {
      throw new TensorFault(`${operation}(dHead) must be null: a head of 16 bits has no gradient.`);
    }
    const call: RecordedCall<Memory> = { operation, tensors, dims, scalars };
    if (this.#capture) this.#capture.calls.push(call);
    else this.#backend.record(call);
  }

  #own(tensor: unknown, where: string): Handle<Memory> {
    if (!(tensor instanceof Handle)) throw new TensorFault(`${where} takes a tensor, got ${tensor}.`);
    if (tensor.allocation.freed) throw new TensorFault(`${where} uses a tensor that was freed.`);
    if (!this.#allocations.has(tensor.allocation)) throw new TensorFault(`${where} uses a tensor of another device.`);
    return tensor;
  }

  /** A tensor whose elements are in order, one by one. */
  #ownPlain(tensor: unknown, where: string): Handle<Memory> {
    const handle = this.#own(tensor, where);
    if (isOpaque(handle.dtype)) {
      const what = isPacked(handle.dtype)
        ? 'a matrix packed as'
        : isTable(handle.dtype)
          ? 'a table of type'
          : 'a cache of type';
      throw new TensorFault(`${where} cannot look into ${what} ${handle.dtype}.`);
    }
    return handle;
  }
}

/** An argument of the table, parsed once: apart from arithmetic, recording calls is most of what a token costs. */
interface Expected {
  readonly name: string;
  /** For people: 'linear(weight)'. */
  readonly where: string;
  readonly dtype: ArgumentType;
  readonly optional: boolean;
  /** '3C' is three times C. */
  readonly axes: readonly { readonly factor: number; readonly letter: string }[];
  /** The first axis takes all leading ones. */
  readonly takesLeadingAxes: boolean;
}

const tables = new Map(
  Object.entries(operations as Readonly<Record<string, Operation>>).map(([operation, { tensors, scalars }]) => [
    operation as OperationName,
    { tensors: Object.entries(tensors).map(([name, argument]) => expectedOf(operation, name, argument)), scalars },
  ]),
);

function expectedOf(operation: string, name: string, { shape, dtype, optional }: TensorArgument): Expected {
  const axes = shape.map((symbol) => {
    const [, factor, letter] = /^(\d*)([A-Z]+)$/.exec(symbol) as unknown as [string, string, string];
    return { factor: Number(factor || 1), letter };
  });
  const takesLeadingAxes = shape[0] === 'N' || shape[0] === 'E';
  return { name, where: `${operation}(${name})`, dtype, optional, axes, takesLeadingAxes };
}

/** Binds the letters of an argument to the sizes of `handle`, or says which do not fit. */
function matchShape(
  handle: { shape: readonly number[]; dtype: DataType },
  { where, dtype, axes, takesLeadingAxes }: Expected,
  dims: Record<string, number>,
): void {
  const letters = () => axes.map(({ factor, letter }) => (factor === 1 ? letter : `${factor}${letter}`)).join(', ');
  const fail = (detail: string): never => {
    throw new TensorFault(`${where} has shape (${handle.shape.join(', ')}), expected (${letters()})${detail}.`);
  };
  if (!accepts(dtype, handle.dtype)) throw new TensorFault(`${where} is ${handle.dtype}, expected ${dtype}.`);
  if (hasBits(dtype)) {
    const bits = bitsOf(handle.dtype);
    if (bits !== (dims.BITS ?? bits)) throw new TensorFault(`${where} is ${handle.dtype}, expected ${dims.BITS} bits.`);
    dims.BITS = bits;
  }
  const extra = handle.shape.length - axes.length;
  if (extra !== 0 && !(takesLeadingAxes && extra > 0)) fail('');
  const sizes =
    extra > 0 ? [elementsOf(handle.shape.slice(0, extra + 1)), ...handle.shape.slice(extra + 1)] : handle.shape;
  for (const [axis, { factor, letter }] of axes.entries()) {
    const size = sizes[axis] / factor;
    const expected = letter === 'ONE' ? 1 : (dims[letter] ?? size);
    if (!Number.isInteger(size)) fail('');
    if (size !== expected) fail(` with ${letter} = ${expected}`);
    if (letter !== 'ONE') dims[letter] = size;
  }
}

function slice<Memory>(handle: Handle<Memory>): Slice<Memory> {
  return { memory: handle.allocation.memory, firstElement: handle.firstElement, elements: handle.elements };
}
