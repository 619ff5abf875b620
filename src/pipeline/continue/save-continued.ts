import { basename, dirname, extname } from 'pathe';
import { Fault } from '../../fault.ts';
import type { Files } from '../../project/files.ts';
import { writeNewFile } from '../../project/new-file.ts';
import { exactText } from '../../project/text/exact-text.ts';
import { writeText } from '../../project/write-text.ts';
import type { BeganDraft } from './began-draft.ts';

/** A draft was edited while the model continued it. */
export class DraftChangedFault extends Fault {
  override readonly code: string = 'draft-changed';
}

/** Writes a continued draft to a new file in a folder: `draft-continued.md`, then `-2`. Returns its path. Throws WriteFault. */
export async function saveBeside(
  files: Files,
  { path }: BeganDraft,
  folder: string | null,
  text: string,
): Promise<string> {
  const extension = extname(path);
  return writeNewFile(files, folder ?? dirname(path), `${basename(path, extension)}-continued`, extension, text);
}

/**
 * Replaces a draft by its continuation, after writing what it was to a new file, `draft.md.bak`. Returns the path of that
 * file. Throws DraftChangedFault, with the draft as it is, if it is no longer what was read, and WriteFault.
 */
export async function saveInPlace(files: Files, { path, file }: BeganDraft, text: string): Promise<string> {
  // A link stays a link.
  const place = await files.realPath(path);
  const backup = await writeNewFile(files, dirname(path), basename(path), '.bak', file);
  if ((await exactText(files, place)) !== file) {
    throw new DraftChangedFault(
      `${path} was edited while it was continued, so it was left as it is; save it and call tpdne continue again.`,
    );
  }
  await writeText(files, place, text);
  return backup;
}
