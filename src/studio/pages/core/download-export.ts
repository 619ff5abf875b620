import { api } from './api.ts';
import { saveFile } from './save-file.ts';
import { transport } from './transport.ts';

/** Lets the browser save an exported model of a project in a tab; a folder is saved as a zip archive. Throws ApiError. */
export async function downloadExport(path: string): Promise<void> {
  const packed = await api<{ readonly path: string; readonly name: string }>('POST', '/downloads', { path });
  saveFile(packed.name, await transport().storedFile(packed.path));
}
