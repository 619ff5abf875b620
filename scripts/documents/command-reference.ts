import type { Command, CommandEntry } from '../../src/cli/command.ts';
import { commands } from '../../src/cli/commands.ts';
import { commonOptions } from '../../src/cli/help/command-page.ts';
import { argumentWords } from '../../src/cli/help/setting-words.ts';
import { commandSettings } from '../../src/pipeline/settings/command-settings.ts';
import { rangeOf, type Setting, type SettingsTable } from '../../src/pipeline/settings/settings-table.ts';
import { code, GENERATED, inLine, paragraphs, table } from './markdown.ts';
import { inLibrary, meaningOf } from './setting-sentences.ts';

/** docs/reference/commands.md: every command with its examples and settings, grouped as help groups them. */
export async function commandReference(): Promise<string> {
  const groups = [...new Set(commands.map(({ group }) => group))];
  const contents = groups.map((group) => {
    const links = commands.filter((entry) => entry.group === group).map(({ name }) => `[${name}](#${name})`);
    return `- ${group}: ${links.join(', ')}`;
  });
  const sections = await Promise.all(commands.map(async (entry) => section(entry, await entry.load())));
  return paragraphs(
    GENERATED,
    '# Commands and their settings',
    'On the command line, a setting is an option: `--length 200`. A setting of `true` or `false` is `--fresh`, or `--no-wait` if it is ' +
      'on by default. In the [library](library.md) it is a property of the object that the function takes: `{ length: 200, wait: false }`. ' +
      'In a config file it is a key of a section, which all commands share.',
    contents.join('\n'),
    'Every command also takes these options:',
    table(
      ['option', 'what it does'],
      commonOptions.map(([option, meaning]) => [code(option), meaning]),
    ),
    ...sections.map((text) => text.trimEnd()),
  );
}

function section(entry: CommandEntry, command: Command): string {
  const { settings } = command;
  const positional = command.arguments.map((name) => argumentWords(name, settings[name]));
  const hasOptions = Object.keys(settings).length > positional.length;
  const usage = ['tpdne', entry.name, ...positional, ...(hasOptions ? ['[settings]'] : [])].join(' ');
  const examples = command.examples.map(([line, meaning]) => `# ${meaning}\n${line}`);
  return paragraphs(
    `## ${entry.name}`,
    entry.summary,
    `    ${usage}`,
    examples.length === 0 ? '' : `\`\`\`sh\n${examples.join('\n\n')}\n\`\`\``,
    ...Array.from(grouped(settings), ([heading, names]) => groupOf(entry.name, heading, names, settings)),
    sectionsOf(entry.name, settings),
  );
}

/** The names of the settings under each heading, in the order of help. */
function grouped(settings: SettingsTable): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const [name, { group = '' }] of Object.entries(settings))
    groups.set(group, [...(groups.get(group) ?? []), name]);
  return groups;
}

function groupOf(command: string, heading: string, names: readonly string[], settings: SettingsTable): string {
  const rows = names.map((name) => {
    const setting = settings[name];
    const anchored = `<a id="${command}-${name}"></a>${code(name)}`;
    return [anchored, meaningOf(setting, settings), valuesOf(setting), defaultOf(setting, settings)];
  });
  const rowsAsTable = table(['setting', 'what it does', 'values', 'default'], rows);
  return heading === '' ? rowsAsTable : `**${heading}**\n\n${rowsAsTable}`;
}

function valuesOf(setting: Setting): string {
  return setting.type === 'choice' ? setting.choices.map(code).join(', ') : rangeOf(setting);
}

function defaultOf({ default: value, absent = 'none' }: Setting, settings: SettingsTable): string {
  if (value === undefined) return 'required';
  return value === null ? inLine(inLibrary(absent, settings)) : code(String(value));
}

/** The sections of a config file that hold the settings of a command. */
function sectionsOf(command: string, settings: SettingsTable): string {
  const { section: usual } = commandSettings[command as keyof typeof commandSettings];
  const sections = new Map<string, string[]>();
  for (const [name, { section = usual }] of Object.entries(settings)) {
    if (section !== null) sections.set(section, [...(sections.get(section) ?? []), name]);
  }
  const lists = Array.from(sections, ([section, names]) => `${code(section)} (${names.join(', ')})`);
  return lists.length === 0 ? '' : `In a config file: ${lists.join('; ')}.`;
}
