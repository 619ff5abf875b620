import { plainKey } from '../posts/known-keys.ts';
import type { Post } from '../posts/post.ts';

/** A picture that a post's front matter names. */
export interface PictureUse {
  readonly post: Post;
  /** The key at the top level. */
  readonly key: string;
  /** As written. */
  readonly path: string;
}

/** A name that ends as a picture does; an address may continue after it. */
const PICTURE = /\.(?:png|jpe?g|webp|gif|avif|svg)(?:[?#]\S*)?$/i;

/** Keys whose pictures are not of the post. */
const OF_OTHERS = /^(?:author|sponsor|audio|video|gallery|photos|slides)|(?:avatar|logo|icon|profile)$/;

/** How deep lists and maps are searched. */
const MOST_LEVELS = 3;

/** The pictures that posts have under keys of their front matter, whatever the keys are called. */
export function pictureUses(posts: readonly Post[]): PictureUse[] {
  return posts.flatMap((post) =>
    Object.entries(post.frontMatter.data).flatMap(([key, value]) =>
      OF_OTHERS.test(plainKey(key)) ? [] : pathsIn(value, MOST_LEVELS).map((path) => ({ post, key, path })),
    ),
  );
}

/** Whether a value is the path or the address of a picture. */
export function isPicture(value: unknown): value is string {
  return typeof value === 'string' && PICTURE.test(value.trim()) && !value.includes('\n');
}

function pathsIn(value: unknown, levels: number): string[] {
  if (isPicture(value)) return [value.trim()];
  if (levels === 0 || typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    OF_OTHERS.test(plainKey(key)) ? [] : pathsIn(part, levels - 1),
  );
}

/** Folders below a site's own that its generator publishes at the top of the site, or that paths begin in. */
const BASES = ['', 'static', 'public', 'assets', 'src', 'source', 'src/assets', 'src/content', 'content'];

/**
 * The places where a file that front matter names by this path may be, the likeliest first. `postFolder` is the folder of
 * the post, `around` are the folders that contain the site's: all absolute. Empty for addresses of other kinds.
 */
export function placesOf(path: string, postFolder: string, around: readonly string[]): string[] {
  // A Liquid tag, the address of the site, and an alias such as ~/ or @/ all stand for a folder of the site.
  const plain = decoded(path)
    .replace(/[?#].*$/, '')
    .replace(/^\{\{[^}]*\}\}|^https?:\/\/[^/]+(?=\/)/i, '')
    .replace(/^[~@]\//, '/')
    .replace(/^@/, '/');
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(plain)) return [];
  const isRooted = plain.startsWith('/');
  const parts = partsOf(plain);
  const beside = isRooted ? [] : [joined(postFolder, parts)];
  const below = parts.filter((part) => part !== '..');
  // The first part may be the folder that the whole site is served in.
  const tails = [below, ...(below.length > 1 && isRooted ? [below.slice(1)] : [])];
  const places = tails.flatMap((tail) =>
    around.flatMap((folder) => BASES.map((base) => joined(folder, [base, ...tail]))),
  );
  return [...new Set([...beside, ...places])];
}

/** The place in the folder of the post, or below it, that a path means; null for a path that leads elsewhere. */
export function placeBeside(path: string, postFolder: string): string | null {
  const plain = decoded(path).replace(/[?#].*$/, '');
  const isElsewhere = /^(?:[/~@{]|[a-z][a-z0-9+.-]*:)/i.test(plain) || plain.split('/').includes('..');
  return isElsewhere ? null : joined(postFolder, partsOf(plain));
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

function joined(folder: string, parts: readonly string[]): string {
  const all = folder.split('/');
  for (const part of parts) {
    if (part === '..') all.pop();
    else if (part !== '') all.push(...part.split('/'));
  }
  return all.join('/');
}

function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
