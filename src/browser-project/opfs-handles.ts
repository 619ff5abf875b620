/**
 * What is used of a browser's private file system, in a worker (https://fs.spec.whatwg.org): the types of this
 * project are those of Node. `move` is not in every browser.
 */

export interface FileHandle {
  readonly kind: 'file';
  readonly name: string;
  getFile(): Promise<StoredFile>;
  createSyncAccessHandle(): Promise<SyncAccess>;
  move?(folder: FolderHandle, name: string): Promise<void>;
}

export interface FolderHandle {
  readonly kind: 'directory';
  readonly name: string;
  getFileHandle(name: string, options?: { readonly create?: boolean }): Promise<FileHandle>;
  getDirectoryHandle(name: string, options?: { readonly create?: boolean }): Promise<FolderHandle>;
  removeEntry(name: string, options?: { readonly recursive?: boolean }): Promise<void>;
  values(): AsyncIterable<FileHandle | FolderHandle>;
}

/** A file as it was when it was asked for. */
export interface StoredFile extends Blob {
  /** Milliseconds since 1970. */
  readonly lastModified: number;
}

/** A file that is open for reading and writing; nobody else can open it until it is closed. */
export interface SyncAccess {
  write(bytes: Uint8Array, options: { readonly at: number }): number;
  truncate(bytes: number): void;
  getSize(): number;
  flush(): void;
  close(): void;
}

/** Locks between all pages and workers of a site (https://w3c.github.io/web-locks). */
export interface WebLocks {
  request<Value>(
    name: string,
    options: { readonly ifAvailable?: boolean },
    hold: (lock: object | null) => Promise<Value>,
  ): Promise<Value>;
  query(): Promise<{ readonly held?: readonly { readonly name?: string }[] }>;
}
