import type { CommandEntry } from './command.ts';

/** The way that most people go. */
const whole = 'From your posts to new ones';
/** What `run` does, and what it leaves out, one thing at a time. */
const steps = 'Step by step';

/**
 * Every command, in the order of the story, under two headings. A command's file is loaded when it is called, so that help
 * is quick.
 */
export const commands: readonly CommandEntry[] = [
  {
    name: 'init',
    group: whole,
    summary: 'Looks at your site, asks four questions, writes a file of settings.',
    load: async () => (await import('./init.ts')).initCommand,
  },
  {
    name: 'run',
    group: whole,
    summary: 'All of it: reads your posts, trains on them, writes new ones.',
    load: async () => (await import('./run.ts')).runCommand,
  },
  {
    name: 'judge',
    group: whole,
    summary: 'Says what texts copy from your posts, and how good they are.',
    load: async () => (await import('./judge.ts')).judgeCommand,
  },
  {
    name: 'publish',
    group: whole,
    summary: 'Makes posts of the drafts that you approved: one now, or one a day.',
    load: async () => (await import('./publish.ts')).publishCommand,
  },
  {
    name: 'doctor',
    group: whole,
    summary: 'Says what is there, and what to do next.',
    load: async () => (await import('./doctor.ts')).doctorCommand,
  },
  {
    name: 'import',
    group: steps,
    summary: 'Turns a site, an export or a feed into Markdown files.',
    load: async () => (await import('./import.ts')).importCommand,
  },
  {
    name: 'prepare',
    group: steps,
    summary: 'Turns a folder of posts into a text to train on.',
    load: async () => (await import('./prepare.ts')).prepareCommand,
  },
  {
    name: 'encode',
    group: steps,
    summary: 'Turns text into a token file.',
    load: async () => (await import('./encode.ts')).encodeCommand,
  },
  {
    name: 'download',
    group: steps,
    summary: 'Downloads a GPT-2: 124M and larger, or any at Hugging Face.',
    load: async () => (await import('./download.ts')).downloadCommand,
  },
  {
    name: 'models',
    group: steps,
    summary: 'Lists the models that are here, and those that can be had.',
    load: async () => (await import('./models.ts')).modelsCommand,
  },
  {
    name: 'train',
    group: steps,
    summary: 'Trains a model on your posts; go on with the same command.',
    load: async () => (await import('./train.ts')).trainCommand,
  },
  {
    name: 'evaluate',
    group: steps,
    summary: 'Measures how well a model predicts texts: loss, perplexity, bits per byte.',
    load: async () => (await import('./evaluate.ts')).evaluateCommand,
  },
  {
    name: 'generate',
    group: steps,
    summary: 'Writes texts with a trained model.',
    load: async () => (await import('./generate.ts')).generateCommand,
  },
  {
    name: 'interactive',
    group: steps,
    summary: 'Goes on from what you type.',
    load: async () => (await import('./interactive.ts')).interactiveCommand,
  },
  {
    name: 'export',
    group: steps,
    summary: 'Writes a model for other software: transformers, llama.cpp, Ollama.',
    load: async () => (await import('./export.ts')).exportCommand,
  },
];
