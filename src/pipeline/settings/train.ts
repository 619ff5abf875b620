import { adapterSettings } from './adapter.ts';
import { shapeSettings } from './model-shape.ts';
import { rankSettings } from './ranks.ts';
import { rateByStart, USUAL_WINDOW_IN_WORDS, VAL_EVERY } from './recipes.ts';
import { recordSettings } from './records.ts';
import { group, inSection, type SettingsOf } from './settings-table.ts';
import {
  cleaningSettings,
  combineSetting,
  formatSetting,
  machineSettings,
  modelSetting,
  readingSettings,
  samplingSettings,
  siteSetting,
} from './shared.ts';
import { trainingSampleSettings } from './training-samples.ts';

const stopping = group('How long', {
  steps: { type: 'integer', unit: 'steps', min: 1, default: null, absent: 'no limit', help: 'Stop at this step.' },
  epochs: {
    type: 'number',
    unit: 'passes',
    above: 0,
    default: null,
    absent: 'no limit',
    help: 'Stop after this many passes over the training tokens.',
  },
  patience: {
    type: 'integer',
    unit: 'validations',
    min: 0,
    default: 0,
    help: 'Stop when the validation loss has not improved this many times in a row; 0 is off.',
  },
});

const batches = group('Batches', {
  batch_size: { type: 'integer', unit: 'windows', min: 1, default: 1, help: 'Windows per forward and backward pass.' },
  accumulate_gradients: {
    type: 'integer',
    unit: 'batches',
    min: 1,
    default: 1,
    help: 'Batches per update; they count as one large batch.',
  },
  window: {
    type: 'integer',
    unit: 'tokens',
    min: 2,
    default: null,
    absent: USUAL_WINDOW_IN_WORDS,
    help: 'Tokens in each training example.',
  },
  packing: {
    type: 'choice',
    choices: ['random', 'documents'],
    default: 'random',
    help: 'random: windows from anywhere; documents: windows begin where posts do, each token once per pass.',
  },
  noise: {
    type: 'number',
    min: 0,
    max: 1,
    default: 0,
    help: 'Probability of replacing an input token with a random one.',
  },
  dropout: {
    type: 'number',
    placeholder: 'share',
    min: 0,
    below: 1,
    default: 0,
    help: 'Share of embeddings and of attention and mlp outputs to leave out while training; attention weights stay whole.',
  },
  memory_saving_gradients: {
    type: 'boolean',
    default: false,
    help: 'Recompute each block in the backward pass: less memory, more time.',
  },
});

const optimizer = group('Optimizer', {
  optimizer: {
    type: 'choice',
    choices: ['adam', 'adamw', 'muon', 'sgd'],
    default: 'adam',
    help: "adam as in TensorFlow, adamw as in PyTorch, plain sgd, or muon: Muon for the blocks' matrices, else adamw.",
  },
  learning_rate: {
    type: 'number',
    above: 0,
    default: null,
    absent: rateByStart((recipe) => recipe.train_learning_rate),
    help: 'How far each update moves the weights.',
  },
  schedule: {
    type: 'choice',
    choices: ['constant', 'linear', 'cosine', 'wsd'],
    default: 'constant',
    help: 'How the learning rate falls until the last step; wsd: it stays constant, then falls at the end.',
  },
  warmup_steps: {
    type: 'integer',
    unit: 'steps',
    min: 0,
    default: 0,
    help: 'Steps over which the learning rate rises from 0 at the start.',
  },
  decay_steps: {
    type: 'integer',
    unit: 'steps',
    min: 1,
    default: null,
    absent: 'a fifth of all steps',
    help: 'Final steps in which the learning rate falls (schedule wsd only).',
  },
  min_learning_rate: {
    type: 'number',
    placeholder: 'share',
    min: 0,
    max: 1,
    default: 0,
    help: 'Share of the learning rate that remains at the end of the schedule.',
  },
  weight_decay: { type: 'number', min: 0, default: 0, help: 'Weight decay of the matrices (adamw and muon only).' },
  momentum: {
    type: 'number',
    min: 0,
    below: 1,
    default: 0.95,
    help: 'Momentum of the matrices (muon only).',
  },
  beta1: { type: 'number', min: 0, below: 1, default: 0.9, help: 'Decay rate of the first moment.' },
  beta2: { type: 'number', min: 0, below: 1, default: 0.999, help: 'Decay rate of the second moment.' },
  epsilon: { type: 'number', above: 0, default: 1e-8, help: 'Keeps the division by the second moment finite.' },
  clip: { type: 'number', min: 0, default: 0, help: 'Maximum norm of the gradients; 0 is off.' },
  only_train_transformer_layers: {
    type: 'boolean',
    default: false,
    help: 'Do not train the embeddings and the final layer norm.',
  },
  freeze_blocks: {
    type: 'integer',
    unit: 'blocks',
    min: 0,
    default: 0,
    help: 'Do not train the embeddings and this many blocks, the first ones: less memory and time.',
  },
});

const sampling = group('Samples during training', {
  ...trainingSampleSettings,
  temperature: { ...samplingSettings.temperature, default: 1 },
  top_k: { ...samplingSettings.top_k, default: 40 },
  top_p: samplingSettings.top_p,
});

const validation = group('Validation', {
  val_dataset: {
    type: 'path',
    default: null,
    absent: 'none',
    help: 'Text, folder, glob or .npz file to measure the validation loss on.',
  },
  val_split: {
    type: 'number',
    min: 0,
    below: 1,
    words: ['auto'],
    default: 'auto',
    help: 'Share of the posts reserved for validation; auto: a tenth if there are at least ten posts.',
  },
  val_every: {
    type: 'integer',
    unit: 'steps',
    min: 0,
    default: null,
    absent: `${VAL_EVERY} if there are validation posts`,
    help: 'Measure the validation loss after this many steps; 0 means never.',
  },
  val_batch_size: { type: 'integer', unit: 'windows', min: 1, default: 2, help: 'Windows per validation batch.' },
  val_batch_count: { type: 'integer', unit: 'batches', min: 1, default: 40, help: 'Batches per validation.' },
});

const checkpoints = group('Checkpoints', {
  run_name: {
    type: 'text',
    section: 'model',
    default: 'run1',
    help: 'Name of the run: its folder in checkpoint/ and samples/.',
  },
  restore_from: {
    type: 'text',
    default: 'latest',
    help: 'latest: resume the run if it exists; fresh: start from the base model; or the path of a checkpoint.',
  },
  save_every: {
    type: 'integer',
    unit: 'steps',
    min: 0,
    default: 1000,
    help: 'Save a checkpoint after this many steps; 0 means only at the end.',
  },
  keep: {
    type: 'integer',
    unit: 'checkpoints',
    min: 1,
    default: 5,
    help: 'Checkpoints to keep: the newest ones, and always the one with the best validation loss.',
  },
});

const rehearsal = inSection(null, {
  dry_run: {
    type: 'boolean',
    default: false,
    help: 'Show the plan, memory, time and first windows of the training, and write nothing.',
  },
  find_learning_rate: {
    type: 'boolean',
    default: false,
    help: 'Try rising learning rates in up to 100 steps, show the losses and which rate to take, and write nothing.',
  },
});

export const trainSettings = {
  dataset: {
    type: 'strings',
    placeholder: 'path',
    help: 'Text, folder of posts, site, export, glob or .npz to train on; may be repeated, with weights: other=0.3.',
  },
  ...modelSetting,
  ...shapeSettings,
  combine: {
    ...combineSetting.combine,
    default: null,
    absent: 'all posts as one text',
    help: 'Join posts into texts of this many characters; no training window spans two of them.',
  },
  ...formatSetting,
  ...readingSettings,
  ...siteSetting,
  ...cleaningSettings,
  seed: {
    type: 'integer',
    min: 0,
    default: 0,
    help: 'The same seed and the same settings give the same losses.',
  },
  ...rehearsal,
  ...stopping,
  ...batches,
  ...optimizer,
  ...adapterSettings,
  ...sampling,
  ...validation,
  ...checkpoints,
  ...recordSettings,
  ...rankSettings,
  ...machineSettings,
} as const;

export type TrainSettings = SettingsOf<typeof trainSettings>;
export type { TrainGiven } from './given/train.ts';
