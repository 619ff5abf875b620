import { describe, expect, test } from 'vitest';
import { onnxFiles } from '../../../../../src/engine/checkpoint/formats/onnx/onnx.ts';
import { GraphBuilder } from '../../../../../src/engine/checkpoint/formats/onnx/onnx-graph.ts';
import { rounded } from '../../../../../src/engine/checkpoint/formats/onnx/onnx-matrices.ts';
import { evaluator } from '../../onnx-evaluator.ts';
import { readOnnx } from '../../onnx-reader.ts';
import { collector } from '../../tiny-weights.ts';

const [IN, OUT] = [5, 3];
const weight = Float32Array.from({ length: IN * OUT }, (_, i) => Math.sin(1 + i));

/** x · weight in eight bits, for rows x (N, 5). */
async function products(rows: readonly (readonly number[])[]): Promise<number[][]> {
  const graph = new GraphBuilder();
  const x = graph.input({ name: 'x', type: 'float32', shape: ['N', IN] });
  const read = async function* () {
    yield weight;
  };
  const matrices = rounded(graph, () => ({ name: 'layer.weight', shape: [IN, OUT], read }));
  graph.output({ name: matrices.linear('layer', x, { hasBias: false }), type: 'float32', shape: ['N', OUT] });
  const { inputs, outputs, nodes, initializers } = graph;
  const file = collector();
  const whole = { name: 'test', operations: 17, inputs, outputs, nodes, initializers };
  for (const { write } of onnxFiles('model.onnx', whole)) await write(file.write);
  const session = evaluator(readOnnx(new Map([['model.onnx', file.bytes()]])));
  const given = { x: { data: Float32Array.from(rows.flat()), dims: [rows.length, IN] } };
  const { data } = Object.values(await session.run(given))[0];
  return rows.map((_, n) => [...(data as Float32Array).subarray(n * OUT, (n + 1) * OUT)]);
}

const exact = (row: readonly number[]) =>
  Array.from({ length: OUT }, (_, o) => row.reduce((sum, value, c) => sum + value * weight[c * OUT + o], 0));

describe('a product in eight bits', () => {
  test('keeps small rows exact next to one with large numbers', async () => {
    const small = [0.3, -0.7, 0.1, 0.9, -0.5];
    const large = small.map((value) => 5000 * value);
    const [ofSmall, ofLarge] = await products([small, large]);
    // Half a step of a weight and half a step of a number, for each of the five.
    const bound = IN * (0.9 * (0.5 / 127) + (0.9 * 0.5) / 127);
    expect(ofSmall).not.toEqual(exact(small).map(Math.fround));
    for (const [o, value] of exact(small).entries()) {
      expect(Math.abs(ofSmall[o] - value)).toBeLessThan(bound);
      expect(Math.abs(ofLarge[o] - 5000 * value)).toBeLessThan(5000 * bound);
    }
  });

  test('of a row of zeros is zero', async () => {
    expect(
      await products([
        [0, 0, 0, 0, 0],
        [1, 0, 0, 0, 0],
      ]),
    ).toMatchObject([[0, 0, 0], {}]);
  });
});
