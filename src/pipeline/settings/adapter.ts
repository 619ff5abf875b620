import { group } from './settings-table.ts';

/** What is trained beside frozen weights. */
export const adapterSettings = group('Adapter', {
  adapter: {
    type: 'choice',
    choices: ['none', 'lora', 'auto'],
    default: 'none',
    help: 'lora: train small matrices beside frozen weights, in less memory; auto: only if all weights do not fit.',
  },
  lora_rank: { type: 'integer', min: 1, max: 4096, default: 16, help: 'Rank of these matrices.' },
  lora_alpha: { type: 'number', above: 0, default: 32, help: 'What they add counts lora_alpha / lora_rank times.' },
  lora_dropout: {
    type: 'number',
    placeholder: 'share',
    min: 0,
    below: 1,
    default: 0,
    help: 'Share of their inputs to leave out at random while training.',
  },
  lora_targets: {
    type: 'choice',
    choices: ['all-linear', 'attention', 'mlp'],
    default: 'all-linear',
    help: 'The linear layers that they are beside: those of the attention, of the mlp, or all.',
  },
  frozen_weights: {
    type: 'choice',
    choices: ['auto', 'bfloat16', 'q8_0'],
    default: 'auto',
    help: 'How to keep the weights beside them: q8_0 takes half the memory of bfloat16; auto: q8_0 only where the file has it.',
  },
});
