import { dirname, join } from 'pathe';
import type { FolderHandle, WebLocks } from './opfs-handles.ts';
import { isCode, type OpfsTree, write } from './opfs-tree.ts';

/** Where it is written down that a folder is being moved. */
const MOVES = '/.tpdne-moves';
const LOCK = 'tpdne-moves';

interface Move {
  readonly from: string;
  readonly to: string;
}

/**
 * Moves of folders. Browsers move files alone, so the files of a folder are moved one by one, and what is being moved is
 * written down first: a move that the end of a tab cut off is finished when the files are opened again. Until then, and while
 * it goes on, others may see a part of the folder.
 */
export class FolderMoves {
  readonly #tree: OpfsTree;
  readonly #locks: WebLocks;

  constructor(tree: OpfsTree, locks: WebLocks) {
    this.#tree = tree;
    this.#locks = locks;
  }

  /** Finishes what was cut off. Waits for moves of other workers. */
  async finish(): Promise<void> {
    await this.#locks.request(LOCK, {}, async () => {
      for (const { name } of await this.#noted()) {
        const note = join(MOVES, name);
        const move = JSON.parse(
          (await (await (await this.#tree.file(note)).getFile()).text()) || 'null',
        ) as Move | null;
        // A note that is empty was cut off before its move began.
        if (move !== null) await this.#carryOut(move);
        await this.#tree.remove(note);
      }
    });
  }

  /** Moves a folder to a place where nothing is. */
  async move(from: string, to: string): Promise<void> {
    await this.#locks.request(LOCK, {}, async () => {
      const note = join(MOVES, `${crypto.randomUUID()}.json`);
      const access = await this.#tree.access(note);
      try {
        write(access, new TextEncoder().encode(JSON.stringify({ from, to } satisfies Move)), 0, note);
        access.flush();
      } finally {
        access.close();
      }
      await this.#carryOut({ from, to });
      await this.#tree.remove(note);
    });
  }

  async #carryOut({ from, to }: Move): Promise<void> {
    const folder = await this.#tree.folder(from).catch((error: unknown) => {
      if (isCode(error, 'ENOENT', 'ENOTDIR')) return null;
      throw error;
    });
    if (folder === null) return;
    await this.#tree.folder(dirname(to), { create: true });
    await this.#moveContent(folder, from, to);
    await this.#tree.remove(from);
  }

  async #moveContent(folder: FolderHandle, from: string, to: string): Promise<void> {
    await this.#tree.folder(to, { create: true });
    // Listed first: moving changes the folder.
    const entries = [];
    for await (const entry of folder.values()) entries.push(entry);
    for (const entry of entries) {
      const [source, target] = [join(from, entry.name), join(to, entry.name)];
      if (entry.kind === 'directory') await this.#moveContent(entry, source, target);
      else await this.#tree.moveFile(source, target);
    }
  }

  async #noted(): Promise<{ readonly name: string }[]> {
    const folder = await this.#tree.folder(MOVES, { create: true });
    const notes = [];
    for await (const { name } of folder.values()) notes.push({ name });
    return notes;
  }
}
