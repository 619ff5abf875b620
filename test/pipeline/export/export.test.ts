import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { openReferenceDevice } from '../../../src/engine/device/reference/reference-device.ts';
import { targetModules } from '../../../src/engine/models/adapters/adapter-layers.ts';
import { AdapterSet } from '../../../src/engine/models/adapters/adapter-set.ts';
import { parseModelConfiguration } from '../../../src/engine/models/architectures.ts';
import { exportModel } from '../../../src/index.ts';
import { nodeFiles } from '../../../src/node/files/node-files.ts';
import { nodeProject } from '../../../src/node/project/node-project.ts';
import { inputFiles } from '../../../src/pipeline/corpus/input-files.ts';
import { exportFormats } from '../../../src/pipeline/export/export-formats.ts';
import { loadModel } from '../../../src/pipeline/models/load-model.ts';
import { type ExportGiven, exportSettings } from '../../../src/pipeline/settings/export.ts';
import { SettingFault } from '../../../src/pipeline/settings/settings-table.ts';
import { FileExistsFault } from '../../../src/project/file-faults.ts';
import { readOnnx } from '../../engine/checkpoint/onnx-reader.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { writeTinyModels } from '../tiny-models.ts';

let root: string;
beforeEach(async () => {
  root = temporaryFolder();
  await writeTinyModels(root, ['models/tiny', 'checkpoint/run1/model-7']);
  writeFileSync(join(root, 'checkpoint/run1/latest'), 'model-7\n');
});

async function events(given: ExportGiven, signal?: AbortSignal) {
  const found = [];
  for await (const event of exportModel(given, { root, ...(signal === undefined ? {} : { signal }) }))
    found.push(event);
  return found;
}

test('the choices of the setting are exactly the formats that can be written', () => {
  expect(Object.keys(exportFormats)).toEqual([...exportSettings.to.choices]);
  const types = new Set(Object.values(exportFormats).flatMap(({ types }) => types));
  expect([...types].sort()).toEqual([...exportSettings.dtype.choices].sort());
});

test('exports a run as a folder for transformers', async () => {
  const out = join(root, 'exports', 'hf');
  expect(await events({ out, to: 'huggingface', run: 'run1', dtype: 'bfloat16' })).toEqual([
    { type: 'writer', name: 'run1/model-7', isNewestRun: false, isBundled: false },
    { type: 'exported', paths: [out] },
  ]);
  expect(readdirSync(out).sort()).toEqual([
    'README.md',
    'config.json',
    'generation_config.json',
    'merges.txt',
    'model.safetensors',
    'tokenizer.json',
    'tokenizer_config.json',
    'vocab.json',
  ]);
  expect(readFileSync(join(out, 'README.md'), 'utf8')).toContain('- Training steps: 7\n');
  expect(JSON.parse(readFileSync(join(out, 'config.json'), 'utf8'))).toMatchObject({ torch_dtype: 'bfloat16' });
  expect(readdirSync(join(root, 'exports'))).toEqual(['hf']);
});

test('exports a model as a folder for transformers.js, which cannot be loaded again', async () => {
  const out = join(root, 'models', 'web');
  await events({ out, to: 'onnx', model_name: 'tiny' });
  expect(readdirSync(join(out, 'onnx')).sort()).toEqual(['model.onnx', 'model_quantized.onnx']);
  expect(readdirSync(out)).toEqual(expect.arrayContaining(['config.json', 'generation_config.json', 'tokenizer.json']));
  const { initializers } = readOnnx(new Map([['model.onnx', readFileSync(join(out, 'onnx/model.onnx'))]]));
  const { model } = await loadModel(nodeProject(), openReferenceDevice(), join(root, 'models/tiny'));
  for await (const { spec, values } of model.parameters.entries()) {
    expect(new Float32Array(initializers.get(spec.name)!.data.buffer), spec.name).toEqual(values);
  }
  for (const model_name of ['web', 'models/web/onnx', 'models/web/onnx/model.onnx']) {
    await expect(events({ out: join(root, 'again'), to: 'huggingface', model_name })).rejects.toThrow(
      /model\.onnx is an ONNX file, .* supported formats are safetensors, TensorFlow, GGUF, PyTorch, and llm\.c\.$/,
    );
  }
});

describe('the progress of an export', () => {
  test('is reported during writing', async () => {
    const out = join(root, 'out');
    const told = [];
    const config = readFileSync(join(root, 'models/tiny/config.json'), 'utf8');
    for await (const event of exportModel({ out, to: 'huggingface', model_name: 'tiny' }, { root, silentMs: 0 })) {
      if (event.type === 'exporting') told.push(event);
    }
    expect(told.length).toBeGreaterThan(0);
    for (const { bytesDone, bytes } of told) {
      expect(bytesDone).toBeGreaterThanOrEqual(0);
      expect(bytes).toBe(4 * parseModelConfiguration('config.json', config, 'config.json').parameterCount);
    }
  });

  test.each(Object.keys(exportFormats) as (keyof typeof exportFormats)[])(
    'counts the bytes written: %s',
    async (to) => {
      const { configuration, tokenizer, model } = await loadModel(
        nodeProject(),
        openReferenceDevice(),
        join(root, 'models/tiny'),
      );
      const story = { step: null, base: null, trainingTokens: null };
      const settings = { rank: 2, alpha: 2, dropout: 0.2, modules: targetModules(configuration, 'mlp') };
      const adapters = new AdapterSet(model.device, configuration, settings);
      const { parameters } = to === 'peft' || to === 'gguf-adapter' ? adapters : model;
      const adapter = { adapters, base: { name: 'base', digest: null, weightsPath: '/models/base' } };
      const exported = { name: 'tiny', parameters, configuration, tokenizer, story, adapter };
      for (const type of exportFormats[to].types) {
        if (type.startsWith('q')) continue;
        let counted = 0;
        const options = { modelfile: false, onBytes: (bytes: number) => (counted += bytes) };
        const out = join(root, `${to}-${type}`);
        await exportFormats[to].write(nodeFiles, out, exported, type, options);
        // Weights and, in some formats, their description: all bytes are announced, and none counted twice.
        expect(counted).toBeGreaterThanOrEqual(exportFormats[to].bytes(exported, type));
        expect(counted).toBeLessThanOrEqual(
          (await inputFiles(nodeFiles, out)).reduce((sum, { bytes }) => sum + bytes, 0),
        );
      }
    },
  );
});

test('the Modelfile is written next to the weights that it names', async () => {
  const out = join(root, 'mine.gguf');
  const written = [out, join(root, 'Modelfile')];
  const [, event] = await events({ out, to: 'gguf', model_name: 'tiny', modelfile: true, dtype: 'float16' });
  expect(event).toEqual({ type: 'exported', paths: written });
  expect(readFileSync(written[1], 'utf8')).toMatch(/^FROM \.\/mine\.gguf\n/);
});

/** The extensions of the formats that are a single file. */
const endings: Readonly<Record<string, string>> = { gguf: '.gguf', 'llm.c': '.bin' };

describe('nothing is written', () => {
  test.each(['huggingface', 'onnx', 'gguf', 'tensorflow', 'llm.c'] as const)(
    'over an existing file (%s)',
    async (to) => {
      const out = join(root, `there${endings[to] ?? ''}`);
      mkdirSync(out);
      await expect(events({ out, to, model_name: 'tiny' })).rejects.toThrow(FileExistsFault);
      expect(readdirSync(out)).toEqual([]);
    },
  );

  test('over an existing Modelfile, nor the weights next to it', async () => {
    writeFileSync(join(root, 'Modelfile'), 'FROM other');
    const out = join(root, 'mine.gguf');
    await expect(events({ out, to: 'gguf', model_name: 'tiny', modelfile: true })).rejects.toThrow(
      /Modelfile already exists/,
    );
    expect(existsSync(out)).toBe(false);
  });

  test.each([
    [{ to: 'tensorflow', dtype: 'float16' }, /dtype is float16, but tensorflow .* float32\./],
    [{ to: 'huggingface', dtype: 'q8_0' }, /dtype is q8_0, but huggingface .* float32, float16, bfloat16/],
    [{ to: 'huggingface', modelfile: true }, /modelfile .* gguf and gguf-adapter, not with huggingface/],
    [{ to: 'gguf' }, /must end in \.gguf: .*out\.gguf\.$/],
    [{ to: 'llm.c' }, /must end in \.bin: .*out\.bin\.$/],
  ] as const)('with settings that the format does not support, %o', async (given, message) => {
    const refused = events({ out: join(root, 'out'), model_name: 'tiny', ...given });
    await expect(refused).rejects.toThrow(SettingFault);
    await expect(refused).rejects.toThrow(message);
  });

  test.each(['huggingface', 'onnx', 'gguf', 'llm.c'] as const)('when it is interrupted (%s)', async (to) => {
    const interrupted = events(
      { out: join(root, `out${endings[to] ?? ''}`), to, model_name: 'tiny' },
      AbortSignal.abort(),
    );
    await expect(interrupted).rejects.toThrow(/abort/);
    expect(readdirSync(root).sort()).toEqual(['checkpoint', 'models']);
  });
});
