import { describe, expect, test } from 'vitest';
import { onnxFiles } from '../../../../../src/engine/checkpoint/formats/onnx/onnx.ts';
import type { OnnxGraph } from '../../../../../src/engine/checkpoint/formats/onnx/onnx-graph.ts';
import { OnnxModelFault, onnxGraph } from '../../../../../src/engine/checkpoint/formats/onnx/onnx-model.ts';
import { openReferenceDevice } from '../../../../../src/engine/device/reference/reference-device.ts';
import { parseModelConfiguration } from '../../../../../src/engine/models/architectures.ts';
import { TrainableModel } from '../../../../../src/engine/models/language-model.ts';
import { rotaryTable } from '../../../../../src/engine/models/layers/rotary.ts';
import { llamaValuesOf } from '../../../../../src/engine/models/llama/architecture.ts';
import { rotaryFrequencies } from '../../../../../src/engine/models/llama/rotary-frequencies.ts';
import { ModelConfiguration } from '../../../../../src/engine/models/model-configuration.ts';
import { fixtureNames, fixtureText, loadFixture } from '../../../models/fixtures.ts';
import { evaluator } from '../../onnx-evaluator.ts';
import { readOnnx } from '../../onnx-reader.ts';
import { cacheShapeOf, differences, expectedLogits, readTexts } from '../../onnx-texts.ts';
import { collector } from '../../tiny-weights.ts';

/** A graph as it is in its file. */
async function inFile(graph: OnnxGraph) {
  const file = collector();
  for (const { write } of onnxFiles('model.onnx', graph)) await write(file.write);
  return readOnnx(new Map([['model.onnx', file.bytes()]]));
}

const TOKENS = [20, 18, 0, 14, 22, 7, 33, 3];

describe.each(fixtureNames)('the graph of %s', (name) => {
  test('computes what our decoder does: in one pass, by steps, and in a batch with padding', async () => {
    const model = await loadFixture(openReferenceDevice(), name);
    const session = evaluator(await inFile(onnxGraph(model.configuration, model.parameters, 'float32')));
    const found = await differences(session, model, cacheShapeOf(model), TOKENS);
    for (const [way, difference] of Object.entries(found)) expect(difference, way).toBeLessThan(1e-5);
  });

  test('in eight bits computes nearly the same', async () => {
    const model = await loadFixture(openReferenceDevice(), name);
    const session = evaluator(await inFile(onnxGraph(model.configuration, model.parameters, 'uint8')));
    const { logits } = await readTexts(session, cacheShapeOf(model), { tokens: [TOKENS] });
    const expected = (await expectedLogits(model, TOKENS)).flatMap((row) => [...row]);
    const length = (values: readonly number[]) => Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0));
    const error = length(expected.map((value, i) => value - logits[i])) / length(expected);
    expect(error).toBeGreaterThan(0);
    expect(error).toBeLessThan(0.03);
  });

  test.each(['float32', 'uint8'] as const)('takes and gives what transformers.js asks for: %s', async (matrices) => {
    const model = await loadFixture(openReferenceDevice(), name);
    const { inputs, outputs, nodes, initializers } = onnxGraph(model.configuration, model.parameters, matrices);
    const { keyHeads, headWidth } = cacheShapeOf(model);
    const cache = (prefix: string, tokens: string) =>
      Array.from({ length: model.shape.blocks }, (_, layer) =>
        ['key', 'value'].map((what) => ({
          name: `${prefix}.${layer}.${what}`,
          type: 'float32',
          shape: ['batch_size', keyHeads, tokens, headWidth],
        })),
      ).flat();
    expect(inputs).toEqual([
      { name: 'input_ids', type: 'int64', shape: ['batch_size', 'sequence_length'] },
      { name: 'attention_mask', type: 'int64', shape: ['batch_size', 'total_sequence_length'] },
      { name: 'position_ids', type: 'int64', shape: ['batch_size', 'sequence_length'] },
      ...cache('past_key_values', 'past_sequence_length'),
    ]);
    expect(outputs).toEqual([
      { name: 'logits', type: 'float32', shape: ['batch_size', 'sequence_length', model.shape.vocabulary] },
      ...cache('present', 'total_sequence_length'),
    ]);
    const known = new Set([...inputs, ...initializers].map(({ name }) => name));
    expect(known.size).toBe(inputs.length + initializers.length);
    expect(new Set(nodes.map(({ name }) => name)).size).toBe(nodes.length);
    // A node comes after its inputs, and all that is in the file is of use.
    const used = new Set(outputs.map(({ name }) => name));
    for (const node of nodes) {
      for (const input of node.inputs) expect(known, `${input} of ${node.name}`).toContain(input);
      for (const input of node.inputs) used.add(input);
      for (const output of node.outputs) {
        expect(known, output).not.toContain(output);
        known.add(output);
      }
    }
    expect([...used].sort()).toEqual([...known].sort());
  });
});

test('the tables of rotations have a row for each position of the window, however many', async () => {
  const text = fixtureText('tiny-llama/llama-scaled-untied', 'config.json');
  const configuration = parseModelConfiguration('config.json', text, 'test').reshaped({ context: 9001 }, 'test');
  const { parameters } = new TrainableModel(openReferenceDevice(), configuration);
  const { initializers } = await inFile(onnxGraph(configuration, parameters, 'float32'));
  const frequencies = rotaryFrequencies(llamaValuesOf(configuration)!.values);
  for (const [name, of] of Object.entries({ cosines: Math.cos, sines: Math.sin })) {
    const { shape, data } = initializers.get(`constants.rotary.${name}`)!;
    expect(shape).toEqual([9001, 4]);
    expect(new Float32Array(data.buffer)).toEqual(rotaryTable(frequencies, [0, 9001], of));
  }
});

test('a model of another architecture is refused', async () => {
  const model = await loadFixture(openReferenceDevice(), 'tiny-llama/llama');
  const { architecture, values } = model.configuration;
  const other = new ModelConfiguration({ ...architecture, name: 'other' }, values);
  expect(() => onnxGraph(other, model.parameters, 'float32')).toThrow(OnnxModelFault);
  expect(() => onnxGraph(other, model.parameters, 'float32')).toThrow(/architecture other cannot be exported to ONNX/);
});
