import { globMatches } from '../blog/import/sites/glob-match.ts';
import type { Gpu } from '../engine/device/webgpu/gpu.ts';
import { browserDevices } from '../pipeline/browser-devices.ts';
import { memoryProject } from '../pipeline/memory-project.ts';
import type { WasmKernels } from '../pipeline/wasm-kernels.ts';
import type { Devices } from '../project/devices.ts';
import { DownloadFault } from '../project/download-events.ts';
import type { Machine } from '../project/machine.ts';
import type { Project } from '../project/project.ts';
import { UnsupportedBrowserFault } from './browser-faults.ts';
import { OpfsFiles } from './opfs-files.ts';
import type { FolderHandle, WebLocks } from './opfs-handles.ts';
import { opfsTuningFiles } from './tuning-files.ts';

export interface BrowserProjectOptions {
  /** The folder of the private file system that holds the project; it is created. One site can have several. */
  readonly folder?: string;
  /** The folder of the bundled model, or of its vocabulary, in the project; '/base-model' by default. */
  readonly bundled?: string;
  /** The compiled kernels in WebAssembly, for the device `cpu`. */
  readonly kernels?: WasmKernels;
  /** Devices to use instead of the browser's GPU, its processor with `kernels`, and the plain TypeScript one. */
  readonly devices?: Devices;
  /** The version that checkpoints record. */
  readonly version?: string;
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Project['clock'];
  readonly now?: Project['now'];
}

/** What is used of a browser's `navigator` in a worker. */
interface BrowserNavigator {
  readonly userAgent: string;
  readonly gpu?: Gpu;
  /** In GiB, rounded, where the browser says it. */
  readonly deviceMemory?: number;
  readonly locks?: WebLocks;
  readonly storage?: {
    getDirectory?(): Promise<FolderHandle>;
    estimate(): Promise<{ readonly quota?: number; readonly usage?: number }>;
  };
}

/**
 * A project in the private file system of a browser: everything that is written stays there, also after a reload, and is seen
 * by this site alone. For dedicated workers. Models come from files that are copied to models/<name>/; there is no network.
 * Throws UnsupportedBrowserFault.
 */
export async function browserProject(options: BrowserProjectOptions = {}): Promise<Project> {
  const { folder = 'project', bundled = '/base-model', version = '', kernels } = options;
  const { userAgent, gpu, deviceMemory, locks, storage } = navigatorHere();
  const directory = await storage?.getDirectory?.().catch(() => null);
  if (directory == null || locks === undefined || storage === undefined) {
    throw new UnsupportedBrowserFault(
      'This browser gives this page no private file system. Use a current browser, over https or on localhost, and not in a private window.',
    );
  }
  const freeBytes = async () => {
    const { quota = Number.MAX_SAFE_INTEGER, usage = 0 } = await storage.estimate();
    return quota - usage;
  };
  const root = await directory.getDirectoryHandle(folder, { create: true });
  const files = await OpfsFiles.open({ root, locks, matches: globMatches, freeBytes });
  const tuner = { store: opfsTuningFiles(directory), clock: () => performance.now() };
  const project = memoryProject({ devices: browserDevices({ gpu, kernels, tuner }), ...options, bundled });
  return {
    ...project,
    root: '.',
    files,
    models: {
      ...project.models,
      // biome-ignore lint/correctness/useYield: it fails before it has anything to report.
      async *download({ name }) {
        throw new DownloadFault(
          `${name} was not downloaded: a page without a server asks no other site. Download its files yourself, and drop them here.`,
        );
      },
    },
    machine: { ...project.machine, ...memoryOf(deviceMemory), program: programOf(version, userAgent) },
  };
}

function navigatorHere(): BrowserNavigator {
  return (globalThis as { readonly navigator?: BrowserNavigator }).navigator ?? { userAgent: '' };
}

/** Browsers say how much memory the machine has, some of them, but not how much is free. */
function memoryOf(gibibytes: number | undefined): Partial<Machine> {
  if (gibibytes === undefined) return {};
  const bytes = gibibytes * 2 ** 30;
  return { availableMemoryBytes: () => bytes, totalMemoryBytes: () => bytes };
}

function programOf(version: string, userAgent: string): Machine['program'] {
  const browser = /(?:Firefox|Edg|OPR|Chrome|Version)\/[\d.]+/.exec(userAgent)?.[0] ?? 'browser';
  return {
    packageName: 'this-post-does-not-exist',
    version,
    node: browser,
    platform: 'browser',
    command: ['tpdne'],
    folder: '/',
  };
}
