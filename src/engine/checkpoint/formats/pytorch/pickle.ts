/**
 * Pickles of Python, read by a machine that can build nothing but plain values and tensors: no class is looked up and no
 * function called, whatever a file asks for. A pickle is a program for a machine with a stack; of its instructions
 * (Python's Lib/pickletools.py) those are known that torch.save writes with protocols 2 to 4.
 */

/** A tensor as torch._utils._rebuild_tensor_v2 is asked to make it: a window on a storage. */
export interface PickledTensor {
  /** Which file of the archive has the numbers, and what they are: 'FloatStorage', 'HalfStorage', … */
  readonly storage: { readonly key: string; readonly type: string; readonly elements: number };
  /** In elements, as strides. */
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** Tuples and lists are arrays, dictionaries are maps. */
export type PickleValue = number | string | boolean | null | PickleTensorBox | PickleGlobal | PickleValue[] | PickleMap;
export type PickleMap = Map<string | number | boolean | null, PickleValue>;

/** Its own class, so that nothing else in a pickle can be taken for a tensor. */
export class PickleTensorBox {
  readonly tensor: PickledTensor;

  constructor(tensor: PickledTensor) {
    this.tensor = tensor;
  }
}

/** A name that a pickle asked for and that is allowed: only what it may be used for is done with it. */
export class PickleGlobal {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

class Storage extends PickleGlobal {
  readonly storage: PickledTensor['storage'];

  constructor(storage: PickledTensor['storage']) {
    super('a storage');
    this.storage = storage;
  }
}

/** What is no pickle of plain values and tensors, for the caller to say where. */
export class PickleError extends Error {}

const ORDERED_DICT = 'collections.OrderedDict';
const TENSOR = 'torch._utils._rebuild_tensor_v2';
const PARAMETER = 'torch._utils._rebuild_parameter';
const STORAGE = /^torch\.([A-Z][A-Za-z0-9]*Storage)$/;

/** The value of a pickle. Throws PickleError, with its name for anything that is neither plain nor a tensor. */
export function parsePickle(bytes: Uint8Array): PickleValue {
  try {
    return new Machine(bytes).run();
  } catch (error) {
    // Of DataView and TextDecoder: the pickle ends within an instruction, or a text is invalid.
    if (error instanceof RangeError || error instanceof TypeError) {
      throw new PickleError(`is damaged: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

/** The largest GPT-2 with both moments of each tensor takes 100,000; a byte may ask for a dictionary, which takes many. */
const MOST_INSTRUCTIONS = 2 ** 20;

/** What is below the values that an instruction combines. */
const MARK = Symbol('mark');

class Machine {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #stack: (PickleValue | typeof MARK)[] = [];
  readonly #memo = new Map<number, PickleValue>();
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  run(): PickleValue {
    for (let done = 0; done < MOST_INSTRUCTIONS; done++) {
      const code = this.#view.getUint8(this.#at++);
      if (code === 0x2e) return this.#pop();
      const instruction = this.#instructions[code];
      if (instruction === undefined) {
        throw new PickleError(`has the instruction 0x${code.toString(16)}, which weights have no use for`);
      }
      instruction();
    }
    throw new PickleError(`has more than ${MOST_INSTRUCTIONS} instructions`);
  }

  readonly #instructions: Readonly<Record<number, () => void>> = {
    // PROTO and FRAME say nothing that is needed.
    128: () => void this.#number(1),
    149: () => void this.#take(8),
    // NONE, NEWTRUE, NEWFALSE
    78: () => this.#push(null),
    136: () => this.#push(true),
    137: () => this.#push(false),
    // BININT, BININT1, BININT2, LONG1, BINFLOAT
    74: () => this.#push(this.#view.getInt32(this.#take(4), true)),
    75: () => this.#push(this.#number(1)),
    77: () => this.#push(this.#number(2)),
    138: () => this.#push(this.#long(this.#number(1))),
    71: () => this.#push(this.#view.getFloat64(this.#take(8))),
    // BINUNICODE, SHORT_BINUNICODE, BINSTRING, SHORT_BINSTRING
    88: () => this.#push(this.#text(this.#number(4))),
    140: () => this.#push(this.#text(this.#number(1))),
    84: () => this.#push(this.#text(this.#number(4))),
    85: () => this.#push(this.#text(this.#number(1))),
    // EMPTY_DICT, EMPTY_LIST, EMPTY_TUPLE, MARK
    125: () => this.#push(new Map()),
    93: () => this.#push([]),
    41: () => this.#push([]),
    40: () => void this.#stack.push(MARK),
    // TUPLE, TUPLE1, TUPLE2, TUPLE3
    116: () => this.#push(this.#popToMark()),
    133: () => this.#push([this.#pop()]),
    134: () => this.#push(this.#popMany(2)),
    135: () => this.#push(this.#popMany(3)),
    // APPEND, APPENDS, SETITEM, SETITEMS
    97: () => this.#append(this.#popMany(1)),
    101: () => this.#append(this.#popToMark()),
    115: () => this.#setItems(this.#popMany(2)),
    117: () => this.#setItems(this.#popToMark()),
    // BINPUT, LONG_BINPUT, MEMOIZE, BINGET, LONG_BINGET
    113: () => this.#remember(this.#number(1)),
    114: () => this.#remember(this.#number(4)),
    148: () => this.#remember(this.#memo.size),
    104: () => this.#recall(this.#number(1)),
    106: () => this.#recall(this.#number(4)),
    // GLOBAL, STACK_GLOBAL, BINPERSID, REDUCE, BUILD
    99: () => this.#push(allowed(`${this.#line()}.${this.#line()}`)),
    147: () => {
      const names = this.#popMany(2);
      // Lists that hold each other twice would be joined to a text without an end.
      if (!names.every((name) => typeof name === 'string')) throw new PickleError('asks for what has no name');
      this.#push(allowed(names.join('.')));
    },
    81: () => this.#push(storageOf(this.#pop())),
    82: () => {
      const [made, given] = this.#popMany(2);
      this.#push(reduced(made, given));
    },
    98: () => this.#build(),
  };

  #take(bytes: number): number {
    const start = this.#at;
    if (bytes > this.#bytes.length - start) throw new PickleError('ends within an instruction');
    this.#at += bytes;
    return start;
  }

  #number(bytes: 1 | 2 | 4): number {
    const at = this.#take(bytes);
    if (bytes === 1) return this.#view.getUint8(at);
    return bytes === 2 ? this.#view.getUint16(at, true) : this.#view.getUint32(at, true);
  }

  /** A whole number of any length, the upmost bit its sign. */
  #long(bytes: number): number {
    const at = this.#take(bytes);
    let value = 0n;
    for (let i = bytes - 1; i >= 0; i--) value = value * 256n + BigInt(this.#bytes[at + i]);
    return Number(BigInt.asIntN(8 * bytes, value));
  }

  #text(bytes: number): string {
    const at = this.#take(bytes);
    return this.#decoder.decode(this.#bytes.subarray(at, at + bytes));
  }

  #line(): string {
    const end = this.#bytes.indexOf(10, this.#at);
    if (end < 0) throw new PickleError('ends within a name');
    const text = this.#text(end - this.#at);
    this.#at++;
    return text;
  }

  #push(value: PickleValue): void {
    this.#stack.push(value);
  }

  #pop(): PickleValue {
    const value = this.#stack.pop();
    if (value === undefined || value === MARK) throw new PickleError('takes a value from an empty stack');
    return value;
  }

  #popMany(count: number): PickleValue[] {
    return Array.from({ length: count }, () => this.#pop()).reverse();
  }

  #popToMark(): PickleValue[] {
    const mark = this.#stack.lastIndexOf(MARK);
    if (mark < 0) throw new PickleError('takes values without a mark');
    return this.#stack.splice(mark).slice(1) as PickleValue[];
  }

  #append(values: PickleValue[]): void {
    const list = this.#stack.at(-1);
    if (!Array.isArray(list)) throw new PickleError('appends to something other than a list');
    for (const value of values) list.push(value);
  }

  #setItems(items: PickleValue[]): void {
    const map = this.#stack.at(-1);
    if (!(map instanceof Map) || items.length % 2 !== 0) throw new PickleError('sets items of what is no dictionary');
    for (let i = 0; i < items.length; i += 2) {
      const key = items[i];
      if (typeof key === 'object' && key !== null) throw new PickleError('has a key that is not a plain value');
      map.set(key, items[i + 1]);
    }
  }

  #remember(place: number): void {
    const value = this.#stack.at(-1);
    if (value === undefined || value === MARK) throw new PickleError('remembers a missing value');
    this.#memo.set(place, value);
  }

  #recall(place: number): void {
    const value = this.#memo.get(place);
    if (value === undefined) throw new PickleError(`recalls value ${place}, which was not remembered`);
    this.#push(value);
  }

  /** Attributes of an object: of an ordered dictionary of weights, its versions, which are not needed. */
  #build(): void {
    this.#pop();
    if (!(this.#stack.at(-1) instanceof Map)) throw new PickleError('sets attributes of what is no dictionary');
  }
}

function allowed(name: string): PickleGlobal {
  if ([ORDERED_DICT, TENSOR, PARAMETER].includes(name) || STORAGE.test(name)) return new PickleGlobal(name);
  throw new PickleError(`asks for ${name.slice(0, 100)}; only tensors and plain values are read, and nothing is run`);
}

/** What a call of one of the allowed functions makes. */
function reduced(made: PickleValue, given: PickleValue): PickleValue {
  const name = made instanceof PickleGlobal ? made.name : 'a value';
  if (!Array.isArray(given)) throw new PickleError(`calls ${name} without a tuple`);
  if (name === ORDERED_DICT && given.length === 0) return new Map();
  if (name === PARAMETER && given[0] instanceof PickleTensorBox) return given[0];
  if (name !== TENSOR) throw new PickleError(`calls ${name} in a way that is not known here`);
  const [storage, offset, shape, strides] = given;
  if (!(storage instanceof Storage) || !isSize(offset) || !isSizes(shape) || !isSizes(strides)) {
    throw new PickleError('has a tensor without a storage, a place, a shape or strides');
  }
  if (shape.length !== strides.length) throw new PickleError('has a tensor with more axes than strides, or fewer');
  return new PickleTensorBox({ storage: storage.storage, offset, shape, strides });
}

/** The persistent id of a storage: ('storage', type, key, where it was, elements). */
function storageOf(id: PickleValue): Storage {
  const [kind, type, key, , elements] = Array.isArray(id) ? id : [];
  const [, typeName] = (type instanceof PickleGlobal && STORAGE.exec(type.name)) || [];
  if (kind !== 'storage' || typeName === undefined || typeof key !== 'string' || !isSize(elements)) {
    throw new PickleError('refers to something outside that is no storage of numbers');
  }
  return new Storage({ key, type: typeName, elements });
}

function isSize(value: PickleValue | undefined): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** A list that is not a shape may be long, and is examined again for every tensor. */
const MOST_AXES = 8;

function isSizes(value: PickleValue | undefined): value is number[] {
  return Array.isArray(value) && value.length <= MOST_AXES && value.every(isSize);
}
