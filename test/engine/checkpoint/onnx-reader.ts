import { type ProtoField, parseMessage } from '../../../src/engine/checkpoint/formats/protobuf.ts';

/** What an ONNX file says, as far as onnx.ts writes it; the fields are on top of that file. */
export interface ReadOnnx {
  readonly version: number;
  /** Of the set of operations that has no name, which is ONNX's own. */
  readonly operations: number;
  readonly name: string;
  readonly inputs: readonly ReadValue[];
  readonly outputs: readonly ReadValue[];
  readonly nodes: readonly ReadNode[];
  readonly initializers: ReadonlyMap<string, ReadTensor>;
}

interface ReadValue {
  readonly name: string;
  /** ONNX's number: 1 is float32, 2 uint8, 7 int64. */
  readonly type: number;
  readonly shape: readonly (number | string)[];
}

export interface ReadNode {
  readonly name: string;
  readonly operation: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, number | readonly number[]>>;
}

interface ReadTensor {
  readonly type: number;
  readonly shape: readonly number[];
  /** A copy, so that it begins where numbers may. */
  readonly data: Uint8Array;
}

/** Reads a model out of its files. Throws where a field is not there, or another one is. */
export function readOnnx(files: ReadonlyMap<string, Uint8Array>, name = 'model.onnx'): ReadOnnx {
  const model = new Message(files.get(name)!, [1, 2, 7, 8]);
  const operations = model.message(8, [1, 2]);
  if (operations.text(1) !== '') throw new Error(`The operations are those of ${operations.text(1)}.`);
  const graph = model.message(7, [1, 2, 5, 11, 12]);
  const tensors = graph.messages(5, [1, 2, 8, 9, 13, 14]);
  const initializers = new Map(tensors.map((tensor) => [tensor.text(8), readTensorIn(tensor, files)]));
  if (initializers.size !== tensors.length) throw new Error('Two tensors have one name.');
  return {
    version: model.number(1),
    operations: operations.number(2),
    name: graph.text(2),
    inputs: graph.messages(11, [1, 2]).map(readValueIn),
    outputs: graph.messages(12, [1, 2]).map(readValueIn),
    nodes: graph.messages(1, [1, 2, 3, 4, 5]).map(readNodeIn),
    initializers,
  };
}

function readNodeIn(node: Message): ReadNode {
  const attributes = node.messages(5, [1, 2, 3, 8, 20]).map((attribute) => {
    const type = attribute.number(20);
    const value = type === 1 ? attribute.float(2) : type === 2 ? attribute.number(3) : attribute.numbers(8);
    return [attribute.text(1), value] as const;
  });
  return {
    name: node.text(3),
    operation: node.text(4),
    inputs: node.texts(1),
    outputs: node.texts(2),
    attributes: Object.fromEntries(attributes),
  };
}

function readValueIn(value: Message): ReadValue {
  const tensor = value.message(2, [1]).message(1, [1, 2]);
  const axes = tensor.message(2, [1]).messages(1, [1, 2]);
  return {
    name: value.text(1),
    type: tensor.number(1),
    shape: axes.map((axis) => (axis.has(1) ? axis.number(1) : axis.text(2))),
  };
}

function readTensorIn(tensor: Message, files: ReadonlyMap<string, Uint8Array>): ReadTensor {
  const described = { type: tensor.number(2), shape: tensor.numbers(1) };
  if (!tensor.has(14)) return { ...described, data: new Uint8Array(tensor.bytes(9)) };
  if (tensor.number(14) !== 1 || tensor.has(9)) throw new Error(`${tensor.text(8)} is in two places.`);
  const place = Object.fromEntries(tensor.messages(13, [1, 2]).map((pair) => [pair.text(1), pair.text(2)]));
  const [offset, length] = [Number(place.offset), Number(place.length)];
  const file = files.get(place.location)!;
  if (!(offset % 4096 === 0 && offset + length <= file.length))
    throw new Error(`${tensor.text(8)} is not in its file.`);
  return { ...described, data: new Uint8Array(file.subarray(offset, offset + length)) };
}

/** A message that has no other fields than those of `numbers`. */
class Message {
  readonly #fields: readonly ProtoField[];

  constructor(bytes: Uint8Array, numbers: readonly number[]) {
    this.#fields = parseMessage(bytes);
    const other = this.#fields.find(({ number }) => !numbers.includes(number));
    if (other !== undefined) throw new Error(`There is a field ${other.number}.`);
  }

  has(number: number): boolean {
    return this.#all(number).length > 0;
  }

  number(number: number): number {
    return this.#one(number) as number;
  }

  numbers(number: number): number[] {
    return this.#all(number) as number[];
  }

  float(number: number): number {
    return new Float32Array(Uint32Array.of(this.number(number)).buffer)[0];
  }

  bytes(number: number): Uint8Array {
    return this.#one(number) as Uint8Array;
  }

  text(number: number): string {
    return new TextDecoder().decode(this.bytes(number));
  }

  texts(number: number): string[] {
    return this.#all(number).map((value) => new TextDecoder().decode(value as Uint8Array));
  }

  message(number: number, numbers: readonly number[]): Message {
    return new Message(this.bytes(number), numbers);
  }

  messages(number: number, numbers: readonly number[]): Message[] {
    return this.#all(number).map((value) => new Message(value as Uint8Array, numbers));
  }

  #one(number: number): number | Uint8Array {
    const [value, ...more] = this.#all(number);
    if (value === undefined || more.length > 0) throw new Error(`Field ${number} is there ${more.length} times more.`);
    return value;
  }

  #all(number: number): (number | Uint8Array)[] {
    return this.#fields.filter((field) => field.number === number).map(({ value }) => value);
  }
}
