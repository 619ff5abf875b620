import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { root } from './tpdne.ts';

interface Manifest {
  readonly name: string;
  readonly version: string;
}

/** One version of a package in a registry. */
export interface PublishedPackage {
  readonly manifest: Manifest;
  /** The .tgz file, which contains a single folder with any name. */
  tarball(): Buffer;
}

/** Every package that `npm ci` installed here, in all its versions. */
export function installedPackages(): PublishedPackage[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: object };
  return Object.keys(packages)
    .filter((path) => path !== '' && existsSync(join(root, path)))
    .map((path) => packageIn(join(root, path)));
}

function packageIn(folder: string): PublishedPackage {
  return {
    manifest: manifestIn(folder),
    tarball: () =>
      execFileSync('tar', ['-czf', '-', '--exclude=node_modules', '-C', dirname(folder), basename(folder)], {
        maxBuffer: 1 << 28,
      }),
  };
}

export function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

/** Serves the packages to npm on this machine until the test ends. Returns the registry's address. */
export async function serveRegistry(packages: readonly PublishedPackage[]): Promise<string> {
  const server = createServer((request, response) => {
    const [name, version] = decodeURIComponent(request.url!.slice(1)).split(/(?<=.)@/);
    const versions = packages.filter(({ manifest }) => manifest.name === name);
    const wanted = versions.find(({ manifest }) => manifest.version === version);
    if (wanted) {
      response.end(wanted.tarball());
    } else if (versions.length > 0 && version === undefined) {
      response.end(JSON.stringify(packument(versions, address)));
    } else {
      response.writeHead(404).end('{}');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return address;
}

/** The registry's metadata for all versions of a package. */
function packument(packages: readonly PublishedPackage[], address: string) {
  const versions = packages.map(({ manifest }) => ({
    ...manifest,
    dist: { tarball: `${address}/${encodeURIComponent(`${manifest.name}@${manifest.version}`)}` },
  }));
  return {
    name: versions[0].name,
    'dist-tags': { latest: versions[0].version },
    versions: Object.fromEntries(versions.map((version) => [version.version, version])),
  };
}
