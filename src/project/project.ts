import type { Devices } from './devices.ts';
import type { DownloadEvent } from './download-events.ts';
import type { Files } from './files.ts';
import type { RemoteModel } from './known-models.ts';
import type { Machine } from './machine.ts';
import type { PublishingTools } from './publishing-tools.ts';

/**
 * What a command is given besides its settings: everything that depends on where it runs. Made once, at the door: by
 * `nodeProject` for Node, by `memoryProject` where there is no disk.
 */
export interface Project {
  /** The folder of models/, checkpoint/ and samples/. */
  readonly root: string;
  readonly files: Files;
  readonly devices: Devices;
  readonly models: ModelSources;
  readonly network: Network;
  readonly machine: Machine;
  readonly publishing: PublishingTools;
  /** Seconds since any fixed moment. */
  readonly clock: () => number;
  readonly now: () => Date;
  /** Resolves after so many milliseconds, or rejects with the signal's reason. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Ends the command; what is whole by then stays. */
  readonly signal: AbortSignal | undefined;
}

/** Where models come from that are not in models/. */
export interface ModelSources {
  /** The folder of the bundled model, which has GPT-2's vocabulary; it may hold the vocabulary alone. */
  readonly bundled: string;
  /** The snapshot of a model in the cache of Hugging Face's other software; null where there is none. */
  cachedSnapshot(remote: RemoteModel): Promise<string | null>;
  /** The repositories of models in that cache. */
  cachedRepositories(): Promise<readonly string[]>;
  /** Downloads a model into models/, resuming an earlier download. */
  download(remote: RemoteModel, source: 'huggingface' | 'openai'): AsyncGenerator<DownloadEvent, void, undefined>;
}

/** Requests to other machines. */
export interface Network {
  /** What is at an address that a person gave. Throws DownloadFault, and the signal's reason. */
  fetchDocument(address: string, signal?: AbortSignal): Promise<FetchedDocument>;
}

export interface FetchedDocument {
  readonly bytes: Uint8Array;
  /** The encoding that the server names; null if it names none. */
  readonly encoding: string | null;
}
