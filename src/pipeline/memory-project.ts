import { globMatches } from '../blog/import/sites/glob-match.ts';
import { DeviceFault } from '../engine/device/backend.ts';
import { openReferenceDevice } from '../engine/device/reference/reference-device.ts';
import { NoGpuFault } from '../engine/device/webgpu/faults.ts';
import type { Devices } from '../project/devices.ts';
import { DownloadFault } from '../project/download-events.ts';
import { MemoryFiles } from '../project/memory-files.ts';
import type { Project } from '../project/project.ts';
import { GitFault } from '../project/publishing-tools.ts';
import { ALONE_HERE } from '../project/ranks.ts';

export interface MemoryProjectOptions {
  /** The initial files by path: models/, posts and so on. Strings are stored as UTF-8. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** The folder of the bundled model, or of its vocabulary, among these files. */
  readonly bundled?: string;
  /** Devices to use instead of the plain TypeScript one. */
  readonly devices?: Devices;
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Project['clock'];
  readonly now?: Project['now'];
}

/** A project without disk or network: all files are in memory. */
export function memoryProject(options: MemoryProjectOptions = {}): Project {
  const { files = {}, bundled = 'base-model', devices = referenceDevices, signal } = options;
  return {
    root: '/',
    files: new MemoryFiles(globMatches, files),
    devices,
    models: {
      bundled,
      cachedSnapshot: async () => null,
      cachedRepositories: async () => [],
      // biome-ignore lint/correctness/useYield: it fails before it has anything to report.
      async *download({ name }) {
        throw new DownloadFault(`${name} was not downloaded: this project has no network.`);
      },
    },
    network: {
      async fetchDocument(address) {
        throw new DownloadFault(`${address} was not downloaded: this project has no network.`);
      },
    },
    machine: {
      program: { packageName: '', version: '', node: '', platform: '', command: [], folder: '/' },
      environment: {},
      timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
      // The amount is unknown here.
      availableMemoryBytes: () => Number.MAX_SAFE_INTEGER,
      totalMemoryBytes: () => Number.MAX_SAFE_INTEGER,
      compilerVersion: async () => null,
      mpiLauncher: async () => null,
      packagePathFrom: async (_, file) => file,
      async importModule(path) {
        throw new Error(`${path} is a program, and this project cannot run programs`);
      },
      noTypeScriptBecause: 'this project cannot run programs',
    },
    publishing: {
      async repositoryAround(folder) {
        throw new GitFault(`${folder} is not in a git repository: this project has no git.`);
      },
      openGhost: refuseServer,
      openWordpress: refuseServer,
    },
    pictures: { open: async () => null, howToInstall: 'it is not available here' },
    ranks: ALONE_HERE,
    clock: options.clock ?? (() => performance.now() / 1000),
    now: options.now ?? (() => new Date()),
    sleep: sleepOrAbort,
    signal,
  };
}

/** The plain TypeScript device, which runs anywhere. */
export const referenceDevices: Devices = {
  async open({ device: wanted, precision }) {
    if (wanted === 'cpu') throw new DeviceFault('The cpu device needs Node; use reference, or auto.');
    if (wanted === 'webgpu')
      throw new NoGpuFault('This project has no GPU; give it devices of browserDevices({ gpu: navigator.gpu }).');
    if (precision === 'bfloat16' || precision === 'float16')
      throw new DeviceFault('The reference device computes in float32 only.');
    const device = openReferenceDevice();
    const { name, description } = device;
    const slowBecause = wanted === 'auto' ? 'there is no faster device in this project' : null;
    return {
      device,
      event: {
        type: 'device',
        name,
        description,
        instructionSet: null,
        precision: 'float32',
        because: slowBecause,
        slowBecause,
      },
    };
  },
  facts: () => ({ instructionSets: [], physicalCores: null }),
  scratchOf: () => ({}),
};

function refuseServer(): never {
  throw new DownloadFault('This project has no network.');
}

function sleepOrAbort(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
