import type { ByteSource } from './byte-source.ts';

/** A file that is open for reading. The caller closes it. */
export interface OpenFile extends ByteSource {
  close(): Promise<void>;
}

/** The files of one model, wherever they are: a folder, a download, an archive. Readers never see a path. */
export interface ModelFiles {
  /** What to call all of them in an error. */
  readonly description: string;
  /** The file that holds the weights, if it was chosen by name; null: to be found among all. */
  readonly weights: string | null;
  /** Sorted, without hidden files; "/" separates folders. */
  names(): Promise<readonly string[]>;
  /** Null if there is no such file. */
  open(name: string): Promise<OpenFile | null>;
  /** What to call a file in an error. */
  pathOf(name: string): string;
}

/** The text of a file; null if there is no such file. */
export async function readText(files: ModelFiles, name: string): Promise<string | null> {
  const file = await files.open(name);
  if (file === null) return null;
  try {
    return new TextDecoder().decode(await file.read(0, file.byteLength));
  } finally {
    await file.close();
  }
}
