import { join } from 'node:path';
import type { DownloadEvent, DownloadWaitingEvent } from '../../../project/download-events.ts';
import { makeFolderOutsideGit } from '../../../project/folder-outside-git.ts';
import type { Origin } from '../../../project/origin.ts';
import type { RemoteModel } from '../../../project/remote-model.ts';
import { nodeFiles } from '../../files/node-files.ts';
import { HttpClient } from '../../network/client.ts';
import { RefusedFault } from '../../network/request-file.ts';
import type { RetryPolicy } from '../../network/retry.ts';
import { checkSpace } from './disk-space.ts';
import { DownloadFolder } from './download-folder.ts';
import { type DownloadTools, type FetchEvent, fetchFile, type RemoteFile } from './fetch-file.ts';
import { accessFault, type HubListing, listRepository, probeStorage } from './hub.ts';
import { fetchMetadataFromHub } from './hub-files.ts';
import { checkWhole, UnsupportedModelFault } from './model-checks.ts';
import { listBucket } from './openai-bucket.ts';
import { fetchMetadataFromBucket } from './openai-files.ts';

/** Hugging Face, or OpenAI's bucket. */
export type Server = 'hub' | 'openai';

export interface ServerDownloadOptions {
  readonly signal: AbortSignal | undefined;
  /** The folder models/. */
  readonly models: string;
  readonly retryPolicy: RetryPolicy;
  /** Where there is another source: for finding out whether the hub and its files can be reached, with fewer tries. Else null. */
  readonly contactPolicy: RetryPolicy | null;
  /** Bytes left on the disk. */
  readonly free: () => Promise<number>;
}

/** A model at its source. */
interface Listing extends Pick<Origin, 'from' | 'commit'> {
  /** Downloads and checks the small files; returns all files that the model needs. */
  readonly fetchMetadata: (folder: DownloadFolder) => AsyncGenerator<FetchEvent, readonly RemoteFile[], undefined>;
  /** Whether the checksums are inside the files, so that checking them means reading all numbers. */
  readonly readsAll: boolean;
}

/**
 * Downloads a model from a server, resuming an earlier download. Throws SourceUnreachableFault if the hub cannot be
 * reached, or its files where there is another source, HubAccessFault, DiskSpaceFault, UnsupportedModelFault, and the faults of `fetchFile`.
 */
export async function* downloadFromServer(
  remote: RemoteModel,
  source: Server,
  options: ServerDownloadOptions,
): AsyncGenerator<DownloadEvent, void, undefined> {
  const { retryPolicy, signal } = options;
  const client = new HttpClient(retryPolicy.stallMs);
  try {
    yield* fetchModel(remote, source, { client, retryPolicy, signal }, options);
  } catch (fault) {
    throw fault instanceof RefusedFault && source === 'hub' && !fault.isElsewhere
      ? await accessFault(fault, remote)
      : fault;
  } finally {
    await client.close();
  }
}

async function* fetchModel(
  remote: RemoteModel,
  source: Server,
  tools: DownloadTools,
  { models, free, contactPolicy }: ServerDownloadOptions,
): AsyncGenerator<DownloadEvent, void, undefined> {
  const { name } = remote;
  const { from, commit, fetchMetadata, readsAll } = yield* list(remote, source, tools, contactPolicy);
  await makeFolderOutsideGit(nodeFiles, models);
  const path = join(models, name);
  const folder = await DownloadFolder.open(path);
  try {
    const files = yield* fetchMetadata(folder);
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    checkSpace(name, bytes - (await countDownloaded(files, folder)), folder.path, await free());
    const bytesThere = await countDownloaded(
      files.filter((file) => folder.wasBegun(file.name)),
      folder,
    );
    yield { type: 'download-started', name, path, from, isResumable: true, bytes, bytesThere };
    yield* fetchAll(files, bytes, folder, tools);
    const parameters = yield* checkWhole(folder.path, from, readsAll);
    const checksums = files.map((file) => [file.name, { bytes: file.bytes, checksum: checksumOf(file) }] as const);
    const origin = { source, from, commit, files: Object.fromEntries(checksums) };
    await folder.commit(
      files.map((file) => file.name),
      origin,
    );
    yield { type: 'downloaded', name, path, parameters, bytes, wasThere: false };
  } catch (fault) {
    // Another download would bring the same files.
    if (fault instanceof UnsupportedModelFault) await folder.discard();
    throw fault;
  } finally {
    folder.close();
  }
}

async function* list(
  remote: RemoteModel,
  source: Server,
  tools: DownloadTools,
  contactPolicy: RetryPolicy | null,
): AsyncGenerator<DownloadWaitingEvent, Listing, undefined> {
  if (source === 'openai') {
    const listing = yield* listBucket(remote.known!.name, tools);
    const fetchMetadata = (folder: DownloadFolder) => fetchMetadataFromBucket(listing, folder, tools);
    return { from: listing.page, commit: null, fetchMetadata, readsAll: true };
  }
  const retryPolicy = contactPolicy ?? tools.retryPolicy;
  const client = new HttpClient(retryPolicy.stallMs);
  let listing: HubListing;
  try {
    listing = yield* listRepository(remote, { ...tools, client, retryPolicy });
    if (contactPolicy !== null) yield* probeStorage(listing, remote, { ...tools, client, retryPolicy });
  } finally {
    await client.close();
  }
  const fetchMetadata = (folder: DownloadFolder) => fetchMetadataFromHub(listing, folder, tools, remote.file);
  return { from: listing.page, commit: listing.commit, fetchMetadata, readsAll: false };
}

/** Downloads the files in order. Progress events count all of them together. */
async function* fetchAll(
  files: readonly RemoteFile[],
  bytes: number,
  folder: DownloadFolder,
  tools: DownloadTools,
): AsyncGenerator<FetchEvent, void, undefined> {
  let before = 0;
  for (const file of files) {
    for await (const event of fetchFile(file, folder, tools)) {
      yield event.type === 'download-progress' ? { ...event, bytesDone: before + event.bytesDone, bytes } : event;
    }
    before += file.bytes;
  }
}

async function countDownloaded(files: readonly RemoteFile[], folder: DownloadFolder): Promise<number> {
  let sum = 0;
  for (const { name, version, bytes } of files) {
    const earlier = await folder.downloaded(name, version);
    if (earlier !== null && earlier.bytes <= bytes) sum += earlier.bytes;
  }
  return sum;
}

function checksumOf({ checksum }: RemoteFile): string | null {
  return checksum === null ? null : `${checksum.kind}:${checksum.value}`;
}
