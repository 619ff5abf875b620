import { basename, dirname, extname } from 'pathe';
import { pictureUses } from '../../blog/covers/picture-uses.ts';
import type { Post } from '../../blog/posts/post.ts';
import type { RemotePicture } from '../../blog/publishing/remote-post.ts';
import type { Files } from '../../project/files.ts';
import type { PictureTools } from '../../project/picture-tools.ts';
import { foldersAround } from '../corpus/site-folder.ts';
import { fileOf } from '../drafts/find-pictures.ts';

/** The picture to upload with a post. */
export interface PreparedPicture {
  readonly picture: RemotePicture | null;
  /** Why a picture that the draft names is not uploaded; null if it is, or if there is none. */
  readonly problem: string | null;
}

/** Media types that Ghost and WordPress take. */
const TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
};

/** What both servers accept unless they are set up otherwise. */
const MOST_BYTES = 8_000_000;

/**
 * The picture that a draft names in its front matter, as a server takes it: SVG is drawn in pixels, since WordPress refuses
 * it and most sites show none in previews.
 */
export async function remotePicture(
  files: Files,
  tools: PictureTools,
  { post, path }: { readonly post: Post; readonly path: string },
): Promise<PreparedPicture> {
  const folder = dirname(files.resolve(path));
  const around = await foldersAround(files, folder);
  const uses = pictureUses([post]);
  for (const use of uses) {
    const file = await fileOf(files, use.path, folder, around);
    if (file === null) continue;
    const without = (reason: string) => ({
      picture: null,
      problem: `Its picture ${use.path} is not uploaded: ${reason}.`,
    });
    const [extension, name] = [extname(file).toLowerCase(), basename(file)];
    const alt = post.title ?? post.slug;
    const bytes = await files.read(file);
    if (bytes.length > MOST_BYTES) return without(`it has more than ${MOST_BYTES / 1e6} MB`);
    if (extension !== '.svg') {
      const type = TYPES[extension];
      return type === undefined
        ? without(`servers take no ${extension}`)
        : { picture: { name, type, bytes, alt }, problem: null };
    }
    const converter = await tools.open(around);
    if (converter === null)
      return without(`SVG is uploaded as PNG, which needs the package sharp: ${tools.howToInstall}`);
    const drawn = await converter.encode(new TextDecoder().decode(bytes), 'png');
    return { picture: { name: name.replace(/\.svg$/i, '.png'), type: 'image/png', bytes: drawn, alt }, problem: null };
  }
  return {
    picture: null,
    problem: uses.length === 0 ? null : `Its picture ${uses[0].path} is not uploaded: there is no such file.`,
  };
}
