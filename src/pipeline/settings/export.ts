import { writerSettings } from './generate.ts';
import type { GivenSettings } from './settings-table.ts';

export const exportSettings = {
  out: {
    type: 'path',
    section: null,
    help: 'Folder to make (huggingface, onnx, tensorflow), or file (gguf, llm.c); it must not be there.',
  },
  to: {
    type: 'choice',
    choices: ['huggingface', 'onnx', 'gguf', 'tensorflow', 'llm.c'],
    help: 'For whom: huggingface, onnx (transformers.js), gguf (llama.cpp, Ollama), tensorflow (scripts of 2019), llm.c.',
  },
  ...writerSettings,
  dtype: {
    type: 'choice',
    choices: ['float32', 'float16', 'bfloat16', 'q8_0', 'q4_0'],
    default: 'float32',
    help: 'Numbers of the weights; float32 is exact. q8_0 and q4_0, of 8 and 4 bits, are for gguf.',
  },
  modelfile: { type: 'boolean', default: false, help: "Write Ollama's Modelfile beside a gguf file." },
} as const;

export type ExportGiven = GivenSettings<typeof exportSettings>;
