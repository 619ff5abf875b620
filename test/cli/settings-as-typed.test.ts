import { expect, test } from 'vitest';
import { settingsAsTyped } from '../../src/cli/settings-as-typed.ts';

test('settings are shown as they are typed', () => {
  expect(settingsAsTyped('`out` is missing')).toBe('--out is missing');
  expect(settingsAsTyped('`texts` is missing', ['texts'])).toBe('texts is missing');
  expect(settingsAsTyped('give `batch_size` 4 and `redact` true')).toBe('give --batch_size 4 and --redact');
  expect(settingsAsTyped('give `redact` false')).toBe('give --no-redact');
});
