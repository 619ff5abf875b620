import { group } from './settings-table.ts';

/** The texts that a model writes while it is trained. `train` and `run` have defaults of their own. */
export const trainingSampleSettings = group('Samples during training', {
  sample_every: {
    type: 'integer',
    unit: 'steps',
    min: 0,
    default: 100,
    help: 'Write samples after this many steps; 0 means never.',
  },
  sample_prompt: {
    type: 'strings',
    placeholder: 'text',
    default: null,
    absent: 'the start of a post',
    help: 'Text that samples begin with; may be repeated. Seeds are the same at each step, so that only the model differs.',
  },
  sample_num: {
    type: 'integer',
    unit: 'samples',
    min: 1,
    default: 1,
    help: 'Samples to write each time, for each prompt.',
  },
  sample_length: { type: 'integer', unit: 'tokens', min: 1, default: 1023, help: 'Tokens per sample.' },
});
