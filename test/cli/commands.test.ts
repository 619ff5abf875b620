import { expect, test } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { type CommandSettings, commandSettings } from '../../src/pipeline/settings/command-settings.ts';

const tables: Readonly<Record<string, CommandSettings>> = commandSettings;

test.each(commands)(
  '$name has its settings in the list from which config files are checked',
  async ({ name, load }) => {
    expect((await load()).settings).toBe(tables[name]?.settings);
  },
);

test('the list has no other commands', () => {
  expect(Object.keys(tables).sort()).toEqual(commands.map(({ name }) => name).sort());
});
