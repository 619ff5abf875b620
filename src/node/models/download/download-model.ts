import { join } from 'node:path';
import { peekAtModel } from '../../../engine/checkpoint/load-model.ts';
import { megabytes } from '../../../project/byte-count.ts';
import { type DownloadEvent, DownloadFault, type DownloadWaitingEvent } from '../../../project/download-events.ts';
import { folderBytes } from '../../../project/folder-bytes.ts';
import { FolderFiles } from '../../../project/folder-files.ts';
import { makeFolderOutsideGit } from '../../../project/folder-outside-git.ts';
import type { RemoteModel } from '../../../project/known-models.ts';
import type { Origin } from '../../../project/origin.ts';
import { exists } from '../../files/exists.ts';
import { freeBytes } from '../../files/free-bytes.ts';
import { nodeFiles } from '../../files/node-files.ts';
import { HttpClient } from '../../network/client.ts';
import { RefusedFault } from '../../network/request-file.ts';
import { downloadRetryPolicy, type RetryPolicy } from '../../network/retry.ts';
import { DownloadFolder } from './download-folder.ts';
import { type DownloadTools, type FetchEvent, fetchFile, type RemoteFile } from './fetch-file.ts';
import { accessFault, listRepository } from './hub.ts';
import { fetchMetadataFromHub } from './hub-files.ts';
import { checkWhole, UnsupportedModelFault } from './model-checks.ts';
import { listBucket } from './openai-bucket.ts';
import { fetchMetadataFromBucket } from './openai-files.ts';

/** The disk does not have enough space for a model. */
export class DiskSpaceFault extends DownloadFault {
  override readonly code: string = 'disk-space';
}

export interface DownloadOptions {
  readonly signal?: AbortSignal | undefined;
  /** The folder of models/; the current folder by default. */
  readonly root?: string;
  readonly retryPolicy?: RetryPolicy;
  /** Bytes left on the disk; by default those of the real disk. */
  readonly free?: () => Promise<number>;
}

/** A model at its source. */
interface Listing extends Pick<Origin, 'from' | 'commit'> {
  /** Downloads and checks the small files; returns all files that the model needs. */
  readonly fetchMetadata: (folder: DownloadFolder) => AsyncGenerator<FetchEvent, readonly RemoteFile[], undefined>;
  /** Whether the checksums are inside the files, so that checking them means reading all numbers. */
  readonly readsAll: boolean;
}

/** Space for the file system and for small files. */
const SPARE_BYTES = 2 ** 24;

/**
 * Downloads a model into models/, where it appears whole and checked, or not at all. An existing model stays unchanged.
 * After any interruption, the same call resumes the download. Throws DownloadFault and its subclasses, FileExistsFault,
 * LockedFault, WriteFault, the faults of a damaged index, and the signal's reason.
 */
export async function* downloadModel(
  remote: RemoteModel,
  source: Origin['source'],
  { signal, root = '.', retryPolicy = downloadRetryPolicy, free = () => freeBytes(root) }: DownloadOptions = {},
): AsyncGenerator<DownloadEvent, void, undefined> {
  const models = join(root, 'models');
  const path = join(models, remote.name);
  if (await exists(path)) {
    const { configuration } = await peekAtModel(await FolderFiles.at(nodeFiles, path));
    const parameters = configuration.parameterCount;
    const bytes = await folderBytes(nodeFiles, path);
    yield { type: 'downloaded', name: remote.name, path, parameters, bytes, wasThere: true };
    return;
  }
  const client = new HttpClient(retryPolicy.stallMs);
  try {
    const tools = { client, retryPolicy, signal };
    yield* fetchModel(remote, models, source, tools, free);
  } catch (fault) {
    throw fault instanceof RefusedFault && source === 'huggingface' ? await accessFault(fault, remote) : fault;
  } finally {
    await client.close();
  }
}

async function* fetchModel(
  remote: RemoteModel,
  models: string,
  source: Origin['source'],
  tools: DownloadTools,
  free: () => Promise<number>,
): AsyncGenerator<DownloadEvent, void, undefined> {
  const { name } = remote;
  const { from, commit, fetchMetadata, readsAll } = yield* list(remote, source, tools);
  await makeFolderOutsideGit(nodeFiles, models);
  const path = join(models, name);
  const folder = await DownloadFolder.open(path);
  try {
    const files = yield* fetchMetadata(folder);
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    await checkSpace(name, bytes - (await countDownloaded(files, folder)), folder.path, await free());
    const bytesThere = await countDownloaded(
      files.filter((file) => folder.wasBegun(file.name)),
      folder,
    );
    yield { type: 'download-started', name, path, from, bytes, bytesThere };
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
  source: Origin['source'],
  tools: DownloadTools,
): AsyncGenerator<DownloadWaitingEvent, Listing, undefined> {
  if (source === 'openai') {
    const listing = yield* listBucket(remote.known!.name, tools);
    const fetchMetadata = (folder: DownloadFolder) => fetchMetadataFromBucket(listing, folder, tools);
    return { from: listing.page, commit: null, fetchMetadata, readsAll: true };
  }
  const listing = yield* listRepository(remote, tools);
  const fetchMetadata = (folder: DownloadFolder) => fetchMetadataFromHub(listing, folder, tools);
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

/** Throws DiskSpaceFault. */
async function checkSpace(name: string, neededBytes: number, folder: string, free: number): Promise<void> {
  if (neededBytes === 0 || neededBytes + SPARE_BYTES <= free) return;
  throw new DiskSpaceFault(
    `${name} needs ${megabytes(neededBytes + SPARE_BYTES)} more, and the disk of ${folder} has ${megabytes(free)} left. Free ` +
      'some space, and run the same command again to resume.',
  );
}

function checksumOf({ checksum }: RemoteFile): string | null {
  return checksum === null ? null : `${checksum.kind}:${checksum.value}`;
}
