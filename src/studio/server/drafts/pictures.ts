import { dirname, extname, join } from 'pathe';
import { exists } from '../../../project/paths.ts';
import type { Project } from '../../../project/project.ts';
import type { Places } from '../places.ts';
import { RefusedRequest } from '../refusal.ts';

/** Kinds of files that are shown as pictures. */
const TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.svg': 'image/svg+xml',
};

/** Folders whose files generators serve from the root of a site. */
const ROOTS = ['.', 'static', 'public', 'source', 'src'];

/** The address at which the studio shows an image of a text; null if it is not a picture. */
export function pictureAddress(textPath: string, source: string): string | null {
  const path = source.replace(/[?#].*$/, '');
  if (!Object.hasOwn(TYPES, extname(path).toLowerCase())) return null;
  return `/api/picture?${new URLSearchParams({ of: textPath, source: path })}`;
}

/**
 * A picture of a text: next to it, or below a folder whose files are served from the root of the site. Throws RefusedRequest if
 * there is none inside the places.
 */
export async function picture({ files, root }: Project, places: Places, of: string, source: string): Promise<Response> {
  const type = TYPES[extname(source).toLowerCase()];
  let name = source;
  try {
    name = decodeURIComponent(source);
  } catch {
    // Not encoded: a name with a per cent sign.
  }
  // A template that made an address begin at the root of the site has left it without a slash.
  const inSite = ROOTS.map((folder) => join(root, folder, name));
  const candidates = name.startsWith('/') ? inSite : [join(dirname(of), name), ...inSite];
  for (const path of type === undefined ? [] : candidates) {
    if (!(await exists(files, path))) continue;
    const bytes = await files.read(await places.inside(path));
    return new Response(new Uint8Array(bytes), {
      // Opened by itself, an SVG file could run scripts.
      headers: {
        'content-type': type,
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      },
    });
  }
  throw new RefusedRequest(404, 'picture', `There is no picture ${source}.`);
}
