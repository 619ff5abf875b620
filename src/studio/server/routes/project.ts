import { Hono } from 'hono';
import { basename } from 'pathe';
import { sectionOf } from '../../../pipeline/config/config-keys.ts';
import { commandSettings } from '../../../pipeline/settings/command-settings.ts';
import { exists } from '../../../project/paths.ts';
import type { Project } from '../../../project/project.ts';
import type { ProjectFacts } from '../../protocol.ts';
import { type ConfigChanges, changeConfig, configOf } from '../config-file.ts';
import type { Places } from '../places.ts';
import { jsonOf, RefusedRequest } from '../refusal.ts';

/** The project, its config file, and the settings of commands, from which forms are made. */
export function projectRoutes(project: Project, places: Places, program: string): Hono {
  const app = new Hono();
  app.get('/project', async (context) => context.json(await projectFacts(project, places, program)));
  app.get('/settings/:command', (context) => {
    const command = context.req.param('command');
    if (!Object.hasOwn(commandSettings, command)) {
      throw new RefusedRequest(404, 'command', `There is no command ${JSON.stringify(command)}.`);
    }
    return context.json(tableOf(command as keyof typeof commandSettings));
  });
  app.put('/config', async (context) => {
    const { changes } = await jsonOf(context);
    if (!isChanges(changes)) throw new RefusedRequest(400, 'changes', 'changes must be sections with settings.');
    await changeConfig(project, changes);
    return context.json(await projectFacts(project, places, program));
  });
  return app;
}

/** The project as it is now; the sources that its config file names become places. */
export async function projectFacts(project: Project, places: Places, program: string): Promise<ProjectFacts> {
  const { version, folder } = project.machine.program;
  const config = await configOf(project);
  for (const settings of Object.values(config?.settings ?? {})) namePlaces(places, settings);
  const example = await project.machine.packagePathFrom('.', 'examples/blog/_articles');
  const isThere = await exists(project.files, example);
  // The folder at the top has no name.
  const name = basename(folder) || 'Studio';
  return { version, folder, name, config, program, example: isThere ? example : null };
}

/** Settings that name where posts come from or go to. */
const PLACES = ['posts', 'out', 'queue'] as const;

/** The person named these, in the config file or in a request. */
export function namePlaces(places: Places, settings: Readonly<Record<string, unknown>>): void {
  for (const name of PLACES) {
    const value = settings[name];
    for (const path of Array.isArray(value) ? value : [value]) if (typeof path === 'string') places.name(path);
  }
}

/** The table of a command, with the section of the config file of each setting. */
function tableOf(command: keyof typeof commandSettings) {
  const entry = commandSettings[command];
  return Object.entries(entry.settings).map(([name, setting]) => ({
    name,
    ...setting,
    section: sectionOf(entry, setting),
  }));
}

function isChanges(value: unknown): value is ConfigChanges {
  const isObject = (each: unknown) => typeof each === 'object' && each !== null && !Array.isArray(each);
  return isObject(value) && Object.values(value as object).every(isObject);
}
