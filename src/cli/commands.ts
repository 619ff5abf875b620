import type { CommandEntry } from './command.ts';

/** Every command, in the order of the story. A command's file is loaded when it is called, so that help is quick. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'init',
    summary: 'Looks at your site, asks four questions, writes a file of settings.',
    load: async () => (await import('./init.ts')).initCommand,
  },
  {
    name: 'run',
    summary: 'All of it: reads your posts, trains on them, writes new ones.',
    load: async () => (await import('./run.ts')).runCommand,
  },
  {
    name: 'import',
    summary: 'Turns a site, an export or a feed into Markdown files.',
    load: async () => (await import('./import.ts')).importCommand,
  },
  {
    name: 'prepare',
    summary: 'Turns a folder of posts into a text to train on.',
    load: async () => (await import('./prepare.ts')).prepareCommand,
  },
  {
    name: 'encode',
    summary: 'Turns text into a token file.',
    load: async () => (await import('./encode.ts')).encodeCommand,
  },
  {
    name: 'download',
    summary: 'Downloads a GPT-2: 124M and larger, or any at Hugging Face.',
    load: async () => (await import('./download.ts')).downloadCommand,
  },
  {
    name: 'models',
    summary: 'Lists the models that are here, and those that can be had.',
    load: async () => (await import('./models.ts')).modelsCommand,
  },
  {
    name: 'train',
    summary: 'Trains a model on your posts; go on with the same command.',
    load: async () => (await import('./train.ts')).trainCommand,
  },
  {
    name: 'evaluate',
    summary: 'Measures how well a model predicts texts: loss, perplexity, bits per byte.',
    load: async () => (await import('./evaluate.ts')).evaluateCommand,
  },
  {
    name: 'generate',
    summary: 'Writes texts with a trained model.',
    load: async () => (await import('./generate.ts')).generateCommand,
  },
  {
    name: 'interactive',
    summary: 'Goes on from what you type.',
    load: async () => (await import('./interactive.ts')).interactiveCommand,
  },
  {
    name: 'judge',
    summary: 'Says what texts copy from your posts, and how good they are.',
    load: async () => (await import('./judge.ts')).judgeCommand,
  },
  {
    name: 'publish',
    summary: 'Makes posts of approved drafts: one now, or one a day.',
    load: async () => (await import('./publish.ts')).publishCommand,
  },
  {
    name: 'export',
    summary: 'Writes a model for other software: transformers, llama.cpp, Ollama.',
    load: async () => (await import('./export.ts')).exportCommand,
  },
  {
    name: 'doctor',
    summary: 'Says what is there, and what to do next.',
    load: async () => (await import('./doctor.ts')).doctorCommand,
  },
];
