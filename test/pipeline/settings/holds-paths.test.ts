import { expect, test } from 'vitest';
import { checkSettings, holdsPaths } from '../../../src/pipeline/settings/settings-table.ts';
import { trainSettings } from '../../../src/pipeline/settings/train.ts';

test('paths are known, one or several', () => {
  const help = 'What.';
  expect(holdsPaths({ type: 'path', help })).toBe(true);
  expect(holdsPaths({ type: 'list', help })).toBe(true);
  expect(holdsPaths(trainSettings.dataset)).toBe(true);
  expect(holdsPaths({ type: 'strings', placeholder: 'text', help })).toBe(false);
  expect(holdsPaths({ type: 'text', help })).toBe(false);
});

test('a dataset may be given alone, or in a list', () => {
  expect(checkSettings(trainSettings, { dataset: 'a' }).dataset).toEqual(['a']);
  expect(checkSettings(trainSettings, { dataset: ['a', 'b=0.3'] }).dataset).toEqual(['a', 'b=0.3']);
  expect(() => checkSettings(trainSettings, { dataset: [] })).toThrow(/dataset takes a text, or a list/);
  expect(() => checkSettings(trainSettings, {})).toThrow(/dataset is missing/);
});
