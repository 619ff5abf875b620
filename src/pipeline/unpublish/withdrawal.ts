import { extname } from 'pathe';
import { type Journal, JournalFault, type Publication, withPublication } from '../../blog/publishing/journal.ts';
import { withdrawnFile } from '../../blog/publishing/withdrawn-file.ts';
import { digest } from '../../project/digest.ts';
import type { Files } from '../../project/files.ts';
import { exists, folderOf, hasOwnFolder, pathIn } from '../../project/paths.ts';
import { BlogRefusedFault, type RemoteBlog } from '../../project/publishing-tools.ts';
import { exactText } from '../../project/text/exact-text.ts';
import { writeText } from '../../project/write-text.ts';
import { JournalFile } from '../publish/journal-file.ts';
import { filesBeside, takeOutDraft } from '../publish/move-draft.ts';

/** A post that is ready to be taken back. */
export interface PreparedWithdrawal {
  readonly before: Publication;
  /** With the name of the draft that it becomes. */
  readonly publication: Publication;
  /** The content of the draft. */
  readonly content: string;
}

/** A post that was taken back. */
export interface Withdrawal {
  readonly publication: Publication;
  /** False if it was on a server and is no longer there. */
  readonly wasThere: boolean;
}

/**
 * Takes posts back into a queue. Each step is written to the journal before it happens, so that `finish` can complete what
 * was interrupted at any moment: the text is always in one of the two files. Only one process at a time may use it.
 */
export class Withdrawals {
  readonly journal: JournalFile;
  readonly #files: Files;
  readonly #queue: string;
  readonly #openBlog: (target: string) => Promise<RemoteBlog>;

  /** `openBlog` opens the server of a target. */
  constructor(files: Files, queue: string, openBlog: (target: string) => Promise<RemoteBlog>) {
    this.#files = files;
    this.#queue = queue;
    this.#openBlog = openBlog;
    this.journal = new JournalFile(files, queue);
  }

  pathsOf({ draft, post }: Pick<Publication, 'draft' | 'post'>): { readonly draft: string; readonly post: string } {
    return { draft: pathIn(this.#queue, draft), post: pathIn(this.#queue, post) };
  }

  /** The draft that a post would become. Nothing is written. Throws UnreadableFault and PostFault. */
  async prepare(before: Publication): Promise<PreparedWithdrawal> {
    const draft = await this.#freeName(before);
    return { before, publication: { ...before, state: 'withdrawing', draft }, content: await this.#contentOf(before) };
  }

  /** Takes a post back; `journal` is its current content. Throws WriteFault and the faults of a RemoteBlog. */
  async carryOut(journal: Journal, { before, publication }: PreparedWithdrawal): Promise<Withdrawal> {
    // A missing address or key is a fault before anything is begun.
    if (publication.target !== 'folder') await this.#openBlog(publication.target);
    const begun = withPublication(journal, before, publication);
    await this.journal.write(begun);
    try {
      return await this.#complete(begun, publication);
    } catch (fault) {
      // The server has changed nothing for certain.
      if (fault instanceof BlogRefusedFault && fault.status >= 400) await this.journal.write(journal);
      throw fault;
    }
  }

  /**
   * Completes the withdrawal that an earlier call began; null if there is none. Throws JournalFault if only a person can
   * decide, and the faults of `carryOut`.
   */
  async finish(journal: Journal): Promise<Withdrawal | null> {
    await this.#files.clearUnfinished(this.journal.path);
    const begun = journal.publications.find(({ state }) => state === 'withdrawing');
    return begun === undefined ? null : this.#complete(journal, begun);
  }

  /** All steps after the first; those that were done are skipped. */
  async #complete(journal: Journal, publication: Publication): Promise<Withdrawal> {
    const { draft, post } = this.pathsOf(publication);
    let wasThere = true;
    if (await exists(this.#files, post)) {
      if (publication.target !== 'folder') {
        const blog = await this.#openBlog(publication.target);
        wasThere = (await blog.withdraw(publication.slug)) !== null;
      }
      await this.#files.clearUnfinished(draft);
      const content = await this.#contentOf(publication);
      if (!(await exists(this.#files, draft))) await writeText(this.#files, draft, content, { overwrite: false });
      else if ((await exactText(this.#files, draft)) !== content) throw this.#bothChanged(draft, post);
      await takeOutDraft(this.#files, post, draft);
    }
    const done: Publication = { ...publication, state: 'withdrawn' };
    await this.journal.write(withPublication(journal, publication, done));
    return { publication: done, wasThere };
  }

  #bothChanged(draft: string, post: string): JournalFault {
    return new JournalFault(
      `${post} was being taken back as ${draft} when that was interrupted, and one of them has since changed: delete the ` +
        'one that you do not want to keep, and run the command again.',
    );
  }

  async #contentOf(publication: Publication): Promise<string> {
    const { post } = this.pathsOf(publication);
    const file = await exactText(this.#files, post);
    const { head = null } = publication;
    return withdrawnFile({ source: post, file, head, isUnchanged: digest(file) === publication.digest });
  }

  /** The draft's name, or one with a number if that is taken; with a folder of its own if the post has pictures. */
  async #freeName({ draft, post }: Publication): Promise<string> {
    const hasPictures = (await filesBeside(this.#files, pathIn(this.#queue, post))).length > 0;
    const stem = hasOwnFolder(draft) ? folderOf(draft) : draft.slice(0, draft.length - extname(draft).length);
    const isFolder = hasOwnFolder(draft) || hasPictures;
    const end = isFolder ? `/index${extname(post)}` : extname(draft);
    for (let copy = 1; ; copy++) {
      const name = copy === 1 ? stem : `${stem}-${copy}`;
      if (!(await exists(this.#files, pathIn(this.#queue, isFolder ? name : name + end)))) return name + end;
    }
  }
}
