import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../files/package-folder.ts';

export interface ThisProgram {
  /** Of this package. */
  readonly version: string;
  readonly node: string;
  /** 'linux-x64'. */
  readonly platform: string;
}

/** What runs here, and on what. */
export function thisProgram(): ThisProgram {
  const { version } = JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8'));
  const { platform, arch, version: node } = process;
  return { version, node, platform: `${platform}-${arch}` };
}
