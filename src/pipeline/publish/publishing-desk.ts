import { learnForm } from '../../blog/drafts/learn-form.ts';
import { uniqueSlug } from '../../blog/drafts/slug.ts';
import type { Post } from '../../blog/posts/post.ts';
import {
  type Journal,
  JournalFault,
  type Publication,
  unfinishedPublication,
  withLastPublication,
} from '../../blog/publishing/journal.ts';
import { type PublishedFile, publishedFile } from '../../blog/publishing/published-file.ts';
import type { QueuedDraft } from '../../blog/publishing/queue.ts';
import { type RemotePost, remotePost } from '../../blog/publishing/remote-post.ts';
import { digest } from '../../project/digest.ts';
import { FileExistsFault } from '../../project/file-faults.ts';
import type { Files } from '../../project/files.ts';
import { exists, hasOwnFolder, pathIn, relativePath } from '../../project/paths.ts';
import type { PictureTools } from '../../project/picture-tools.ts';
import { BlogRefusedFault, type RemoteBlog } from '../../project/publishing-tools.ts';
import { exactText } from '../../project/text/exact-text.ts';
import { writeText } from '../../project/write-text.ts';
import type { GitSetting } from './deliver-publication.ts';
import { JournalFile } from './journal-file.ts';
import { filesBeside, takeOutDraft } from './move-draft.ts';
import { takenPicture } from './own-pictures.ts';
import { readBlog, readQueue, SENT_FOLDER } from './read-queue.ts';
import { remotePicture } from './remote-picture.ts';

/** Where drafts come from and where posts are published. */
export interface DeskPlace {
  /** Folder of drafts. */
  readonly queue: string;
  /** The name of this target in the journal. */
  readonly target: string;
  /** The folder of posts, or the blog on a server. */
  readonly out: string | RemoteBlog;
  readonly timeZone: string;
  readonly asDraft: boolean;
  /** What draws pictures for a server. */
  readonly pictures: PictureTools;
  /** What is recorded about the repository, for taking a post back. */
  readonly git: GitSetting;
}

/** A draft that is ready to be published. */
export interface Prepared {
  readonly publication: Publication;
  /** The content of the file that it becomes. */
  readonly content: string;
  /** The post to send to a server; null for a post in a folder. */
  readonly remote: RemotePost | null;
  /** Why its picture is not uploaded to a server; null if it is, or if there is none. */
  readonly pictureProblem: string | null;
}

/** Why a draft cannot be published, in one sentence. */
export interface NotPrepared {
  readonly reason: string;
}

/**
 * Publishes the drafts of a queue. Each step is written to the journal before it happens, so that `finish` can complete or
 * undo a publication that was interrupted at any moment: no draft is published twice, and none is lost. Only one process at
 * a time may use it.
 */
export class PublishingDesk {
  readonly journal: JournalFile;
  readonly #files: Files;
  readonly #place: DeskPlace;

  constructor(files: Files, place: DeskPlace) {
    this.#files = files;
    this.#place = place;
    this.journal = new JournalFile(files, place.queue);
  }

  /** The draft and the post of a publication, as paths. */
  pathsOf({ draft, post }: Pick<Publication, 'draft' | 'post'>): { readonly draft: string; readonly post: string } {
    return { draft: pathIn(this.#place.queue, draft), post: pathIn(this.#place.queue, post) };
  }

  /** Makes the post that a draft would become if published on a date. Nothing is written. */
  async prepare(draft: QueuedDraft, date: Date, slot: string | null): Promise<Prepared | NotPrepared> {
    const { out } = this.#place;
    return typeof out === 'string'
      ? this.#prepareFile(draft, date, slot, out)
      : this.#prepareRemote(draft, date, slot, out);
  }

  async #prepareFile(
    draft: QueuedDraft,
    date: Date,
    slot: string | null,
    out: string,
  ): Promise<Prepared | NotPrepared> {
    const { queue, timeZone } = this.#place;
    const posts = await readBlog(this.#files, out, queue);
    const form = learnForm(posts);
    const takenSlugs = new Set(posts.map((post) => post.slug));
    const make = (): PublishedFile => publishedFile(draft.post, form, { date, timeZone, takenSlugs });
    let file = make();
    // A file that is not a post may have the name.
    for (; await exists(this.#files, pathIn(out, file.fileName)); file = make()) takenSlugs.add(file.slug);
    const path = pathIn(out, file.fileName);
    const beside = await filesBeside(this.#files, pathIn(queue, draft.name));
    if (beside.length > 0 && !hasOwnFolder(path)) {
      const reason = `${beside.join(', ')} would be left behind because the blog's posts do not have their own folders.`;
      return { reason };
    }
    const taken = await takenPicture(this.#files, pathIn(queue, draft.name), path);
    if (taken !== null) return { reason: `its picture cannot be moved: ${taken} already exists.` };
    return this.#prepared(draft, date, slot, { ...file, post: relativePath(this.#files, queue, path) }, null);
  }

  async #prepareRemote(
    draft: QueuedDraft,
    date: Date,
    slot: string | null,
    blog: RemoteBlog,
  ): Promise<Prepared | NotPrepared> {
    const { queue, asDraft, pictures } = this.#place;
    const named = { post: draft.post, path: pathIn(queue, draft.name) };
    const { picture, problem } = await remotePicture(this.#files, pictures, named);
    const post = remotePost(draft.post, { date, asDraft, picture });
    const taken = new Set<string>();
    let slug = post.slug;
    for (let found = await blog.find(slug); found !== null; found = await blog.find(slug)) {
      if (found.title === post.title) {
        return {
          reason: `the blog already has a post with this name and title, ${found.address}; delete one of the two.`,
        };
      }
      taken.add(slug);
      slug = uniqueSlug(post.slug, taken);
    }
    let kept = `${SENT_FOLDER}/${draft.name}`;
    for (let copy = 2; await exists(this.#files, pathIn(queue, kept)); copy++)
      kept = `${SENT_FOLDER}/${copy}/${draft.name}`;
    return this.#prepared(
      draft,
      date,
      slot,
      { slug, content: this.#kept(draft.post, date), post: kept },
      { ...post, slug },
      problem,
    );
  }

  #prepared(
    { name, post: { frontMatter } }: QueuedDraft,
    date: Date,
    slot: string | null,
    { slug, content, post }: { readonly slug: string; readonly content: string; readonly post: string },
    remote: RemotePost | null,
    pictureProblem: string | null = null,
  ): Prepared {
    const { target, git } = this.#place;
    const { before, raw, after, lineEnd } = frontMatter;
    const head = (before + raw + after).replaceAll('\n', lineEnd);
    const where = { target, draft: name, post, slug, date: date.toISOString(), digest: digest(content), address: null };
    return { publication: { state: 'begun', slot, ...where, head, git }, content, remote, pictureProblem };
  }

  /** The file that is kept in the queue's folder for a post on a server. */
  #kept(post: Post, date: Date): string {
    const { timeZone } = this.#place;
    return publishedFile(post, learnForm([post]), { date, timeZone, takenSlugs: new Set() }).content;
  }

  /** Publishes a draft; `journal` is its current content. Throws WriteFault and the faults of a RemoteBlog. */
  async carryOut(journal: Journal, { publication, content, remote }: Prepared): Promise<Publication> {
    const begun = { ...journal, publications: [...journal.publications, publication] };
    await this.journal.write(begun);
    try {
      const { out } = this.#place;
      const sent = remote === null ? null : await (out as RemoteBlog).create(remote);
      return await this.#complete(begun, { ...publication, address: sent?.address ?? null }, content);
    } catch (fault) {
      // In these cases nothing was published for certain.
      const isRefused = fault instanceof BlogRefusedFault && fault.status >= 400;
      if (isRefused || (fault instanceof FileExistsFault && remote === null)) await this.journal.write(journal);
      throw fault;
    }
  }

  /**
   * Completes the publication that an earlier call began, or undoes it if nothing was published. Returns null if it was
   * undone and if there was nothing to do. Throws JournalFault if only a person can decide, and the faults of `carryOut`.
   */
  async finish(journal: Journal): Promise<Publication | null> {
    await this.#files.clearUnfinished(this.journal.path);
    const begun = unfinishedPublication(journal);
    if (begun === null) return null;
    if (begun.target !== this.#place.target) {
      throw new JournalFault(
        `${this.journal.path}: the publication of ${begun.draft} to ${begun.target} was interrupted; run tpdne publish ` +
          `again with --to ${begun.target}.`,
      );
    }
    const { draft, post } = this.pathsOf(begun);
    await this.#files.clearUnfinished(post);
    const [isDraftThere, isPostThere] = [await exists(this.#files, draft), await exists(this.#files, post)];
    if (isPostThere) {
      if (isDraftThere) await this.#checkIsSame(begun, draft, post);
      return this.#complete(journal, begun, null);
    }
    const { out } = this.#place;
    const sent = typeof out === 'string' ? null : await out.find(begun.slug);
    if (sent === null) {
      await this.journal.write(withLastPublication(journal, null));
      return null;
    }
    const kept = isDraftThere ? this.#kept((await this.#draftAgain(begun)).post, new Date(begun.date)) : null;
    return this.#complete(journal, { ...begun, address: sent.address }, kept);
  }

  async #checkIsSame(begun: Publication, draft: string, post: string): Promise<void> {
    if (digest(await exactText(this.#files, post)) === begun.digest) return;
    throw new JournalFault(
      `${draft} was being published as ${post} when the publication was interrupted, and ${post} has since changed: ` +
        'delete the one that you do not want to keep, and run the command again.',
    );
  }

  async #draftAgain({ draft }: Publication): Promise<QueuedDraft> {
    const { drafts } = await readQueue(this.#files, this.#place.queue);
    const found = drafts.find(({ name }) => name === draft);
    if (found !== undefined) return found;
    throw new JournalFault(
      `${pathIn(this.#place.queue, draft)} is already on the blog and can no longer be read as a draft; delete it.`,
    );
  }

  /** The last steps, once the post is published or only its file has to be written. */
  async #complete(journal: Journal, publication: Publication, content: string | null): Promise<Publication> {
    const { draft, post } = this.pathsOf(publication);
    if (content !== null) await writeText(this.#files, post, content, { overwrite: false });
    await takeOutDraft(this.#files, draft, post);
    const published: Publication = { ...publication, state: 'published' };
    await this.journal.write(withLastPublication(journal, published));
    return published;
  }
}
