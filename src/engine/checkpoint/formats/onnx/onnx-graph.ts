/** An ONNX graph while it is built, before onnx.ts turns it into bytes. */

/** The types of tensors: their numbers in a file, and the bytes of one element. */
export const onnxTypes = {
  float32: { id: 1, bytes: 4 },
  uint8: { id: 2, bytes: 1 },
  int64: { id: 7, bytes: 8 },
} as const;

export type OnnxType = keyof typeof onnxTypes;

/** A value that a graph takes or returns: an axis is a length, or a name if it can have any length. */
export interface OnnxValue {
  readonly name: string;
  readonly type: OnnxType;
  readonly shape: readonly (number | string)[];
}

/** One operation. */
export interface OnnxNode {
  readonly name: string;
  readonly operation: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Whole numbers are written as integers, others as float32. */
  readonly attributes: Readonly<Record<string, number | readonly number[]>>;
}

/** A tensor that is part of the graph. */
export interface OnnxTensor {
  readonly name: string;
  readonly type: OnnxType;
  readonly shape: readonly number[];
  /** Its elements in order, little-endian, in pieces. */
  read(): AsyncIterable<Uint8Array>;
}

export interface OnnxGraph {
  readonly name: string;
  /** Version of the set of operations. */
  readonly operations: number;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  /** In an order in which each follows those whose outputs it takes. */
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
}

/** The prefix of tensors that are constants of the graph, not weights. */
const CONSTANTS = 'constants.';

/** Collects a graph. Every method that adds a value returns its name, to be the input of another. */
export class GraphBuilder {
  readonly inputs: OnnxValue[] = [];
  readonly outputs: OnnxValue[] = [];
  readonly nodes: OnnxNode[] = [];
  readonly initializers: OnnxTensor[] = [];

  input(value: OnnxValue): string {
    this.inputs.push(value);
    return value.name;
  }

  /** Marks the value of this name, which a node returns, as a result. */
  output(value: OnnxValue): void {
    this.outputs.push(value);
  }

  /** An operation whose only output has its name. */
  node(name: string, operation: string, inputs: readonly string[], attributes: OnnxNode['attributes'] = {}): string {
    this.nodes.push({ name, operation, inputs, outputs: [name], attributes });
    return name;
  }

  /** An operation with an output for each of `parts`, called <name>.<part>. */
  nodeOf<const Parts extends readonly string[]>(
    name: string,
    operation: string,
    inputs: readonly string[],
    parts: Parts,
    attributes: OnnxNode['attributes'] = {},
  ): { readonly [Key in Parts[number]]: string } {
    const outputs = parts.map((part) => `${name}.${part}`);
    this.nodes.push({ name, operation, inputs, outputs, attributes });
    return Object.fromEntries(parts.map((part, i) => [part, outputs[i]])) as { [Key in Parts[number]]: string };
  }

  initializer(tensor: OnnxTensor): string {
    this.initializers.push(tensor);
    return tensor.name;
  }

  /** A number of float32, without axes. */
  scalar(name: string, value: number): string {
    return this.#constant(name, 'float32', [], Float32Array.of(value));
  }

  /** A byte, without axes. */
  byte(name: string, value: number): string {
    return this.#constant(name, 'uint8', [], Uint8Array.of(value));
  }

  /** Whole numbers: a list, or one without axes. */
  integers(name: string, values: number | readonly number[]): string {
    const list = typeof values === 'number' ? [values] : values;
    return this.#constant(
      name,
      'int64',
      typeof values === 'number' ? [] : [list.length],
      BigInt64Array.from(list, BigInt),
    );
  }

  #constant(name: string, type: OnnxType, shape: readonly number[], { buffer }: { buffer: ArrayBuffer }): string {
    const read = async function* () {
      yield new Uint8Array(buffer);
    };
    return this.initializer({ name: CONSTANTS + name, type, shape, read });
  }
}
