import { describe, expect, expectTypeOf, test } from 'vitest';
import { commandSettings } from '../../../src/pipeline/settings/command-settings.ts';
import {
  boundsOf,
  checkSettings,
  type GivenSettings,
  group,
  inSection,
  rangeOf,
  type Setting,
  SettingFault,
  type SettingsOf,
  valueFromText,
} from '../../../src/pipeline/settings/settings-table.ts';

const table = {
  dataset: { type: 'path', help: 'What to train on.' },
  posts: { type: 'list', default: null, absent: 'none', help: 'Posts.' },
  titles: { type: 'texts', default: null, absent: 'none', help: 'Titles.' },
  stop: { type: 'strings', placeholder: 'text', default: null, absent: 'none', help: 'Stops.' },
  prompt: {
    type: 'strings',
    placeholder: 'text',
    mayBeEmpty: true,
    default: null,
    absent: 'none',
    help: 'Prompts.',
  },
  ...group('Numbers', {
    batch_size: { type: 'integer', unit: 'windows', min: 1, default: 1, help: 'Windows.' },
    noise: { type: 'number', min: 0, max: 1, default: 0, help: 'Noise.' },
    learning_rate: { type: 'number', above: 0, default: null, absent: 'by the model', help: 'Rate.' },
    val_split: { type: 'number', min: 0, below: 1, words: ['auto'], default: 'auto', help: 'Share.' },
  }),
  optimizer: { type: 'choice', choices: ['adam', 'sgd'], default: 'adam', help: 'Optimizer.' },
  drafts: { type: 'boolean', default: false, help: 'Drafts.' },
} as const;

const check = (given: Record<string, unknown>) => checkSettings(table, { dataset: 'posts', ...given });
const fault = (given: Record<string, unknown>): SettingFault => {
  try {
    check(given);
  } catch (error) {
    expect(error).toBeInstanceOf(SettingFault);
    return error as SettingFault;
  }
  throw new Error(`${JSON.stringify(given)} was accepted`);
};

describe('checkSettings', () => {
  test('fills in the defaults', () => {
    expect(check({ batch_size: undefined })).toEqual({
      dataset: 'posts',
      posts: null,
      titles: null,
      stop: null,
      prompt: null,
      batch_size: 1,
      noise: 0,
      learning_rate: null,
      val_split: 'auto',
      optimizer: 'adam',
      drafts: false,
    });
  });

  test('accepts valid values', () => {
    const given = {
      posts: ['a'],
      titles: ['a b', 'é'],
      stop: ['\n\n', ' '],
      prompt: ['', 'a'],
      batch_size: 3,
      noise: 1,
      learning_rate: 1e-9,
      val_split: 0,
      optimizer: 'sgd',
      drafts: true,
    };
    expect(check(given)).toEqual({ dataset: 'posts', ...given });
  });

  test('makes a list of one text alone', () => {
    expect(check({ stop: '\n', prompt: '' })).toMatchObject({ stop: ['\n'], prompt: [''] });
  });

  test.each([
    ['stop', '', 'stop takes a text, or a list of texts, none of them empty, got "".'],
    ['stop', [], 'stop takes a text, or a list of texts, none of them empty, got [].'],
    ['stop', ['a', ''], 'stop takes a text, or a list of texts, none of them empty, got ["a",""].'],
    ['stop', 1, 'stop takes a text, or a list of texts, none of them empty, got 1.'],
    ['prompt', [], 'prompt takes a text, or a list of texts, got [].'],
    ['prompt', [1], 'prompt takes a text, or a list of texts, got [1].'],
    ['batch_size', 0, 'batch_size takes a whole number of windows, 1 or more, got 0.'],
    ['batch_size', 1.5, 'batch_size takes a whole number of windows, 1 or more, got 1.5.'],
    ['batch_size', 'many', 'batch_size takes a whole number of windows, 1 or more, got "many".'],
    ['batch_size', 2 ** 53, 'batch_size takes a whole number of windows, 1 or more, got 9007199254740992.'],
    ['noise', 1.01, 'noise takes a number, 0 to 1, got 1.01.'],
    ['noise', '0.5', 'noise takes a number, 0 to 1, got "0.5".'],
    ['learning_rate', 0, 'learning_rate takes a number, above 0, got 0.'],
    ['learning_rate', Number.NaN, 'learning_rate takes a number, above 0, got NaN.'],
    ['val_split', 1, 'val_split takes a number, 0 or more and below 1, or auto, got 1.'],
    ['val_split', 'some', 'val_split takes a number, 0 or more and below 1, or auto, got "some".'],
    ['optimizer', 'adamm', 'optimizer takes one of adam, sgd, got "adamm".'],
    ['drafts', 'yes', 'drafts takes true or false, got "yes".'],
    ['dataset', '', 'dataset takes a path, got "".'],
    ['posts', [], 'posts takes a list with at least one entry, got [].'],
    ['titles', [], 'titles takes texts of one line each, none of them empty, got [].'],
    ['titles', ['a', ' '], 'titles takes texts of one line each, none of them empty, got ["a"," "].'],
    ['titles', ['a\u2028b'], 'titles takes texts of one line each, none of them empty, got ["a\u2028b"].'],
    ['titles', 'a', 'titles takes texts of one line each, none of them empty, got "a".'],
  ])('rejects %s = %j', (name, value, message) => {
    const thrown = fault({ [name]: value });
    expect(thrown.setting).toBe(name);
    expect(thrown.message).toBe(message);
    expect(thrown.marked).toBe(message.replace(name, `\`${name}\``));
  });

  test('names a missing setting and shows its help', () => {
    expect(() => checkSettings(table, {})).toThrow('dataset is missing: What to train on.');
  });

  test('suggests the closest setting for an unknown one', () => {
    expect(fault({ bach_size: 2 }).message).toBe('There is no setting bach_size; did you mean batch_size?');
    expect(fault({ zzzzzzzz: 2 }).message).toBe('There is no setting zzzzzzzz.');
    expect(fault({ toString: 2 }).setting).toBe('toString');
  });

  test('gives each setting its type', () => {
    type Settings = SettingsOf<typeof table>;
    expectTypeOf<Settings['dataset']>().toEqualTypeOf<string>();
    expectTypeOf<Settings['posts']>().toEqualTypeOf<readonly string[] | null>();
    expectTypeOf<Settings['titles']>().toEqualTypeOf<readonly string[] | null>();
    expectTypeOf<Settings['batch_size']>().toEqualTypeOf<number>();
    expectTypeOf<Settings['learning_rate']>().toEqualTypeOf<number | null>();
    expectTypeOf<Settings['val_split']>().toEqualTypeOf<number | 'auto'>();
    expectTypeOf<Settings['optimizer']>().toEqualTypeOf<'adam' | 'sgd'>();
    expectTypeOf<Settings['drafts']>().toEqualTypeOf<boolean>();
    expectTypeOf<{ dataset: string }>().toExtend<GivenSettings<typeof table>>();
    expectTypeOf<{ noise: number }>().not.toExtend<GivenSettings<typeof table>>();
  });
});

test('valueFromText converts numbers only for settings that take numbers', () => {
  expect(valueFromText(table.batch_size, '8')).toBe(8);
  expect(valueFromText(table.learning_rate, '2e-5')).toBe(2e-5);
  expect(valueFromText(table.val_split, 'auto')).toBe('auto');
  expect(valueFromText(table.batch_size, '')).toBe('');
  expect(valueFromText(table.dataset, '8')).toBe('8');
});

const withSettings = Object.entries(commandSettings).filter(([, { settings }]) => Object.keys(settings).length > 0);

describe.each(withSettings)('%s', (_, { settings }) => {
  test.each(Object.entries<Setting>(settings))('%s has a good description', (name, setting) => {
    expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
    // The command line has these already.
    expect(['config', 'debug', 'help']).not.toContain(name);
    expect(setting.help).toMatch(/^[^\s].{10,118}\.$/);
    expect(rangeOf(setting)).not.toBe('');
    const value = (setting as { default?: unknown }).default;
    if (value === null) expect((setting as { absent?: string }).absent).toBeTruthy();
    // A default must pass its own check.
    if (value !== null && value !== undefined)
      expect(checkSettings({ [name]: setting }, { [name]: value })).toEqual({ [name]: value });
  });
});

test('boundsOf describes open and closed bounds', () => {
  expect(boundsOf({ help: '', min: 1 })).toBe('1 or more');
  expect(boundsOf({ help: '', above: 0, max: 5 })).toBe('above 0 and 5 or less');
  expect(boundsOf({ help: '' })).toBe('');
});

test('inSection sets the section of each setting', () => {
  const settings = inSection('model', { threads: { type: 'integer', default: 1, help: 'Threads.' } });
  expect(settings.threads).toEqual({ type: 'integer', default: 1, help: 'Threads.', section: 'model' });
  expectTypeOf(settings.threads.section).toEqualTypeOf<'model'>();
});
