import type { exportModel } from '../pipeline/export/export.ts';
import { isDownloadEvent } from '../project/download-events.ts';
import { downloadScreen } from './download-screen.ts';
import type { Screen } from './screen.ts';
import { showWriter } from './show-writer.ts';

type ExportEvent = ReturnType<typeof exportModel> extends AsyncGenerator<infer Event> ? Event : never;

/** Shows an export: the model, a bar if it takes long, and the paths that were written. */
export function exportScreen(screen: Screen): (event: ExportEvent) => void {
  const showDownload = downloadScreen(screen);
  const megabytes = (bytes: number) => Math.round(bytes / 1e6);
  return (event) => {
    if (isDownloadEvent(event)) showDownload(event);
    else if (event.type === 'writer') showWriter(event, screen);
    else if (event.type === 'exporting') {
      screen.progress({ done: megabytes(event.bytesDone), total: megabytes(event.bytes), unit: 'MB' });
    } else {
      screen.progress(null);
      for (const path of event.paths) screen.print(path);
    }
  };
}
