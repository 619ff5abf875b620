import type { Project } from '../../project/project.ts';
import { type CheckedConfig, checkConfig, settingsInConfig } from './check-config.ts';
import { findConfigFile } from './find-config-file.ts';
import { type ConfigFile, loadConfigFile } from './load-config-file.ts';

/** A valid config file. */
export interface ReadConfig {
  readonly path: string;
  readonly content: CheckedConfig;
  /** Its settings for one command. Throws ConfigFault for a value that only other commands accept. */
  settingsOf(command: string): Record<string, unknown>;
}

/**
 * Reads and checks the config file `named`, or, if that is null, the one that applies in `folder`; returns null if there is
 * none. Throws ConfigFault.
 */
export async function readConfig(project: Project, named: string | null, folder: string): Promise<ReadConfig | null> {
  const path = named ?? (await findConfigFile(project.files, folder));
  if (path === null) return null;
  const file: ConfigFile = await loadConfigFile(project, path);
  const content = checkConfig(file);
  return { path, content, settingsOf: (command) => settingsInConfig(file, content, command) };
}
