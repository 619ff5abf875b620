import { basename } from 'pathe';
import type { Journal, Publication } from '../../blog/publishing/journal.ts';
import { Fault } from '../../fault.ts';
import type { Files } from '../../project/files.ts';
import { exists, isSamePath, pathIn } from '../../project/paths.ts';

/** There is no such publication in the journal. */
export class NotPublishedFault extends Fault {
  override readonly code: string = 'not-published';
}

/**
 * The last publication that can be taken back, or the last one of `file`: the path or the address of a post, or the name of
 * its draft. Throws NotPublishedFault.
 */
export async function findPublication(
  files: Files,
  queue: string,
  { publications }: Journal,
  file: string | null,
): Promise<Publication> {
  const found = publications.findLast(
    (publication) => publication.state === 'published' && (file === null || isOf(files, queue, publication, file)),
  );
  const known = `the journal of ${queue} knows what tpdne publish published`;
  if (found === undefined) {
    throw new NotPublishedFault(
      file === null
        ? `Nothing was published from ${queue}: ${known}, and that is nothing. Name the folder of drafts with --queue.`
        : `${file} was not published from ${queue}: ${known}, and has no such post.`,
    );
  }
  const post = pathIn(queue, found.post);
  if (await exists(files, post)) return found;
  throw new NotPublishedFault(
    `${post} is no longer there, so it cannot be taken back: it was moved or deleted by hand. Name another post.`,
  );
}

function isOf(files: Files, queue: string, { post, draft, address }: Publication, file: string): boolean {
  const path = pathIn(queue, post);
  return (
    isSamePath(files, path, file) ||
    file === address ||
    file === draft ||
    isSamePath(files, pathIn(queue, draft), file) ||
    (file === basename(path) && !/^index\./.test(file))
  );
}
