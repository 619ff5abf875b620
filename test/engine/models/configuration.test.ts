import { describe, expect, test } from 'vitest';
import { configFileNames, parseModelConfiguration } from '../../../src/engine/models/architectures.ts';
import { ConfigurationFault } from '../../../src/engine/models/configuration-fault.ts';
import { gpt2Configuration } from '../../../src/engine/models/gpt2/architecture.ts';

const tiny = gpt2Configuration({ n_vocab: 5, n_ctx: 3, n_embd: 4, n_head: 2, n_layer: 1 }, 'test');
const marks = { beginMark: 4, endMark: 4 };
const config = (changes: Record<string, unknown>) =>
  JSON.stringify({ ...JSON.parse(tiny.fileText('config.json', marks)), ...changes });
const deep = '['.repeat(2e5) + ']'.repeat(2e5);

test.each(configFileNames)('what is written is read again: %s', (name) => {
  expect(parseModelConfiguration(name, tiny.fileText(name, marks), name)).toEqual(tiny);
});

describe('a config.json is refused', () => {
  // What has no text of its own, and lists that are too deep to be written: both can be read out of JSON.
  test.each<[string, string, RegExp]>([
    ['of another kind', config({ model_type: 'opt' }), /model_type is "opt".* supported: gpt2/],
    ['whose kind is a list without an end', `{"model_type":${deep}}`, /model_type is something nested too deep/],
    ['with a size that is a text', config({ n_embd: '4' }), /n_embd is "4", expected a whole number/],
    ['with a size that is no text either', config({ n_head: { toString: 1 } }), /n_head is \{"toString":1\}/],
    ['with a width that is a text', config({ n_inner: 16, n_embd: '4' }), /n_inner is 16, expected four times/],
    ['with a width that is no number', config({ n_inner: 16, n_embd: { valueOf: 1, toString: 1 } }), /n_inner is 16/],
    ['with an activation of no name', config({ activation_function: { toString: 1 } }), /activation_function is \{/],
    [
      'with an epsilon that is a text',
      config({ layer_norm_epsilon: '0.5' }),
      /layer_norm_epsilon is "0\.5", expected a number/,
    ],
    ['with an epsilon that is none', config({ layer_norm_epsilon: { toString: 1, valueOf: 1 } }), /expected a number/],
    ['that is a list', deep, /must contain a JSON object/],
  ])('%s', (_, json, message) => {
    expect(() => parseModelConfiguration('config.json', json, 'config.json')).toThrow(ConfigurationFault);
    expect(() => parseModelConfiguration('config.json', json, 'config.json')).toThrow(message);
  });
});

test('a hparams.json with lists that are too deep is refused', () => {
  expect(() => parseModelConfiguration('hparams.json', `{"n_vocab":${deep}}`, 'hparams.json')).toThrow(
    /n_vocab is something nested too deep/,
  );
});
