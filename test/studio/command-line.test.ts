import { expect, test } from 'vitest';
import { commandFromSettings, givenSettings } from '../../src/cli/command-from-settings.ts';
import { commands } from '../../src/cli/commands.ts';
import { commandLine, POSITIONAL } from '../../src/studio/command-line.ts';
import { isJobCommand } from '../../src/studio/server/jobs/job-kinds.ts';

test('the arguments without an option are those of the command line', async () => {
  for (const { name, load } of commands.filter((each) => isJobCommand(each.name))) {
    expect([name, POSITIONAL[name] ?? []]).toEqual([name, (await load()).arguments]);
  }
});

test.each([
  ['run', { posts: ['my posts', '-odd'], out: 'drafts' }, "tpdne run 'my posts' ./-odd --out drafts"],
  ['run', { fresh: true, strip_boilerplate: false }, 'tpdne run --fresh --no-strip_boilerplate'],
  ['run', { title: ["It's late", 'Two'], steps: 90 }, "tpdne run --title 'It'\\''s late' --title Two --steps 90"],
  ['generate', { prompt: [''], top_p: null }, "tpdne generate --prompt ''"],
  ['models', {}, 'tpdne models'],
])('%s %j is %s', (command, settings, line) => {
  expect(commandLine(command, settings)).toBe(line);
});

test('what a line says, the command line understands', async () => {
  const settings = {
    posts: ['a', 'b c'],
    out: 'drafts',
    count: 2,
    title: ['One', 'Two'],
    fresh: true,
    learning_rate: 0.0003,
  };
  const entry = commands.find(({ name }) => name === 'run')!;
  const command = await entry.load();
  const parser = commandFromSettings(entry, command).exitOverride();
  parser.parse(['a', 'b c', ...commandLine('run', settings).split(' ').slice(5)], { from: 'user' });
  expect(givenSettings(command, parser)).toEqual(settings);
});
