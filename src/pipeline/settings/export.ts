import { writerSettings } from './generate.ts';
export const exportSettings = {
  out: {
    type: 'path',
    section: null,
    help: 'Folder (huggingface, peft, onnx, tensorflow) or file (gguf, gguf-adapter, llm.c) to create; it must not exist yet.',
  },
  to: {
    type: 'choice',
    choices: ['huggingface', 'peft', 'onnx', 'gguf', 'gguf-adapter', 'tensorflow', 'llm.c'],
    help: 'Software: transformers, PEFT, transformers.js, llama.cpp (gguf); for GPT-2 also the scripts of 2019 and llm.c.',
  },
  ...writerSettings,
  dtype: {
    type: 'choice',
    choices: ['float32', 'float16', 'bfloat16', 'q8_0', 'q4_0'],
    default: 'float32',
    help: 'Number format of the weights; float32 is exact. q8_0 (8 bits) and q4_0 (4 bits) are for gguf only.',
  },
  modelfile: {
    type: 'boolean',
    default: false,
    help: 'Also write a Modelfile for Ollama next to the gguf file (of an adapter: with its model).',
  },
} as const;

export type { ExportGiven } from './given/export.ts';
