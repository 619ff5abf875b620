import { extname } from 'pathe';
import { textExtensions } from '../../blog/posts/file-kinds.ts';
import { readPost } from '../../blog/posts/read-post.ts';
import { type QueuedDraft, queuedDraft } from '../../blog/publishing/queue.ts';
import { Fault } from '../../fault.ts';
import type { Files } from '../../project/files.ts';
import { exists, isFolder, isInside, pathIn, relativePath } from '../../project/paths.ts';
import { exactText } from '../../project/text/exact-text.ts';
import { SENT_FOLDER } from '../publish/read-queue.ts';

/** A file is not a draft of the queue. */
export class NotADraftFault extends Fault {
  override readonly code: string = 'not-a-draft';
}

/** A draft of the queue, and its file. */
export interface DraftFile {
  readonly path: string;
  /** Its text with every character, including a byte order mark. */
  readonly file: string;
  readonly draft: QueuedDraft;
}

/**
 * Reads a draft of a queue; `path` may also be relative to the queue. `label` is passed to `queuedDraft`. Throws
 * NotADraftFault, UnreadableFault and PostFault.
 */
export async function readDraftFile(
  files: Files,
  queue: string,
  path: string,
  label: string | null = null,
): Promise<DraftFile> {
  const { path: place, name } = await findDraft(files, queue, path);
  const file = await exactText(files, place);
  return { path: place, file, draft: queuedDraft(name, readPost(place, file), label) };
}

/**
 * The path of a draft, and its name in the queue; `path` may also be relative to the queue. It is not read. Throws
 * NotADraftFault.
 */
export async function findDraft(
  files: Files,
  queue: string,
  path: string,
): Promise<{ readonly path: string; readonly name: string }> {
  const place = (await exists(files, path)) ? path : pathIn(queue, path);
  return { path: place, name: await nameInQueue(files, queue, place, path) };
}

/** The name of a draft: its path in the queue. Throws NotADraftFault. */
async function nameInQueue(files: Files, queue: string, place: string, given: string): Promise<string> {
  const [folder, real] = await Promise.all([queue, place].map((path) => files.realPath(path).catch(() => null)));
  if (real === null) {
    throw new NotADraftFault(`There is no draft ${given}; tpdne review lists the drafts in ${queue}.`);
  }
  if (await isFolder(files, place)) {
    throw new NotADraftFault(`${place} is a folder, not a draft; name the files in it.`);
  }
  if (!isInside(files, folder ?? queue, real)) {
    throw new NotADraftFault(
      `${place} is not in the folder of drafts, ${queue}: move it there, or name its folder with --queue.`,
    );
  }
  const name = relativePath(files, folder ?? queue, real);
  if (name.startsWith(`${SENT_FOLDER}/`)) {
    throw new NotADraftFault(`${place} is the copy of a post that was published on a server, not a draft.`);
  }
  if (name.split('/').some((part) => part.startsWith('.')) || !textExtensions.includes(extname(name).toLowerCase())) {
    throw new NotADraftFault(
      `${place} is not a draft: drafts are files such as tea.md (${textExtensions.join(', ')}).`,
    );
  }
  return name;
}
