import type { NamedFile } from '../core/named-file.ts';

/** Files that make a model, or are its licence; a folder of a hub has more. */
const OF_MODELS = /\.(?:safetensors|gguf|json|txt|bpe|model|jinja|md)$|(?:^|\/)LICENSE$/i;

/**
 * The files of a model that was dropped, under the names that they get in models/: the folder's own, or the name of a single
 * file. Throws an `Error` for people if it is not a model.
 */
export function modelFiles(files: readonly NamedFile[]): {
  readonly model: string;
  readonly named: readonly NamedFile[];
} {
  const useful = files.filter(({ name }) => OF_MODELS.test(name));
  if (!useful.some(({ name }) => /\.(?:safetensors|gguf)$/i.test(name))) {
    throw new Error('These are not the files of a model: there is no .safetensors and no .gguf file among them.');
  }
  const [{ name: first }] = useful;
  if (first.includes('/')) return { model: first.split('/')[0], named: useful };
  // A file alone gets a folder of its own.
  const weights = useful.find(({ name }) => /\.(?:safetensors|gguf)$/i.test(name))!;
  const model = weights.name.replace(/\.[^.]+$/, '');
  return { model, named: useful.map(({ name, file }) => ({ name: `${model}/${name}`, file })) };
}
