import type { Devices } from './devices.ts';
import type { DownloadEvent } from './download-events.ts';
import type { Files } from './files.ts';
import type { Machine } from './machine.ts';
import type { PictureTools } from './picture-tools.ts';
import type { PublishingTools } from './publishing-tools.ts';
import type { Ranks } from './ranks.ts';
import type { DownloadSource, RemoteModel } from './remote-model.ts';

/**
 * Everything that a command needs besides its settings and that depends on where it runs. It is made once at the entry
 * point: by `nodeProject` for Node, by `browserProject` for a browser, by `memoryProject` without a disk.
 */
export interface Project {
  /** The folder that contains models/, checkpoint/ and samples/. */
  readonly root: string;
  readonly files: Files;
  readonly devices: Devices;
  readonly models: ModelSources;
  readonly network: Network;
  readonly machine: Machine;
  readonly publishing: PublishingTools;
  readonly pictures: PictureTools;
  /** The processes that run the command together. */
  readonly ranks: Ranks;
  /** Seconds since a fixed moment. */
  readonly clock: () => number;
  readonly now: () => Date;
  /** Resolves after this many milliseconds, or rejects with the signal's reason. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Ends the command; completed files stay. */
  readonly signal: AbortSignal | undefined;
}

/** Sources of models outside models/. */
export interface ModelSources {
  /** The folder of the bundled model, which has GPT-2's vocabulary; it may contain the vocabulary alone. */
  readonly bundled: string;
  /** The snapshot of a model in Hugging Face's cache; null if there is none. */
  cachedSnapshot(remote: RemoteModel): Promise<string | null>;
  /** The model repositories in that cache. */
  cachedRepositories(): Promise<readonly string[]>;
  /** Downloads a model into models/, resuming an earlier download. Throws SourceUnreachableFault if no source can be reached. */
  download(remote: RemoteModel, source: DownloadSource): AsyncGenerator<DownloadEvent, void, undefined>;
}

/** Network requests. */
export interface Network {
  /** Downloads the document at an address that a person gave. Throws DownloadFault, and the signal's reason. */
  fetchDocument(address: string, signal?: AbortSignal): Promise<FetchedDocument>;
}

export interface FetchedDocument {
  readonly bytes: Uint8Array;
  /** The encoding that the server names; null if it names none. */
  readonly encoding: string | null;
}
