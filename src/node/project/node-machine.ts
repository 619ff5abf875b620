import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import packageJson from '../../../package.json' with { type: 'json' };
import type { Machine, ProgramFacts } from '../../project/machine.ts';
import { packagePathFrom } from '../files/package-folder.ts';
import { availableMemoryBytes, totalMemoryBytes } from '../machine/available-memory.ts';
import { compilerVersion } from '../machine/compiler.ts';

/** The computer that Node runs on. */
export function nodeMachine(): Machine {
  return {
    program: programFacts(),
    environment: process.env,
    timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    availableMemoryBytes: () => availableMemoryBytes(),
    totalMemoryBytes: () => totalMemoryBytes(),
    compilerVersion,
    mpiLauncher: async () => (await (await import('../mpi/start-on-hosts.ts')).findLauncher())?.version ?? null,
    packagePathFrom: (folder, file) => packagePathFrom(folder, file),
    importModule: (path) => import(pathToFileURL(resolve(path)).href),
    noTypeScriptBecause: runsTypeScript() ? null : `.ts needs Node 22.18 or newer, and this is ${process.version}`,
  };
}

function programFacts(): ProgramFacts {
  const { platform, arch, version: node, execPath, argv } = process;
  return {
    packageName: packageJson.name,
    version: packageJson.version,
    node,
    platform: `${platform}-${arch}`,
    command: [execPath, ...argv.slice(1, 2)],
    // Not read once: a config file in another folder changes the current folder.
    get folder() {
      return process.cwd();
    },
  };
}

/** Whether Node strips types from .ts files. The types for Node 20 lack this feature. */
function runsTypeScript(): boolean {
  return Boolean((process.features as { readonly typescript?: unknown }).typescript);
}
