/** A platform that a library is published for. */
export interface Platform {
  readonly os: string;
  readonly cpu: string;
  readonly libc: string | null;
}

interface Platforms {
  readonly PLATFORMS: readonly Platform[];
  readonly HOST: Platform;
  isHost(platform: Platform): boolean;
  platformName(platform: Platform): string;
  packageName(platform: Platform): string;
  libraryName(platform: Platform): string;
}

/** The scripts' list of platforms, which is no TypeScript, with its types. */
export const { PLATFORMS, HOST, isHost, platformName, packageName, libraryName } = (await import(
  '../scripts/native/platforms.mjs' as string
)) as Platforms;
