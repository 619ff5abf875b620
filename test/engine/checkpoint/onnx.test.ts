import { describe, expect, test } from 'vitest';
import { bytesInMemory } from '../../../src/engine/byte-source.ts';
import { onnxFiles, openOnnx } from '../../../src/engine/checkpoint/onnx.ts';
import { gpt2Graph } from '../../../src/engine/checkpoint/onnx-gpt2.ts';
import { OnnxFault } from '../../../src/engine/checkpoint/onnx-scanner.ts';
import { ParameterFault } from '../../../src/engine/checkpoint/parameters-file.ts';
import { bytesField, itemField, parseMessage, textField } from '../../../src/engine/checkpoint/protobuf.ts';
import { readWhole } from '../../../src/engine/checkpoint/tensor-file.ts';
import { conventions } from '../../../src/engine/checkpoint/tensor-names.ts';
import { configuration } from '../../../src/engine/models/gpt2/configuration.ts';
import { collector, expectDistrust, loaded, parameterSet, tinyConfiguration, tinyWeights } from './tiny-weights.ts';

/** A place for files by their names, and what opens them. */
type Files = ReadonlyMap<string, Uint8Array>;

async function written(
  matrices: 'float32' | 'uint8' = 'float32',
  limits: { largestMessageBytes?: number; largestDataBytes?: number; smallestOutsideBytes?: number } = {},
): Promise<Map<string, Uint8Array>> {
  const graph = gpt2Graph(tinyConfiguration, await parameterSet(tinyWeights()), matrices);
  const files = new Map<string, Uint8Array>();
  for (const { name, bytes, write } of onnxFiles('model.onnx', graph, limits)) {
    const file = collector();
    await write(file.write);
    expect(file.bytes().length, name).toBe(bytes);
    files.set(name, file.bytes());
  }
  return files;
}

const open = (files: Files) =>
  openOnnx(bytesInMemory('model.onnx', files.get('model.onnx')!), async (name) =>
    bytesInMemory(name, files.get(name)!),
  );

/** A file of one initialiser. */
const forged = (tensor: number[], data?: Uint8Array): Files =>
  new Map([
    ['model.onnx', Uint8Array.from(bytesField(7, bytesField(5, tensor)))],
    ...(data === undefined ? [] : [['data', data] as const]),
  ]);

const floats = (axes: number[], bytes: number) => [
  ...axes.flatMap((axis) => itemField(1, axis)),
  ...itemField(2, 1),
  ...textField(8, 'w'),
  ...(bytes === 0 ? [] : bytesField(9, new Array(bytes).fill(0))),
];
const outside = (pairs: Record<string, string>) => [
  ...floats([1], 0),
  ...Object.entries(pairs).flatMap(([key, value]) => bytesField(13, [...textField(1, key), ...textField(2, value)])),
  ...itemField(14, 1),
];

describe('a model is written and read again', () => {
  test('in one file, equal', async () => {
    const files = await written();
    expect([...files.keys()]).toEqual(['model.onnx']);
    expect(await loaded(await open(files), conventions.onnx)).toEqual(tinyWeights());
  });

  test('in several, where one would be too large, equal', async () => {
    const limits = { largestMessageBytes: 2 ** 17, largestDataBytes: 2 ** 16, smallestOutsideBytes: 2 ** 12 };
    const files = await written('float32', limits);
    expect([...files.keys()].slice(0, 3)).toEqual(['model.onnx', 'model.onnx_data', 'model.onnx_data_1']);
    for (const content of [...files.values()].slice(1)) expect(content.length).toBeLessThanOrEqual(2 ** 16);
    expect(await loaded(await open(files), conventions.onnx)).toEqual(tinyWeights());
  });

  test('in eight bits: each weight within half a step of its output’s scale', async () => {
    const [model, whole] = [await written('uint8'), await written()];
    expect(model.get('model.onnx')!.length).toBeLessThan(0.5 * whole.get('model.onnx')!.length);
    const initializers = initializersOf(model.get('model.onnx')!);
    for (const name of ['wte.weight', 'h.1.mlp.c_proj.weight']) {
      const bytes = initializers.get(`${name}_quantized`)!;
      const scales = new Float32Array(initializers.get(`${name}_scale`)!.slice().buffer);
      const values = tinyWeights().get(name)!;
      const areRows = name === 'wte.weight';
      const columns = areRows ? values.length / scales.length : scales.length;
      for (let i = 0; i < values.length; i++) {
        const scale = scales[areRows ? Math.floor(i / columns) : i % columns];
        expect(Math.abs(scale * (bytes[i] - 128) - values[i])).toBeLessThanOrEqual(0.5001 * scale);
      }
    }
  });

  test('a graph takes and gives what transformers.js asks for, and each node comes after its inputs', async () => {
    const { inputs, outputs, nodes, initializers } = gpt2Graph(
      tinyConfiguration,
      await parameterSet(tinyWeights()),
      'uint8',
    );
    const cache = (name: string) => [0, 1].flatMap((layer) => [`${name}.${layer}.key`, `${name}.${layer}.value`]);
    expect(inputs.map(({ name }) => name)).toEqual([
      'input_ids',
      'attention_mask',
      'position_ids',
      ...cache('past_key_values'),
    ]);
    expect(outputs.map(({ name }) => name)).toEqual(['logits', ...cache('present')]);
    const known = new Set([...inputs, ...initializers].map(({ name }) => name));
    expect(known.size).toBe(inputs.length + initializers.length);
    for (const node of nodes) {
      for (const input of node.inputs) expect(known, `${input} of ${node.name}`).toContain(input);
      for (const output of node.outputs) {
        expect(known, output).not.toContain(output);
        known.add(output);
      }
    }
    for (const { name } of outputs) expect(known).toContain(name);
  });
});

/** The data of every initialiser, by its name. */
function initializersOf(content: Uint8Array): Map<string, Uint8Array> {
  const fieldsOf = (bytes: Uint8Array, number: number) =>
    parseMessage(bytes)
      .filter((field) => field.number === number)
      .map(({ value }) => value as Uint8Array);
  const [graph] = fieldsOf(content, 7);
  return new Map(
    fieldsOf(graph, 5).map((tensor) => [new TextDecoder().decode(fieldsOf(tensor, 8)[0]), fieldsOf(tensor, 9)[0]]),
  );
}

describe('a file is read', () => {
  test('whose axes are packed into one field, and whose data begins anywhere', async () => {
    const data = [1, 2, 3].flatMap((value) => [...new Uint8Array(Float32Array.of(value).buffer)]);
    const tensor = [...bytesField(1, [1, 3]), ...itemField(2, 1), ...textField(8, 'w'), ...bytesField(9, data)];
    const { tensors } = await open(forged(tensor));
    expect(await readWhole(tensors.get('w')!)).toEqual(Float32Array.of(1, 2, 3));
  });
});

describe('a file is refused', () => {
  test.each<[string, Files, RegExp]>([
    ['without a graph', new Map([['model.onnx', Uint8Array.from(itemField(1, 8))]]), /has no graph/],
    ['that is text', new Map([['model.onnx', new TextEncoder().encode('<html></html>')]]), /is damaged/],
    ['with fewer numbers than its shape', forged(floats([2, 3], 20)), /gives w 20 bytes, .* \(2, 3\) has 24/],
    ['with a shape beyond all numbers', forged(floats([2 ** 40, 2 ** 40], 4)), /gives w 4 bytes/],
    ['with too many axes', forged(floats(new Array(9).fill(1), 4)), /more than 8 axes/],
    ['with two tensors of one name', twice(), /two tensors called w/],
    ['that leaves the folder', forged(outside({ location: '../secret', offset: '0', length: '4' })), /no plain name/],
    [
      'that names no place',
      forged(outside({ location: 'data', offset: '0', length: 'x' }), new Uint8Array(4)),
      /no place/,
    ],
    [
      'whose data is too short',
      forged(outside({ location: 'data', offset: '4', length: '4' }), new Uint8Array(7)),
      /at bytes 4 to 8 of data, which is shorter/,
    ],
  ])('%s', async (_, files, message) => {
    await expect(open(files)).rejects.toThrow(OnnxFault);
    await expect(open(files)).rejects.toThrow(message);
  });

  function twice(): Files {
    const tensor = bytesField(5, floats([1], 4));
    return new Map([['model.onnx', Uint8Array.from(bytesField(7, [...tensor, ...tensor]))]]);
  }

  test('of another model, or in eight bits', async () => {
    const larger = configuration({ ...tinyConfiguration, n_layer: 3 }, 'test');
    await expect(loaded(await open(await written()), conventions.onnx, larger)).rejects.toThrow(ParameterFault);
    await expect(loaded(await open(await written('uint8')), conventions.onnx)).rejects.toThrow(/lacks wte\.weight/);
  });

  test('truncated or with any bytes changed', async () => {
    const content = (await written()).get('model.onnx')!;
    const read = async (damaged: Uint8Array) =>
      loaded(await open(new Map([['model.onnx', damaged]])), conventions.onnx);
    await expectDistrust(content, read, { numRuns: 150 });
  });
});
