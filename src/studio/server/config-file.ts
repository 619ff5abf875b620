import { applyEdits, modify } from 'jsonc-parser';
import { checkConfig } from '../../pipeline/config/check-config.ts';
import { ConfigFault } from '../../pipeline/config/config-fault.ts';
import { configText } from '../../pipeline/config/config-text.ts';
import { jsonFile } from '../../pipeline/config/load-config-file.ts';
import { readConfig } from '../../pipeline/config/read-config.ts';
import { commandSettings } from '../../pipeline/settings/command-settings.ts';
import { type Section, sections } from '../../pipeline/settings/sections.ts';
import { textIfThere } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import { writeText } from '../../project/write-text.ts';
import type { ConfigFacts } from '../protocol.ts';
import { RefusedRequest } from './refusal.ts';

/** The name of a config file that the studio makes. */
const NEW_CONFIG = 'tpdne.config.json';

/** What the config file of a project gives to each command; null if there is none. */
export async function configOf(project: Project): Promise<ConfigFacts | null> {
  try {
    const config = await readConfig(project, null, '.');
    if (config === null) return null;
    const names = Object.keys(commandSettings);
    const settings = Object.fromEntries(names.map((name) => [name, config.settingsOf(name)]));
    return { path: config.path, problem: null, isEditable: isJson(config.path), settings };
  } catch (fault) {
    if (!(fault instanceof ConfigFault)) throw fault;
    return { path: fault.path, problem: fault.message, isEditable: isJson(fault.path), settings: {} };
  }
}

/** New values by section and key; null removes a key. */
export type ConfigChanges = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Changes the config file, and makes one if there is none. Comments and the order of keys stay. A change that would make the
 * file invalid is not written. Throws ConfigFault, RefusedRequest and WriteFault.
 */
export async function changeConfig(project: Project, changes: ConfigChanges): Promise<void> {
  const config = await readConfig(project, null, '.');
  const path = config?.path ?? NEW_CONFIG;
  if (!isJson(path)) {
    throw new RefusedRequest(
      409,
      'config',
      `${path} is a program, which the studio does not change; edit it yourself.`,
    );
  }
  const before = config === null ? emptyConfig() : ((await textIfThere(project.files, path)) ?? emptyConfig());
  const after = edited(before, changes);
  checkConfig(jsonFile(path, after));
  await writeText(project.files, path, after);
}

function edited(text: string, changes: ConfigChanges): string {
  const formattingOptions = { insertSpaces: true, tabSize: 2, eol: text.includes('\r\n') ? '\r\n' : '\n' };
  let result = text;
  for (const [section, values] of Object.entries(changes)) {
    for (const [key, value] of Object.entries(values)) {
      const edits = modify(result, [section, key], value === null ? undefined : value, { formattingOptions });
      result = applyEdits(result, edits);
    }
  }
  return result;
}

function emptyConfig(): string {
  const names = Object.keys(sections) as Section[];
  return configText(
    Object.fromEntries(names.map((name) => [name, {}])) as Record<Section, Record<string, unknown>>,
    'json',
    null,
  );
}

function isJson(path: string): boolean {
  return path.endsWith('.json');
}
