import { describe, expect, test } from 'vitest';
import { onnxFiles } from '../../../../../src/engine/checkpoint/formats/onnx/onnx.ts';
import { onnxTypes } from '../../../../../src/engine/checkpoint/formats/onnx/onnx-graph.ts';
import { onnxGraph } from '../../../../../src/engine/checkpoint/formats/onnx/onnx-model.ts';
import { readOnnx } from '../../onnx-reader.ts';
import { collector, parameterSet, tinyConfiguration, tinyWeights } from '../../tiny-weights.ts';

const graphOf = async (matrices: 'float32' | 'uint8') =>
  onnxGraph(tinyConfiguration, await parameterSet(tinyWeights()), matrices);

async function written(
  matrices: 'float32' | 'uint8' = 'float32',
  limits: { largestMessageBytes?: number; largestDataBytes?: number; smallestOutsideBytes?: number } = {},
): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const { name, bytes, write } of onnxFiles('model.onnx', await graphOf(matrices), limits)) {
    const file = collector();
    await write(file.write);
    expect(file.bytes().length, name).toBe(bytes);
    files.set(name, file.bytes());
  }
  return files;
}

/** The weights in the files, by the names of the parameter table. */
function weightsIn(files: ReadonlyMap<string, Uint8Array>): Map<string, Float32Array> {
  const { initializers } = readOnnx(files);
  const weights = [...initializers].filter(([name]) => !name.startsWith('constants.'));
  return new Map(weights.map(([name, { data }]) => [name, new Float32Array(data.buffer)]));
}

const severalFiles = { largestMessageBytes: 2 ** 17, largestDataBytes: 2 ** 16, smallestOutsideBytes: 2 ** 12 };

describe('a model is written', () => {
  test('in one file, with every weight as it is', async () => {
    const files = await written();
    expect([...files.keys()]).toEqual(['model.onnx']);
    expect(weightsIn(files)).toEqual(tinyWeights());
  });

  test('in several, where one would be too large, with every weight as it is', async () => {
    const files = await written('float32', severalFiles);
    expect([...files.keys()].slice(0, 3)).toEqual(['model.onnx', 'model.onnx_data', 'model.onnx_data_1']);
    for (const content of [...files.values()].slice(1)) expect(content.length).toBeLessThanOrEqual(2 ** 16);
    expect(weightsIn(files)).toEqual(tinyWeights());
  });

  test.each<['float32' | 'uint8', object]>([
    ['float32', {}],
    ['float32', severalFiles],
    ['uint8', {}],
  ])('with all of its graph: %s, %j', async (matrices, limits) => {
    const [graph, read] = [await graphOf(matrices), readOnnx(await written(matrices, limits))];
    const typed = <T extends { readonly type: keyof typeof onnxTypes }>(value: T) => ({
      ...value,
      type: onnxTypes[value.type].id,
    });
    expect(read).toMatchObject({ version: 8, operations: 17, name: graph.name });
    expect(read.inputs).toEqual(graph.inputs.map(typed));
    expect(read.outputs).toEqual(graph.outputs.map(typed));
    expect(read.nodes).toEqual(
      graph.nodes.map(({ attributes, ...node }) => ({
        ...node,
        attributes: Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, inFloat32(value)])),
      })),
    );
    expect([...read.initializers.keys()]).toEqual(graph.initializers.map(({ name }) => name));
    for (const { name, type, shape, read: pieces } of graph.initializers) {
      const data = collector();
      for await (const piece of pieces()) await data.write(piece);
      expect(read.initializers.get(name), name).toEqual({ type: onnxTypes[type].id, shape, data: data.bytes() });
    }
  });

  test('in eight bits: each weight within half a step of its output’s scale', async () => {
    const [model, whole] = [await written('uint8'), await written()];
    expect(model.get('model.onnx')!.length).toBeLessThan(0.5 * whole.get('model.onnx')!.length);
    const { initializers } = readOnnx(model);
    for (const name of ['wte.weight', 'h.1.mlp.c_proj.weight']) {
      const bytes = initializers.get(`${name}_quantized`)!.data;
      const scales = new Float32Array(initializers.get(`${name}_scale`)!.data.buffer);
      const values = tinyWeights().get(name)!;
      const areRows = name === 'wte.weight';
      const columns = areRows ? values.length / scales.length : scales.length;
      for (let i = 0; i < values.length; i++) {
        const scale = scales[areRows ? Math.floor(i / columns) : i % columns];
        expect(Math.abs(scale * (bytes[i] - 128) - values[i])).toBeLessThanOrEqual(0.5001 * scale);
      }
    }
  });
});

/** A number as a file has it, where it is not whole. */
function inFloat32(value: number | readonly number[]): number | readonly number[] {
  return typeof value === 'number' && !Number.isInteger(value) ? Math.fround(value) : value;
}
