import packageJson from '../../../package.json' with { type: 'json' };

export interface ThisProgram {
  /** Of this package. */
  readonly version: string;
  readonly node: string;
  /** 'linux-x64'. */
  readonly platform: string;
}

/** What runs here, and on what. */
export function thisProgram(): ThisProgram {
  const { platform, arch, version: node } = process;
  return { version: packageJson.version, node, platform: `${platform}-${arch}` };
}
