import { basename, dirname, join } from 'pathe';
import type { ModelFiles, OpenFile } from '../engine/model-files.ts';
import type { Files } from './files.ts';
import { nullIfMissing } from './null-if-missing.ts';

/** The folder where transformers.js keeps its graphs. */
const ONNX_FOLDER = 'onnx';

/** The files of a model in a folder. */
export class FolderFiles implements ModelFiles {
  readonly description: string;
  readonly weights: string | null;
  readonly #files: Files;
  readonly #folder: string;

  private constructor(files: Files, description: string, folder: string, weights: string | null) {
    this.#files = files;
    this.description = description;
    this.#folder = folder;
    this.weights = weights;
  }

  /** The model in a folder, or in a weights file. Throws the system error if nothing is at the path. */
  static async at(files: Files, path: string): Promise<FolderFiles> {
    if ((await files.stat(path)).kind === 'folder') return new FolderFiles(files, path, path, null);
    return new FolderFiles(files, path, dirname(path), basename(path));
  }

  /** The model in a folder; a missing folder has no files. */
  static in(files: Files, folder: string): FolderFiles {
    return new FolderFiles(files, folder, folder, null);
  }

  async names(): Promise<readonly string[]> {
    const nested = (await this.#namesIn(join(this.#folder, ONNX_FOLDER))).map((name) => `${ONNX_FOLDER}/${name}`);
    return [...(await this.#namesIn(this.#folder)), ...nested].sort();
  }

  open(name: string): Promise<OpenFile | null> {
    return nullIfMissing(this.#files.open(this.pathOf(name)));
  }

  pathOf(name: string): string {
    return join(this.#folder, name);
  }

  async #namesIn(folder: string): Promise<string[]> {
    const entries = (await nullIfMissing(this.#files.list(folder))) ?? [];
    return entries.filter(({ name, kind }) => kind !== 'folder' && !name.startsWith('.')).map(({ name }) => name);
  }
}
