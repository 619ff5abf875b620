import type { Devices } from '../../project/devices.ts';
import type { Machine } from '../../project/machine.ts';
import type { ModelSources, Project } from '../../project/project.ts';
import type { PublishingTools } from '../../project/publishing-tools.ts';
import { ALONE_HERE, type Ranks } from '../../project/ranks.ts';
import type { DownloadSource, RemoteModel } from '../../project/remote-model.ts';
import { nodeFiles } from '../files/node-files.ts';
import { sleep } from '../machine/sleep.ts';
import { bundledFolder } from '../models/bundled-model.ts';
import { nodeDevices } from '../native-device/node-devices.ts';
import { fetchDocument } from '../network/fetch-document.ts';
import type { RetryPolicy } from '../network/retry.ts';
import { sharpPictures } from '../pictures/sharp-pictures.ts';
import { GhostBlog } from '../publishing/ghost.ts';
import { GitRepository } from '../publishing/git.ts';
import { WordpressBlog } from '../publishing/wordpress.ts';
import { nodeMachine } from './node-machine.ts';

/** What can differ between two calls of a command. */
export interface ProjectOptions {
  /** The folder of models/, checkpoint/ and samples/; the current folder by default. */
  readonly root?: string;
  /** Interrupts the command. Files that are whole by then stay. */
  readonly signal?: AbortSignal | undefined;
  /** Seconds since any fixed moment. */
  readonly clock?: () => number;
  readonly now?: () => Date;
  readonly sleep?: Project['sleep'];
  /** The variables with the keys and passwords of servers; the process's own by default. */
  readonly environment?: Machine['environment'];
  readonly timeZone?: string;
  /** Bytes of free memory; by default those of the machine. */
  readonly availableBytes?: number;
  /** How downloads, and other requests that can safely be repeated, are retried. */
  readonly retryPolicy?: RetryPolicy;
  /** The processes that run the command together; this one alone by default. */
  readonly ranks?: Ranks & { readonly threads?: number };
  /** Bytes left on the disk; by default those of the real disk. */
  readonly freeBytes?: () => Promise<number>;
}

/** The project of a command in Node: with this computer's disk, processor and network. */
export function nodeProject(options: ProjectOptions = {}): Project {
  const { root = '.', signal, ranks = ALONE_HERE } = options;
  const machine = nodeMachine();
  const retries = options.retryPolicy === undefined ? {} : { retryPolicy: options.retryPolicy };
  const { environment = machine.environment, timeZone = machine.timeZone, availableBytes, freeBytes } = options;
  return {
    root,
    files: freeBytes === undefined ? nodeFiles : { ...nodeFiles, freeBytes },
    devices: devicesOf(ranks),
    models: modelSources(root, options),
    network: {
      fetchDocument: (address, stop) => fetchDocument(address, { signal: stop, ...retries }),
    },
    machine: {
      ...machine,
      environment,
      timeZone,
      // The ranks of a machine share its memory.
      availableMemoryBytes: () => Math.floor((availableBytes ?? machine.availableMemoryBytes()) / ranks.onHost),
    },
    publishing: publishingTools(retries),
    pictures: sharpPictures,
    ranks,
    clock: options.clock ?? (() => performance.now() / 1000),
    now: options.now ?? (() => new Date()),
    sleep: options.sleep ?? sleep,
    signal,
  };
}

/** The devices of a rank: by default with its share of the cores. */
function devicesOf({ threads }: NonNullable<ProjectOptions['ranks']>): Devices {
  if (threads === undefined) return nodeDevices;
  return {
    ...nodeDevices,
    open: (settings) => nodeDevices.open({ ...settings, threads: settings.threads ?? threads }),
  };
}

function publishingTools(retries: Pick<ProjectOptions, 'retryPolicy'>): PublishingTools {
  return {
    repositoryAround: (folder) => GitRepository.around(folder),
    openGhost: (options) => new GhostBlog(options, retries),
    openWordpress: (options) => new WordpressBlog(options, retries),
  };
}

/** Hugging Face's client is loaded on demand: it would slow down the start of every command. */
function modelSources(root: string, { signal, retryPolicy, freeBytes }: ProjectOptions): ModelSources {
  return {
    bundled: bundledFolder(),
    cachedSnapshot: async (remote) => (await import('../models/download/hub-cache.ts')).cachedSnapshot(remote),
    cachedRepositories: async () => (await import('../models/download/hub-cache.ts')).cachedRepositories(),
    async *download(remote: RemoteModel, source: DownloadSource) {
      const { downloadModel } = await import('../models/download/download-model.ts');
      yield* downloadModel(remote, source, {
        root,
        signal,
        ...(retryPolicy === undefined ? {} : { retryPolicy }),
        ...(freeBytes === undefined ? {} : { free: freeBytes }),
      });
    },
  };
}
