/** Texts that were edited and not saved, kept in this browser tab so that a reload or another page loses nothing. */

const keyOf = (path: string) => `tpdne-unsaved ${path}`;

interface Unsaved {
  readonly text: string;
  /** The file as it was when the editing began. */
  readonly was: string;
}

export function keepUnsaved(path: string, unsaved: Unsaved): void {
  sessionStorage.setItem(keyOf(path), JSON.stringify(unsaved));
}

export function forgetUnsaved(path: string): void {
  sessionStorage.removeItem(keyOf(path));
}

/** What was left unsaved; null if nothing was. */
export function unsavedOf(path: string): Unsaved | null {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(path)) ?? 'null') as Unsaved | null;
  } catch {
    return null;
  }
}
