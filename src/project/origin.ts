import type { Files } from './files.ts';
import { pathIn, textIfThere } from './paths.ts';

/** In the folder of an unfinished download: the file that says what is being downloaded. */
export const BEGUN = 'begun.json';

/** In the folder of a downloaded model: the file that says where it came from. */
export const ORIGIN = 'download.json';

/** Where a model was downloaded from. */
export interface Origin {
  readonly source: 'hub' | 'openai' | 'pip';
  /** The address of its page or files, or the package and what is in it. */
  readonly from: string;
  /** The commit on the hub; null for OpenAI's files, which have no versions, and for packages, whose version is in `from`. */
  readonly commit: string | null;
  /** Size and checksum of each file; the checksum is null if the content was verified in another way. */
  readonly files: Readonly<Record<string, { readonly bytes: number; readonly checksum: string | null }>>;
}

export function formatOrigin(origin: Origin): string {
  return `${JSON.stringify(origin, null, 2)}\n`;
}

/** The address and commit of the model in a folder; null if unknown. */
export async function readOrigin(files: Files, folder: string): Promise<Pick<Origin, 'from' | 'commit'> | null> {
  try {
    const { from, commit } = JSON.parse((await textIfThere(files, pathIn(folder, ORIGIN))) ?? '');
    return typeof from === 'string' ? { from, commit: typeof commit === 'string' ? commit : null } : null;
  } catch {
    return null;
  }
}
