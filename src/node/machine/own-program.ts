import packageJson from '../../../package.json' with { type: 'json' };

/** How this program was started, for somebody who is to start it again. */
export interface OwnProgram {
  /** Node, and the file that it runs. */
  readonly command: readonly string[];
  /** The folder that paths are relative to. */
  readonly folder: string;
  readonly packageName: string;
  readonly version: string;
}

export function ownProgram(): OwnProgram {
  return {
    command: [process.execPath, ...process.argv.slice(1, 2)],
    folder: process.cwd(),
    packageName: packageJson.name,
    version: packageJson.version,
  };
}
