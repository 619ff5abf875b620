import { findConfigFile } from '../../node/config/find-config-file.ts';
import { type ConfigFile, loadConfigFile } from '../../node/config/load-config-file.ts';
import { type CheckedConfig, checkConfig, settingsInConfig } from './check-config.ts';

/** A config file that is right. */
export interface ReadConfig {
  readonly path: string;
  readonly content: CheckedConfig;
  /** What it gives to a command. Throws ConfigFault for a value that only other commands take. */
  settingsOf(command: string): Record<string, unknown>;
}

/**
 * Reads and checks the config file that is named, or else the one that is found from `folder` on; null where there is
 * none. Throws ConfigFault.
 */
export async function readConfig(named: string | null, folder: string): Promise<ReadConfig | null> {
  const path = named ?? (await findConfigFile(folder));
  if (path === null) return null;
  const file: ConfigFile = await loadConfigFile(path);
  const content = checkConfig(file);
  return { path, content, settingsOf: (command) => settingsInConfig(file, content, command) };
}
