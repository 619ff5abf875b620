/** Numbers and moments as people read them. */

/** '1 post', '12,345 posts'. */
export function counted(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? noun : nouns}`;
}

/** '4.2 GB', '830 MB', '12 kB'. */
export function bytes(count: number): string {
  if (count >= 1e9) return `${(count / 1e9).toFixed(1)} GB`;
  if (count >= 1e6) return `${Math.round(count / 1e6)} MB`;
  return `${Math.max(1, Math.round(count / 1e3))} kB`;
}

/**
 * The memory for a model, in a sentence. A browser says how much the machine has, if it says anything, and not how much is free:
 * then `isFree` is false. Number.MAX_SAFE_INTEGER: unknown.
 */
export function memoryInWords(count: number, isFree: boolean): string {
  if (count === Number.MAX_SAFE_INTEGER) return 'How much memory this machine has is not known.';
  return isFree ? `${bytes(count)} of memory are free.` : `This machine has ${bytes(count)} of memory or more.`;
}

/** '2 h 5 min', '4 min', '12 s'. */
export function duration(seconds: number): string {
  if (seconds >= 3600) return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`;
  if (seconds >= 90) return `${Math.round(seconds / 60)} min`;
  return `${Math.max(1, Math.round(seconds))} s`;
}

/** The last part of a path. */
export function fileName(path: string): string {
  return (
    path
      .replace(/[/\\]+$/, '')
      .split(/[/\\]/)
      .at(-1) ?? path
  );
}

/** A folder of posts: 'this folder' for the one of the studio. */
export function folderName(path: string): string {
  return path === '.' ? 'this folder' : path;
}

/** A post or draft by its file name: 'tea.md'; in a folder of its own, with that: 'tea/index.md'. */
export function postName(path: string): string {
  const name = fileName(path);
  const folder = fileName(path.slice(0, -name.length));
  return name.startsWith('index.') && folder !== '' ? `${folder}/${name}` : name;
}

/** 'just now', '5 min ago', '3 h ago', or a date. */
export function ago(iso: string, now = Date.now()): string {
  const seconds = (now - Date.parse(iso)) / 1000;
  if (seconds < 60) return 'just now';
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return new Date(iso).toLocaleDateString(undefined, { year: 'numeric', month: 'short', day: 'numeric' });
}
