import type { WrittenDraft } from '../../blog/drafts/write-draft.ts';
import { FileExistsFault } from '../../project/file-faults.ts';
import type { Files } from '../../project/files.ts';
import { exists, pathIn } from '../../project/paths.ts';
import { writeText } from '../../project/write-text.ts';
import type { Blog } from './blog.ts';
import { addPicture, type DrawnPicture, drawPictures, isAnyTaken } from './draw-pictures.ts';

/** A draft with the names of its files, which nothing else has. */
export interface PlacedDraft {
  readonly path: string;
  readonly title: string;
  readonly content: string;
  readonly pictures: readonly DrawnPicture[];
}

/** The draft with the first slug whose files are free; `make` writes it with a slug that the blog does not have yet. */
export async function freePlace(files: Files, blog: Blog, out: string, make: () => WrittenDraft): Promise<PlacedDraft> {
  for (;;) {
    const { slug, title, fileName, content, pictures } = make();
    blog.slugs.add(slug);
    const path = pathIn(out, fileName);
    // That file name is taken: use the next free slug.
    if (await exists(files, path)) continue;
    const drawn = await drawPictures(files, blog.covers, slug, pictures, path);
    if (!(await isAnyTaken(files, drawn))) return { path, title, content, pictures: drawn };
  }
}

/** Writes a draft and its pictures; false if another process took the name in the meantime. Throws WriteFault. */
export async function writePlaced(files: Files, { path, content, pictures }: PlacedDraft): Promise<boolean> {
  const added: string[] = [];
  try {
    // First: a site does not build if a post names a picture that is missing.
    for (const picture of pictures) if (await addPicture(files, picture)) added.push(picture.path);
    await writeText(files, path, content, { overwrite: false });
    return true;
  } catch (fault) {
    for (const picture of added) await files.remove(picture);
    if (fault instanceof FileExistsFault) return false;
    throw fault;
  }
}
