import { byteCount } from '../project/byte-count.ts';
import type { DownloadEvent } from '../project/download-events.ts';
import type { Screen } from './screen.ts';

/** The speed is measured over this many recent seconds, because network speeds change. */
const RECENT_SECONDS = 10;

/** Shows a download: a bar with bytes, speed and time left, and notes about the rest. */
export function downloadScreen(screen: Screen, clock = () => performance.now() / 1000): (event: DownloadEvent) => void {
  let received: { seconds: number; bytes: number }[] = [];
  return (event) => {
    switch (event.type) {
      case 'download-started': {
        const { name, from, path, bytes, bytesThere } = event;
        const resuming = bytesThere > 0 ? ` Resuming: ${byteCount(bytesThere)} are already here.` : '';
        screen.note(`Downloading ${name} from ${from} to ${path}: ${byteCount(bytes)}.${resuming}`);
        received = [];
        break;
      }
      case 'download-progress': {
        const { doing, file, bytesDone: done, bytes: total } = event;
        if (doing === 'checking') {
          received = [];
          screen.progress({ done, total, unit: 'bytes', details: [`checking ${file}`] });
          break;
        }
        const now = clock();
        received = [
          ...received.filter(({ seconds }) => now - seconds <= RECENT_SECONDS),
          { seconds: now, bytes: done },
        ];
        screen.progress({ done, total, unit: 'bytes', ...speedOf(received, total - done) });
        break;
      }
      case 'download-waiting':
        received = [];
        screen.note(
          `${upperFirst(event.reason)}. Trying again in ${Math.ceil(event.seconds)} s (try ${event.failures + 1} of ${event.tries}).`,
        );
        break;
      case 'download-note':
        screen.note(event.text);
        break;
      case 'downloaded':
        screen.progress(null);
        screen.note(summaryOf(event));
        break;
    }
  };
}

/** The recent speed, and the time left at that speed. */
function speedOf(received: readonly { seconds: number; bytes: number }[], bytesLeft: number) {
  const [first, last] = [received[0], received[received.length - 1]];
  const seconds = last.seconds - first.seconds;
  if (seconds < 0.5 || last.bytes <= first.bytes) return {};
  const speed = (last.bytes - first.bytes) / seconds;
  return { secondsLeft: bytesLeft / speed, details: [`${byteCount(speed)}/s`] };
}

function summaryOf({ path, parameters, bytes, wasThere }: Extract<DownloadEvent, { type: 'downloaded' }>): string {
  const what = `${parameters.toLocaleString('en')} parameters, ${byteCount(bytes)}`;
  return wasThere ? `${path} already exists: ${what}. Nothing was downloaded.` : `Downloaded and verified: ${what}.`;
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
