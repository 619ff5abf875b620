import { expect, test } from 'vitest';
import { modelFiles } from '../../../src/studio/pages/learn/model-files.ts';

const named = (...names: readonly string[]) => names.map((name) => ({ name, file: new File([], name) }));
const taken = (...names: readonly string[]) => {
  const { model, named: files } = modelFiles(named(...names));
  return [model, ...files.map(({ name }) => name)];
};

test('the folder of a model keeps its name, without files that are of no use', () => {
  expect(taken('smol/model.safetensors', 'smol/config.json', 'smol/LICENSE', 'smol/picture.png')).toEqual([
    'smol',
    'smol/model.safetensors',
    'smol/config.json',
    'smol/LICENSE',
  ]);
});

test('a file alone, and files without a folder, get a folder with the name of the weights', () => {
  expect(taken('Smol.Q4_1.gguf')).toEqual(['Smol.Q4_1', 'Smol.Q4_1/Smol.Q4_1.gguf']);
  expect(taken('config.json', 'model.safetensors')).toEqual(['model', 'model/config.json', 'model/model.safetensors']);
});

test('what has no weights is not a model', () => {
  expect(() => taken('posts/one.md', 'posts/config.json')).toThrow('no .safetensors and no .gguf file');
});
