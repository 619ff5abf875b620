import { basename, dirname, join } from 'pathe';
import { FileExistsFault, writing } from '../project/file-faults.ts';
import type { UnfinishedFile, UnfinishedFolder, WriteContent } from '../project/files.ts';
import type { SyncAccess } from './opfs-handles.ts';
import { type OpfsTree, write } from './opfs-tree.ts';

/** Names of files and folders that are being written by a worker: '.posts.txt.3f2a….7.partial'. */
export function unfinishedPath(path: string, writer: string, number: number): string {
  return join(dirname(path), `.${basename(path)}.${writer}.${number}.partial`);
}

/** The worker that writes, or wrote, an unfinished file for `path`; null for any other name. */
export function writerOf(name: string, path: string): string | null {
  const prefix = `.${basename(path)}.`;
  const [, writer] = name.startsWith(prefix) ? (/^([\w-]+)\.\d+\.partial$/.exec(name.slice(prefix.length)) ?? []) : [];
  return writer ?? null;
}

/** A file that is written beside its place and moved there when it is whole. */
export class OpfsUnfinishedFile implements UnfinishedFile {
  readonly #tree: OpfsTree;
  readonly #path: string;
  readonly #partial: string;
  readonly #refuse: () => Promise<void>;
  #access: SyncAccess | null;
  #bytes = 0;
  #isCommitted = false;

  private constructor(
    tree: OpfsTree,
    places: { readonly path: string; readonly partial: string },
    refuse: () => Promise<void>,
    access: SyncAccess,
  ) {
    this.#tree = tree;
    this.#path = places.path;
    this.#partial = places.partial;
    this.#refuse = refuse;
    this.#access = access;
  }

  /** `refuse` throws FileExistsFault if a file that must stay is at `path`. Throws it, and WriteFault. */
  static async create(
    tree: OpfsTree,
    places: { readonly path: string; readonly partial: string },
    refuse: () => Promise<void>,
  ): Promise<OpfsUnfinishedFile> {
    await refuse();
    const access = await writing(places.path, () => tree.access(places.partial));
    return new OpfsUnfinishedFile(tree, places, refuse, access);
  }

  async write(bytes: Uint8Array): Promise<void> {
    await writing(this.#path, async () => {
      this.#bytes += write(this.#access!, bytes, this.#bytes, this.#path);
    });
  }

  async commit(): Promise<void> {
    await writing(this.#path, async () => {
      this.#access!.flush();
      this.#close();
      await this.#refuse();
      await this.#tree.moveFile(this.#partial, this.#path);
      this.#isCommitted = true;
    });
  }

  async discard(): Promise<void> {
    if (this.#isCommitted) return;
    this.#close();
    await this.#tree.remove(this.#partial);
  }

  #close(): void {
    this.#access?.close();
    this.#access = null;
  }
}

/** What an unfinished folder needs of the files that it is among. */
export interface FolderWriter {
  readonly writeNew: (path: string, content: WriteContent) => Promise<void>;
  readonly makeFolder: (path: string) => Promise<string | null>;
  readonly exists: (path: string) => Promise<boolean>;
  readonly rename: (from: string, to: string) => Promise<void>;
  readonly remove: (path: string) => Promise<void>;
}

/** A folder that is written beside its place and moved there when it is whole. Throws FileExistsFault and WriteFault. */
export async function createFolder(files: FolderWriter, path: string, partial: string): Promise<UnfinishedFolder> {
  const refuse = async () => {
    if (await files.exists(path)) {
      throw new FileExistsFault(`${path} already exists and was not changed; give another name.`);
    }
  };
  await refuse();
  await writing(path, () => files.makeFolder(partial));
  const file: UnfinishedFolder['file'] = async (name, content) => {
    const place = join(partial, name);
    await writing(path, () => files.makeFolder(dirname(place)));
    await files.writeNew(place, content);
  };
  return {
    file,
    text: (name, text) => file(name, (put) => put(new TextEncoder().encode(text))),
    commit: async () => {
      await refuse();
      await writing(path, () => files.rename(partial, path));
    },
    discard: () => files.remove(partial),
  };
}
