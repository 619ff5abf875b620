import { fileKind } from '../posts/file-kinds.ts';
import { type LeftOut, leftOut } from './post-source.ts';

/** The number of files with an extension, in lower case and with the dot; '' for no extension. */
export interface ExtensionCount {
  readonly extension: string;
  readonly count: number;
}

/** The files of an archive that are not posts, as one item per kind. */
export function otherFiles(files: readonly string[]): LeftOut[] {
  const counts = new Map<string, number>();
  for (const file of files) {
    const extension = /(?<=[^/])\.[^./]+$/.exec(file)?.[0].toLowerCase() ?? '';
    counts.set(extension, (counts.get(extension) ?? 0) + 1);
  }
  return otherKinds(Array.from(counts, ([extension, count]) => ({ extension, count })));
}

/** Files that are not posts, counted by extension, as one item per kind. */
export function otherKinds(counts: readonly ExtensionCount[]): LeftOut[] {
  const kinds = new Map<string, { readonly extensions: string[]; readonly count: number }>();
  for (const { extension, count } of counts) {
    const { extensions, count: before } = kinds.get(fileKind(extension)) ?? { extensions: [], count: 0 };
    extensions.push(extension === '' ? 'no extension' : extension);
    kinds.set(fileKind(extension), { extensions, count: before + count });
  }
  return Array.from(kinds, ([kind, { extensions, count }]) =>
    leftOut('other file', '', `${kind} (${extensions.sort().join(' ')}).`, count),
  );
}
