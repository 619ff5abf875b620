import type { CommandEntry } from './command.ts';

/** The commands that most people need. */
const whole = 'From your posts to new ones';
/** The single steps of `run`, and other tools. */
const steps = 'Step by step';

/**
 * Every command, in the order in which help shows them, under two headings. A command's file is loaded only when it is
 * called, so that help is fast.
 */
export const commands: readonly CommandEntry[] = [
  {
    name: 'studio',
    group: whole,
    summary: 'Opens a page in your browser where all of this is done by mouse.',
    load: async () => (await import('./studio.ts')).studioCommand,
  },
  {
    name: 'init',
    group: whole,
    summary: 'Looks at your site, asks four questions and writes a config file.',
    load: async () => (await import('./init.ts')).initCommand,
  },
  {
    name: 'run',
    group: whole,
    summary: 'Does it all: reads your posts, trains on them and writes new ones.',
    load: async () => (await import('./run.ts')).runCommand,
  },
  {
    name: 'continue',
    group: whole,
    summary: 'Continues a draft that you began.',
    load: async () => (await import('./continue.ts')).continueCommand,
  },
  {
    name: 'draft',
    group: whole,
    summary: 'Makes a draft of a text, in the form of your blog.',
    load: async () => (await import('./draft.ts')).draftCommand,
  },
  {
    name: 'judge',
    group: whole,
    summary: 'Shows what texts copy from your posts, and scores them.',
    load: async () => (await import('./judge.ts')).judgeCommand,
  },
  {
    name: 'review',
    group: whole,
    summary: 'Shows the drafts one by one, for you to approve, edit or hold back.',
    load: async () => (await import('./review.ts')).reviewCommand,
  },
  {
    name: 'approve',
    group: whole,
    summary: 'Approves drafts, so that they may be published.',
    load: async () => (await import('./approve.ts')).approveCommand,
  },
  {
    name: 'hold',
    group: whole,
    summary: 'Holds drafts back, so that they are never published.',
    load: async () => (await import('./approve.ts')).holdCommand,
  },
  {
    name: 'discard',
    group: whole,
    summary: 'Moves drafts to the trash of their folder, or back.',
    load: async () => (await import('./discard.ts')).discardCommand,
  },
  {
    name: 'publish',
    group: whole,
    summary: 'Publishes the drafts that you approved: one now, or one a day.',
    load: async () => (await import('./publish.ts')).publishCommand,
  },
  {
    name: 'unpublish',
    group: whole,
    summary: 'Takes the last published post back, as a draft.',
    load: async () => (await import('./unpublish.ts')).unpublishCommand,
  },
  {
    name: 'doctor',
    group: whole,
    summary: 'Checks the machine and the site, and suggests the next step.',
    load: async () => (await import('./doctor.ts')).doctorCommand,
  },
  {
    name: 'posts',
    group: steps,
    summary: 'Shows what a model would learn from, post by post, and what is left out.',
    load: async () => (await import('./posts.ts')).postsCommand,
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
    summary: 'Turns posts or text into a token file.',
    load: async () => (await import('./encode.ts')).encodeCommand,
  },
  {
    name: 'download',
    group: steps,
    summary: 'Downloads a model by its name, or any supported one on Hugging Face.',
    load: async () => (await import('./download.ts')).downloadCommand,
  },
  {
    name: 'models',
    group: steps,
    summary: 'Lists the models on this machine, and those to download.',
    load: async () => (await import('./models.ts')).modelsCommand,
  },
  {
    name: 'show',
    group: steps,
    summary: 'Says what a run, a model or a token file is.',
    load: async () => (await import('./show.ts')).showCommand,
  },
  {
    name: 'train',
    group: steps,
    summary: 'Trains a model on your posts; run it again to resume.',
    load: async () => (await import('./train.ts')).trainCommand,
  },
  {
    name: 'report',
    group: steps,
    summary: 'Writes a page with pictures of a training.',
    load: async () => (await import('./report.ts')).reportCommand,
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
    summary: 'Continues the text that you type.',
    load: async () => (await import('./interactive.ts')).interactiveCommand,
  },
  {
    name: 'serve',
    group: steps,
    summary: "Lets editors and scripts use a model, through OpenAI's API on this machine.",
    load: async () => (await import('./serve.ts')).serveCommand,
  },
  {
    name: 'export',
    group: steps,
    summary: 'Writes a model for other software: transformers, llama.cpp, Ollama.',
    load: async () => (await import('./export.ts')).exportCommand,
  },
  {
    name: 'remove',
    group: steps,
    summary: 'Deletes a run, or a model that was downloaded.',
    load: async () => (await import('./remove.ts')).removeCommand,
  },
  {
    name: 'completion',
    group: steps,
    summary: 'Prints a script with which your shell completes commands and options.',
    load: async () => (await import('./completion.ts')).completionCommand,
  },
];
