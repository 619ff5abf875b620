import type { NamedFile } from './named-file.ts';

/** The files of everything that was dropped, those in folders included; hidden ones are left out. */
export async function readDropped(dropped: DataTransfer | null): Promise<NamedFile[]> {
  const entries = [...(dropped?.items ?? [])].map((item) => item.webkitGetAsEntry());
  const files: NamedFile[] = [];
  for (const entry of entries) if (entry !== null) await collect(entry, '', files);
  return files;
}

async function collect(entry: FileSystemEntry, folder: string, files: NamedFile[]): Promise<void> {
  if (entry.name.startsWith('.')) return;
  const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
  if (entry instanceof FileSystemFileEntry) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    files.push({ name, file });
  } else if (entry instanceof FileSystemDirectoryEntry) {
    const reader = entry.createReader();
    for (;;) {
      // A reader gives at most a hundred entries at a time.
      const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
      if (some.length === 0) return;
      for (const each of some) await collect(each, name, files);
    }
  }
}
