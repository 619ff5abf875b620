import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ModelFiles, OpenFile } from '../../engine/model-files.ts';
import { FileSource } from '../files/file-source.ts';
import { nullIfMissing } from '../files/null-if-missing.ts';

/** The folder in which transformers.js keeps its graphs. */
const ONNX_FOLDER = 'onnx';

/** The files of a model in a folder on disk. */
export class FolderFiles implements ModelFiles {
  readonly description: string;
  readonly weights: string | null;
  readonly #folder: string;

  private constructor(description: string, folder: string, weights: string | null) {
    this.description = description;
    this.#folder = folder;
    this.weights = weights;
  }

  /** The model in a folder, or the one whose weights are this file. Throws the system's error if nothing is there. */
  static async at(path: string): Promise<FolderFiles> {
    if ((await stat(path)).isDirectory()) return new FolderFiles(path, path, null);
    return new FolderFiles(path, dirname(path), basename(path));
  }

  /** The model in a folder, which may be missing: it then has no files. */
  static in(folder: string): FolderFiles {
    return new FolderFiles(folder, folder, null);
  }

  async names(): Promise<readonly string[]> {
    const nested = (await fileNames(join(this.#folder, ONNX_FOLDER))).map((name) => `${ONNX_FOLDER}/${name}`);
    return [...(await fileNames(this.#folder)), ...nested].sort();
  }

  open(name: string): Promise<OpenFile | null> {
    return nullIfMissing(FileSource.open(this.pathOf(name)));
  }

  pathOf(name: string): string {
    return join(this.#folder, name);
  }
}

async function fileNames(folder: string): Promise<string[]> {
  const entries = (await nullIfMissing(readdir(folder, { withFileTypes: true }))) ?? [];
  return entries.filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
}
