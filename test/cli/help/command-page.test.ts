import { describe, expect, test } from 'vitest';
import { columnsOf } from '../../../src/cli/columns.ts';
import { commandFromSettings } from '../../../src/cli/command-from-settings.ts';
import { commands } from '../../../src/cli/commands.ts';
import { commandPage } from '../../../src/cli/help/command-page.ts';
import { overviewPage } from '../../../src/cli/help/overview-page.ts';
import { plain } from '../../../src/cli/help/paint.ts';

/** More settings than this are not shown at once. */
const MOST_SETTINGS = 8;

/** The words of a command line as a shell splits it, up to a pipe or a redirection. */
function wordsOf(line: string): string[] {
  return [...line.split(/ [|>] /)[0].matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
}

describe.each(commands)('the help of $name', (entry) => {
  test.each([
    [80, false],
    [80, true],
    [50, true],
  ])('fits %i columns (all: %s)', async (columns, all) => {
    const page = commandPage(entry, await entry.load(), all, { columns, paint: plain });
    // An option and an example stay whole, so that they can be copied.
    const lines = page.split('\n').filter((line) => columns >= 80 || !/^ {2}(-|tpdne|source)/.test(line));
    expect(lines.filter((line) => columnsOf(line) > columns)).toEqual([]);
  });

  test('begins with three examples, which can be typed', async () => {
    const command = await entry.load();
    expect(command.examples).toHaveLength(3);
    for (const [line] of command.examples) {
      const [program, name, ...argv] = wordsOf(line.replace(/^source <\((.*)\)$/, '$1'));
      expect(program).toBe('tpdne');
      if (name === 'help') continue;
      expect(name).toBe(entry.name);
      const parser = commandFromSettings(entry, command).exitOverride();
      expect(() => parser.parse(argv, { from: 'user' }), line).not.toThrow();
    }
  });

  test('shows five settings if there are many', async () => {
    const { settings, arguments: positional, essential } = await entry.load();
    const options = Object.keys(settings).filter((name) => !positional.includes(name));
    if (options.length <= MOST_SETTINGS) expect(essential).toBeUndefined();
    else {
      expect(essential).toHaveLength(5);
      expect(options).toEqual(expect.arrayContaining([...(essential ?? [])]));
    }
  });

  test('shows every setting if asked for all', async () => {
    const command = await entry.load();
    const page = commandPage(entry, command, true, { columns: 80, paint: plain });
    for (const [name, { type, default: usual }] of Object.entries(command.settings)) {
      if (command.arguments.includes(name)) expect(page).toMatch(new RegExp(`^ {2}${name}\\b`, 'm'));
      else
        expect(page).toMatch(new RegExp(`^ {2}--${type === 'boolean' && usual === true ? 'no-' : ''}${name}\\b`, 'm'));
    }
  });
});

test('the list of commands fits 80 columns', () => {
  const page = overviewPage(commands, { columns: 80, paint: plain });
  expect(page.split('\n').filter((line) => columnsOf(line) > 80)).toEqual([]);
  for (const { name } of commands) expect(page).toMatch(new RegExp(`^ {2}${name} `, 'm'));
});
