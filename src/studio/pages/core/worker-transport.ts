import { Asker } from '../../requests/asker.ts';
import type { AnswerMessage } from '../../requests/request-messages.ts';
import { eventData } from './event-data.ts';
import { RETRY_MS, type Transport } from './transport.ts';

/** To a worker of the page, which answers as the server does. Nothing leaves the page. `storedFile`: see Transport. */
export function workerTransport(worker: Worker, storedFile: Transport['storedFile']): Transport {
  const asker = new Asker((message) => worker.postMessage(message), '');
  worker.onmessage = ({ data }: MessageEvent<AnswerMessage>) => asker.take(data);
  // A worker that could not be loaded, or that ended, answers nothing.
  worker.onerror = () => asker.end();
  const request: Transport['request'] = (path, { method = 'GET', body = null, headers, signal = null }) =>
    asker.ask({
      method,
      path,
      contentType: new Headers(headers).get('content-type'),
      body: body as string | Blob | null,
      signal,
    });
  return {
    request,
    listen({ onNews, onLost }) {
      const connect = async () => {
        try {
          const response = await request('/api/events', {});
          if (response.ok) for await (const data of eventData(response)) onNews(data);
        } finally {
          onLost();
          setTimeout(() => void connect(), RETRY_MS);
        }
      };
      void connect();
    },
    place: 'tab',
    storedFile,
    remedy: 'If it is open in another tab, close that one; else load this page again.',
  };
}
