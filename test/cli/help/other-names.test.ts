import { expect, test } from 'vitest';
import { ourNameFor } from '../../../src/cli/help/other-names.ts';
import { commandSettings } from '../../../src/pipeline/settings/command-settings.ts';

const settingsOf = (command: keyof typeof commandSettings) => Object.keys(commandSettings[command].settings);

test.each([
  ['train', 'lr', 'learning_rate'],
  ['train', 'block_size', 'window'],
  ['train', 'max_steps', 'steps'],
  ['train', 'eval_steps', 'val_every'],
  ['train', 'resume', 'restore_from'],
  ['train', 'gradient_accumulation_steps', 'accumulate_gradients'],
  ['train', 'r', 'lora_rank'],
  ['train', 'load_in_8bit', 'frozen_weights'],
  ['generate', 'load_in_8bit', 'quantize'],
  ['train', 'name', 'run_name'],
  ['generate', 'max_new_tokens', 'length'],
  ['generate', 'n', 'nsamples'],
  ['generate', 'prefix', 'prompt'],
  ['generate', 'temp', 'temperature'],
  ['generate', 'name', 'run'],
  ['run', 'n', 'count'],
  ['run', 'epochs', 'steps'],
  ['run', 'prompt', 'title'],
  ['run', 'output_dir', 'out'],
  ['run', 'data', 'posts'],
  ['publish', 'n', 'dry_run'],
  ['export', 'quantization', 'dtype'],
] as const)('%s: --%s is our %s', (command, theirs, ours) => {
  expect(ourNameFor(theirs, settingsOf(command))).toBe(ours);
});

test('a name of another command leads nowhere', () => {
  expect(ourNameFor('lora_r', settingsOf('import'))).toBeNull();
  expect(ourNameFor('xyzzyx', settingsOf('train'))).toBeNull();
});

test('no command has a setting that is thought to be of other software', () => {
  for (const command of Object.keys(commandSettings) as (keyof typeof commandSettings)[]) {
    const settings = settingsOf(command);
    for (const name of settings) expect([null, name]).toContain(ourNameFor(name, settings));
  }
});
