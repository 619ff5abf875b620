import { defaultByStart, plainNumber, VAL_EVERY } from './recipes.ts';
import { type GivenSettings, group, inSection, type SettingsOf } from './settings-table.ts';
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

const stopping = group('How long', {
  steps: { type: 'integer', unit: 'steps', min: 1, default: null, absent: 'endless', help: 'Stop at this step.' },
  epochs: {
    type: 'number',
    unit: 'passes',
    above: 0,
    default: null,
    absent: 'endless',
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
  batch_size: { type: 'integer', unit: 'windows', min: 1, default: 1, help: 'Windows in one forward and backward.' },
  accumulate_gradients: {
    type: 'integer',
    unit: 'batches',
    min: 1,
    default: 1,
    help: 'Batches that one update learns from, as if they were one.',
  },
  window: {
    type: 'integer',
    unit: 'tokens',
    min: 2,
    default: null,
    absent: "the model's n_ctx",
    help: 'Tokens of one training example.',
  },
  packing: {
    type: 'choice',
    choices: ['random', 'documents'],
    default: 'random',
    help: 'random: windows from anywhere; documents: every token once a pass, and windows begin where documents do.',
  },
  noise: { type: 'number', min: 0, max: 1, default: 0, help: 'Chance of replacing an input token by a random one.' },
  memory_saving_gradients: {
    type: 'boolean',
    default: false,
    help: 'Recompute each block in the backward: less memory, more time.',
  },
});

const optimizer = group('Optimizer', {
  optimizer: {
    type: 'choice',
    choices: ['adam', 'adamw', 'muon', 'sgd'],
    default: 'adam',
    help: "adam as TensorFlow computes it, adamw as PyTorch does, plain sgd; muon: adamw, and Muon for blocks' matrices.",
  },
  learning_rate: {
    type: 'number',
    above: 0,
    default: null,
    absent: defaultByStart((recipe) => plainNumber(recipe.train_learning_rate)),
    help: 'Size of the updates.',
  },
  schedule: {
    type: 'choice',
    choices: ['constant', 'linear', 'cosine', 'wsd'],
    default: 'constant',
    help: 'How the learning rate falls by the last step; wsd: it stays, and falls at the end.',
  },
  warmup_steps: {
    type: 'integer',
    unit: 'steps',
    min: 0,
    default: 0,
    help: 'The learning rate rises from 0 at first.',
  },
  decay_steps: {
    type: 'integer',
    unit: 'steps',
    min: 1,
    default: null,
    absent: 'a fifth of all steps',
    help: 'The last steps, in which the learning rate falls (schedule wsd only).',
  },
  min_learning_rate: {
    type: 'number',
    placeholder: 'share',
    min: 0,
    max: 1,
    default: 0,
    help: 'Share of the learning rate that is left at the end of a schedule in which it falls.',
  },
  weight_decay: { type: 'number', min: 0, default: 0, help: 'Decay of the matrices (adamw and muon only).' },
  momentum: {
    type: 'number',
    min: 0,
    below: 1,
    default: 0.95,
    help: 'Decay of the first moment of matrices (muon only).',
  },
  beta1: { type: 'number', min: 0, below: 1, default: 0.9, help: 'Decay of the first moment.' },
  beta2: { type: 'number', min: 0, below: 1, default: 0.999, help: 'Decay of the second moment.' },
  epsilon: { type: 'number', above: 0, default: 1e-8, help: 'Keeps the division by the second moment finite.' },
  clip: { type: 'number', min: 0, default: 0, help: 'Largest norm of the gradients; 0 is off.' },
  only_train_transformer_layers: {
    type: 'boolean',
    default: false,
    help: 'Leave the embeddings and the last layer norm as they are.',
  },
});

const sampling = group('Samples on the way', {
  sample_every: { type: 'integer', unit: 'steps', min: 0, default: 100, help: 'Write samples; 0 is never.' },
  sample_length: { type: 'integer', unit: 'tokens', min: 1, default: 1023, help: 'Tokens of one sample.' },
  sample_num: { type: 'integer', unit: 'samples', min: 1, default: 1, help: 'Samples at a time.' },
  top_k: { ...samplingSettings.top_k, default: 40 },
  top_p: samplingSettings.top_p,
});

const validation = group('Validation', {
  val_dataset: {
    type: 'path',
    default: null,
    absent: 'none',
    help: 'Text, folder, glob or .npz to measure the validation loss on.',
  },
  val_split: {
    type: 'number',
    min: 0,
    below: 1,
    words: ['auto'],
    default: 'auto',
    help: 'Share of the posts kept for validation; auto: a tenth when there are ten posts or more.',
  },
  val_every: {
    type: 'integer',
    unit: 'steps',
    min: 0,
    default: null,
    absent: `${VAL_EVERY} if there is something to validate on`,
    help: 'Measure the validation loss; 0 is never.',
  },
  val_batch_size: { type: 'integer', unit: 'windows', min: 1, default: 2, help: 'Windows in a validation batch.' },
  val_batch_count: { type: 'integer', unit: 'batches', min: 1, default: 40, help: 'Batches of one validation.' },
});

const checkpoints = group('Checkpoints', {
  run_name: { type: 'text', section: 'model', default: 'run1', help: 'Folder in checkpoint/ and samples/.' },
  restore_from: {
    type: 'text',
    default: 'latest',
    help: 'latest: go on with the run if there is one; fresh: from the base model; or the path of a checkpoint.',
  },
  save_every: {
    type: 'integer',
    unit: 'steps',
    min: 0,
    default: 1000,
    help: 'Save a checkpoint; 0 is only at the end.',
  },
  keep: {
    type: 'integer',
    unit: 'checkpoints',
    min: 1,
    default: 5,
    help: 'Newest checkpoints to keep; the one with the best validation loss always stays.',
  },
  log: {
    type: 'path',
    default: null,
    absent: 'none',
    help: 'File to add a line of JSON to at each step and each validation: losses, rate, tokens, seconds.',
  },
});

const shape = group(
  'Shape of a model from random weights',
  inSection('model', {
    n_layer: {
      type: 'integer',
      unit: 'blocks',
      min: 1,
      default: null,
      absent: "the base model's",
      help: 'Transformer blocks.',
    },
    n_head: {
      type: 'integer',
      unit: 'heads',
      min: 1,
      default: null,
      absent: "the base model's",
      help: 'Attention heads of a block; a divisor of n_embd.',
    },
    n_embd: {
      type: 'integer',
      unit: 'channels',
      min: 1,
      default: null,
      absent: "the base model's",
      help: 'Channels of the residual stream.',
    },
    n_ctx: {
      type: 'integer',
      unit: 'tokens',
      min: 2,
      default: null,
      absent: "the window, or the base model's",
      help: 'Longest text that the model can look back on.',
    },
  }),
);

export const trainSettings = {
  dataset: { type: 'path', help: 'Text, folder of posts, site, export, glob or .npz to train on.' },
  ...modelSetting,
  ...shape,
  combine: {
    ...combineSetting.combine,
    default: null,
    absent: 'one text without seams',
    help: 'Posts are joined until they have this many characters; no training window crosses such a seam.',
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
  ...stopping,
  ...batches,
  ...optimizer,
  ...sampling,
  ...validation,
  ...checkpoints,
  ...machineSettings,
} as const;

export type TrainSettings = SettingsOf<typeof trainSettings>;
export type TrainGiven = GivenSettings<typeof trainSettings>;
