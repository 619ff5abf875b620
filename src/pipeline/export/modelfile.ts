import { basename, dirname, relative } from 'pathe';
import type { ExportedModel } from './exported-model.ts';

/** What Ollama makes a model from (`ollama create`). */
export const MODELFILE = 'Modelfile';

/** The families that Ollama imports from safetensors; everything else it takes as GGUF. */
const IMPORTED_FAMILIES: readonly string[] = ['llama', 'qwen2'];

/** The Modelfile next to the weights of a model, at `path`. */
export function modelfileOf(path: string, model: ExportedModel): string {
  return modelfile([`FROM ./${basename(path)}`], model);
}

/** The Modelfile next to an adapter, at the absolute path `path`: it names the model that the adapter belongs to, where it is. */
export function modelfileOfAdapter(path: string, model: ExportedModel): string {
  const from = relative(dirname(path), model.adapter!.base.weightsPath);
  // Ollama takes what does not look like a path for a model's name.
  const isBelow = !/^(\.\.?\/|\/|[A-Za-z]:)/.test(from);
  return modelfile([`FROM ${isBelow ? `./${from}` : from}`, `ADAPTER ./${basename(path)}`], model);
}

/** Whether Ollama can read the weights of a model: a GGUF file, or the folder of a safetensors file. */
export function isForOllama(weightsPath: string, { configuration }: Pick<ExportedModel, 'configuration'>): boolean {
  return weightsPath.endsWith('.gguf') || IMPORTED_FAMILIES.includes(configuration.architecture.name);
}

/** With a template without roles, so that the model continues the prompt. */
function modelfile(sources: readonly string[], { configuration, tokenizer }: ExportedModel): string {
  return [
    ...sources,
    'TEMPLATE """{{ .Prompt }}"""',
    ...[...tokenizer.stopTokens].map((token) => `PARAMETER stop "${tokenizer.decode([token])}"`),
    `PARAMETER num_ctx ${configuration.shape.context}`,
    '',
  ].join('\n');
}
