/** Paths in the folder of a site, relative to it, and lists in its configuration. */

/** `./src/content/` is `src/content`. */
export function plainPath(path: string): string {
  return path
    .trim()
    .split('/')
    .filter((name) => name !== '' && name !== '.')
    .join('/');
}

/** A path below a folder; null where it is not. '' is the site's own folder. */
export function pathBelow(folder: string, path: string): string | null {
  if (folder === '') return path;
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : null;
}

/** The texts in a list, or the one text. */
export function textsIn(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string');
}
