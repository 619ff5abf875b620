import type { Files } from './files.ts';
import { pathIn, textIfThere } from './paths.ts';

/** The file in the folder of an unfinished download that says what was begun. */
export const BEGUN = 'begun.json';

/** The file in the folder of a downloaded model that says where it comes from. */
export const ORIGIN = 'download.json';

/** Where a model was downloaded from. */
export interface Origin {
  readonly source: 'huggingface' | 'openai';
  /** The address that people know it by. */
  readonly from: string;
  /** The hub's commit; null for OpenAI's files, of which there is one state. */
  readonly commit: string | null;
  /** Of each file its bytes and checksum; null where its content was checked in another way. */
  readonly files: Readonly<Record<string, { readonly bytes: number; readonly checksum: string | null }>>;
}

export function formatOrigin(origin: Origin): string {
  return `${JSON.stringify(origin, null, 2)}\n`;
}

/** The address and commit of the model in a folder; null where nothing says it. */
export async function readOrigin(files: Files, folder: string): Promise<Pick<Origin, 'from' | 'commit'> | null> {
  try {
    const { from, commit } = JSON.parse((await textIfThere(files, pathIn(folder, ORIGIN))) ?? '');
    return typeof from === 'string' ? { from, commit: typeof commit === 'string' ? commit : null } : null;
  } catch {
    return null;
  }
}
