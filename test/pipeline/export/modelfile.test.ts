import { expect, test } from 'vitest';
import type { ExportedModel } from '../../../src/pipeline/export/exported-model.ts';
import { isForOllama, modelfileOf, modelfileOfAdapter } from '../../../src/pipeline/export/modelfile.ts';

/** What a Modelfile is made of. */
function model(weightsPath: string): ExportedModel {
  return {
    configuration: { shape: { context: 2048 } },
    tokenizer: { stopTokens: new Set([0, 2]), decode: ([token]: readonly number[]) => `<${token}>` },
    adapter: { base: { weightsPath } },
  } as unknown as ExportedModel;
}

test('of a model', () => {
  expect(modelfileOf('/out/my.gguf', model(''))).toBe(
    'FROM ./my.gguf\nTEMPLATE """{{ .Prompt }}"""\nPARAMETER stop "<0>"\nPARAMETER stop "<2>"\nPARAMETER num_ctx 2048\n',
  );
});

test.each([
  ['/site/models/smollm/model.gguf', 'FROM ../models/smollm/model.gguf'],
  ['/site/out/model.gguf', 'FROM ./model.gguf'],
  ['/site/out/deep/model.gguf', 'FROM ./deep/model.gguf'],
  ['/site/models/smollm', 'FROM ../models/smollm'],
])('of an adapter of %s', (weights, from) => {
  expect(modelfileOfAdapter('/site/out/mine.gguf', model(weights)).split('\n').slice(0, 3)).toEqual([
    from,
    'ADAPTER ./mine.gguf',
    'TEMPLATE """{{ .Prompt }}"""',
  ]);
});

test.each([
  ['/m/model.gguf', 'gpt2', true],
  ['/m', 'llama', true],
  ['/m', 'qwen2', true],
  ['/m', 'gpt2', false],
  ['/m', 'qwen3', false],
])('weights at %s of %s: %s', (path, name, isRead) => {
  const configuration = { architecture: { name } } as unknown as ExportedModel['configuration'];
  expect(isForOllama(path, { configuration })).toBe(isRead);
});
