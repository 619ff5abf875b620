/**
 * ONNX (onnx.proto, version 8 of its intermediate representation): a graph of operations with its weights, as one message
 * of Protocol Buffers (protobuf.ts). It is only written. Its fields:
 *
 *   ModelProto      1: version; 2: who made it; 7: graph; 8: for each set of operations 2: its version
 *   GraphProto      1: nodes; 2: name; 5: initialisers, the weights; 11: inputs; 12: outputs
 *   NodeProto       1: inputs; 2: outputs; 3: name; 4: operation; 5: attributes
 *   AttributeProto  1: name; 2: float; 3: integer; 8: integers; 20: which of them: 1, 2 or 7
 *   ValueInfoProto  1: name; 2: type, in which 1: of a tensor: 1: type; 2: shape, in which 1: each axis: 1: length; 2: name
 *   TensorProto     1: axes; 2: type; 8: name; 9: the data, little-endian, the last axis fastest
 *                   or 13: pairs of 1: key and 2: value, of where else it is: location, offset, length; and 14: 1
 *
 * A message is shorter than 2 GiB. A larger model has its large tensors in files next to it, "<name>_data",
 * "<name>_data_1" and so on, as transformers.js looks for them.
 */
import { elementsOf } from '../../../device/shape.ts';
import { bytesField, bytesHead, floatField, itemField, textField } from '../protobuf.ts';
import { type OnnxGraph, type OnnxNode, type OnnxTensor, type OnnxValue, onnxTypes } from './onnx-graph.ts';

type Write = (bytes: Uint8Array) => Promise<void>;

/** One of the files that a model is written in. */
export interface OnnxFile {
  readonly name: string;
  readonly bytes: number;
  /** `write` gets the bytes in order and is waited for. */
  write(write: Write): Promise<void>;
}

const IR_VERSION = 8;
const LARGEST_MESSAGE_BYTES = 2 ** 31 - 1;
/** The most that a browser holds in one array. */
const LARGEST_DATA_BYTES = 2_000_000_000;
/** Smaller tensors stay with the graph. */
const SMALLEST_OUTSIDE_BYTES = 2 ** 20;
/** A page of memory, so that a file can be mapped. */
const DATA_ALIGNMENT = 4096;

/** The files of a graph: the model called `name`, and its data in other files if it is too large. */
export function onnxFiles(
  name: string,
  graph: OnnxGraph,
  {
    largestMessageBytes = LARGEST_MESSAGE_BYTES,
    largestDataBytes = LARGEST_DATA_BYTES,
    smallestOutsideBytes = SMALLEST_OUTSIDE_BYTES,
  } = {},
): OnnxFile[] {
  const whole = new Message(graph, new Map());
  if (whole.bytes <= largestMessageBytes) return [{ name, bytes: whole.bytes, write: (write) => whole.write(write) }];
  const large = graph.initializers.filter((tensor) => bytesOf(tensor) >= smallestOutsideBytes);
  const data = divide(large, largestDataBytes).map((tensors, i) => dataFile(dataName(name, i), tensors));
  const places = new Map(data.flatMap(({ places }) => places));
  const message = new Message(graph, places);
  return [{ name, bytes: message.bytes, write: (write) => message.write(write) }, ...data];
}

/** Where a tensor is, outside of the message. */
interface Place {
  readonly location: string;
  readonly offset: number;
  readonly bytes: number;
}

function dataName(name: string, index: number): string {
  return index === 0 ? `${name}_data` : `${name}_data_${index}`;
}

/** Tensors file by file; one that is too large for any has its own file. */
function divide(tensors: readonly OnnxTensor[], largestDataBytes: number): OnnxTensor[][] {
  const files: OnnxTensor[][] = [];
  let left = 0;
  for (const tensor of tensors) {
    if (aligned(bytesOf(tensor)) > left) {
      files.push([]);
      left = largestDataBytes;
    }
    files.at(-1)!.push(tensor);
    left -= aligned(bytesOf(tensor));
  }
  return files;
}

function dataFile(name: string, tensors: readonly OnnxTensor[]): OnnxFile & { places: [OnnxTensor, Place][] } {
  let offset = 0;
  const places = tensors.map((tensor): [OnnxTensor, Place] => {
    const place = { location: name, offset, bytes: bytesOf(tensor) };
    offset += aligned(place.bytes);
    return [tensor, place];
  });
  const write = async (write: Write) => {
    for (const [tensor, { bytes }] of places) {
      for await (const piece of tensor.read()) await write(piece);
      await write(new Uint8Array(aligned(bytes) - bytes));
    }
  };
  return { name, bytes: offset, places, write };
}

/** A model as a message, whose lengths are known before any weight is read. */
class Message {
  readonly bytes: number;
  readonly #before: Uint8Array;
  readonly #initializers: readonly { readonly head: Uint8Array; readonly inside: OnnxTensor | null }[];
  readonly #after: Uint8Array;

  constructor(graph: OnnxGraph, places: ReadonlyMap<OnnxTensor, Place>) {
    const nodes = graph.nodes.flatMap((node) => bytesField(1, nodeFields(node)));
    const begin = [...nodes, ...textField(2, graph.name)];
    this.#initializers = graph.initializers.map((tensor) => initializerHead(tensor, places.get(tensor)));
    this.#after = Uint8Array.from([
      ...graph.inputs.flatMap((value) => bytesField(11, valueFields(value))),
      ...graph.outputs.flatMap((value) => bytesField(12, valueFields(value))),
    ]);
    const weights = this.#initializers.reduce(
      (sum, { head, inside }) => sum + head.length + (inside === null ? 0 : bytesOf(inside)),
      0,
    );
    this.#before = Uint8Array.from([
      ...itemField(1, IR_VERSION),
      ...textField(2, 'this-post-does-not-exist'),
      ...bytesField(8, [...textField(1, ''), ...itemField(2, graph.operations)]),
      ...bytesHead(7, begin.length + weights + this.#after.length),
      ...begin,
    ]);
    this.bytes = this.#before.length + weights + this.#after.length;
  }

  async write(write: Write): Promise<void> {
    await write(this.#before);
    for (const { head, inside } of this.#initializers) {
      await write(head);
      if (inside !== null) for await (const piece of inside.read()) await write(piece);
    }
    await write(this.#after);
  }
}

/** The field of an initialiser up to its data, and the tensor whose data follows. */
function initializerHead(tensor: OnnxTensor, place: Place | undefined) {
  const described = [
    ...tensor.shape.flatMap((axis) => itemField(1, axis)),
    ...itemField(2, onnxTypes[tensor.type].id),
    ...textField(8, tensor.name),
  ];
  if (place === undefined) {
    const message = [...described, ...bytesHead(9, bytesOf(tensor))];
    return { head: Uint8Array.from([...bytesHead(5, message.length + bytesOf(tensor)), ...message]), inside: tensor };
  }
  const { location, offset, bytes } = place;
  const pairs = Object.entries({ location, offset: String(offset), length: String(bytes) });
  const message = [
    ...described,
    ...pairs.flatMap(([key, value]) => bytesField(13, [...textField(1, key), ...textField(2, value)])),
    ...itemField(14, 1),
  ];
  return { head: Uint8Array.from(bytesField(5, message)), inside: null };
}

function nodeFields({ name, operation, inputs, outputs, attributes }: OnnxNode): number[] {
  const attribute = ([key, value]: [string, number | readonly number[]]): number[] => {
    if (typeof value !== 'number') {
      return [...textField(1, key), ...value.flatMap((item) => itemField(8, item)), ...itemField(20, 7)];
    }
    const [content, type] = Number.isInteger(value) ? [itemField(3, value), 2] : [floatField(2, value), 1];
    return [...textField(1, key), ...content, ...itemField(20, type)];
  };
  return [
    ...inputs.flatMap((input) => textField(1, input)),
    ...outputs.flatMap((output) => textField(2, output)),
    ...textField(3, name),
    ...textField(4, operation),
    ...Object.entries(attributes).flatMap((entry) => bytesField(5, attribute(entry))),
  ];
}

function valueFields({ name, type, shape }: OnnxValue): number[] {
  const axes = shape.flatMap((axis) =>
    bytesField(1, typeof axis === 'number' ? itemField(1, axis) : textField(2, axis)),
  );
  const tensor = [...itemField(1, onnxTypes[type].id), ...bytesField(2, axes)];
  return [...textField(1, name), ...bytesField(2, bytesField(1, tensor))];
}

function bytesOf({ type, shape }: OnnxTensor): number {
  return elementsOf(shape) * onnxTypes[type].bytes;
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / DATA_ALIGNMENT) * DATA_ALIGNMENT;
}
