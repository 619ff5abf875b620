/** Paths relative to a site's folder, and lists in its configuration. */

/** Normalises `./src/content/` to `src/content`. */
export function plainPath(path: string): string {
  return path
    .trim()
    .split('/')
    .filter((name) => name !== '' && name !== '.')
    .join('/');
}

/** A path relative to a folder; null if it is outside. '' is the site's own folder. */
export function pathBelow(folder: string, path: string): string | null {
  if (folder === '') return path;
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : null;
}

/** The strings in a list, or a single string as a list. */
export function textsIn(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string');
}
