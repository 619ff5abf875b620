import { dirname, isAbsolute, relative } from 'node:path';
import type { Command as ParsedCommand } from 'commander';
import { isAddress } from '../blog/import/addresses.ts';
import { ConfigFault } from '../pipeline/config/config-fault.ts';
import { type ReadConfig, readConfig } from '../pipeline/config/read-config.ts';
import {
  checkSettings,
  holdsPaths,
  holdsPatterns,
  type SettingsOf,
  type SettingsTable,
} from '../pipeline/settings/settings-table.ts';
import type { Project } from '../project/project.ts';
import type { Command, Surroundings } from './command.ts';
import { configChoice, givenSettings } from './command-from-settings.ts';

export interface Settled {
  readonly settings: SettingsOf<SettingsTable>;
  readonly config: ReadConfig | ConfigFault | null;
}

/**
 * Resolves the settings of a command: the command line overrides the config file, which overrides the defaults. With a
 * config file, its folder becomes the current folder, so that models/, checkpoint/ and all paths in the file are relative
 * to it; paths on the command line are converted. Throws SettingFault and ConfigFault.
 */
export async function settle(
  name: string,
  command: Command,
  parsed: ParsedCommand,
  { screen, enter, project }: Pick<Surroundings, 'screen' | 'enter'> & { readonly project: Project },
): Promise<Settled> {
  const given = givenSettings(command, parsed);
  const config = await configFor(project, command, parsed);
  if (config === null || config instanceof ConfigFault) {
    return { settings: checkSettings(command.settings, given), config };
  }
  const folder = dirname(config.path);
  const settings = checkSettings(command.settings, {
    ...config.settingsOf(name),
    ...seenFrom(folder, given, command.settings),
  });
  screen.note(`Using settings from ${config.path}.`);
  if (folder !== '.') enter(folder);
  return { settings, config };
}

async function configFor(
  project: Project,
  command: Command,
  parsed: ParsedCommand,
): Promise<ReadConfig | ConfigFault | null> {
  const choice = configChoice(parsed);
  const { configFile = 'obeyed' } = command;
  if (configFile === 'ignored' || choice === false) return null;
  try {
    return await readConfig(project, choice ?? null, '.');
  } catch (fault) {
    if (configFile === 'shown' && fault instanceof ConfigFault) return fault;
    throw fault;
  }
}

/** Converts paths relative to the current folder to paths relative to another folder. */
function seenFrom(
  folder: string,
  given: Readonly<Record<string, unknown>>,
  table: SettingsTable,
): Record<string, unknown> {
  const moved = (path: unknown) => {
    if (folder === '.' || typeof path !== 'string' || path === '' || isAbsolute(path) || isAddress(path)) return path;
    return relative(folder, path) || '.';
  };
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const setting = table[name];
      if (!holdsPaths(setting)) return [name, value];
      const isName = (text: unknown) => holdsPatterns(setting) && !/[/\\]/.test(String(text));
      const seen = (text: unknown) => (isName(text) ? text : moved(text));
      return [name, Array.isArray(value) ? value.map(seen) : seen(value)];
    }),
  );
}
