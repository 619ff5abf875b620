import { serve } from '../../../pipeline/serve/serve.ts';
import { serveSettings } from '../../../pipeline/settings/serve.ts';
import { checkSettings } from '../../../pipeline/settings/settings-table.ts';
import type { Project } from '../../../project/project.ts';
import type { AnyEvent } from '../../protocol.ts';
import type { FromJob, ToJob } from './messages.ts';

/**
 * `tpdne serve` without a port: the requests come from the studio's server, and so only from its pages. Ends when `signal` is
 * aborted. Throws the faults of `serve`.
 */
export async function serveRequests(
  settings: Readonly<Record<string, unknown>>,
  project: Project,
  signal: AbortSignal,
  send: (message: FromJob) => void,
): Promise<void> {
  const given = checkSettings(serveSettings, settings);
  const listen: Parameters<typeof serve>[2]['listen'] = async ({ fetch, signal: ended }) => {
    const listener = (message: ToJob) => {
      if (message.type === 'request') void answer(message, fetch, send);
      else if (message.type === 'hang-up') hangUps.get(message.id)?.abort();
    };
    process.on('message', listener);
    const closed = new Promise<void>((resolve) => {
      if (ended.aborted) resolve();
      else ended.addEventListener('abort', () => resolve(), { once: true });
    });
    return { port: 0, closed: closed.then(() => void process.off('message', listener)) };
  };
  for await (const event of serve(given, project, { listen })) {
    send({ type: 'events', events: [event as unknown as AnyEvent] });
    if (signal.aborted) return;
  }
}

const hangUps = new Map<number, AbortController>();

async function answer(
  { id, path, method, body }: Extract<ToJob, { type: 'request' }>,
  fetch: (request: Request) => Response | Promise<Response>,
  send: (message: FromJob) => void,
): Promise<void> {
  const hangUp = new AbortController();
  hangUps.set(id, hangUp);
  try {
    const request = new Request(`http://127.0.0.1${path}`, {
      method,
      headers: { host: '127.0.0.1', 'content-type': 'application/json' },
      signal: hangUp.signal,
      ...(method === 'GET' ? {} : { body }),
    });
    const response = await fetch(request);
    send({ type: 'answer', id, status: response.status, contentType: response.headers.get('content-type') ?? '' });
    const decoder = new TextDecoder();
    for await (const bytes of response.body ?? []) {
      send({ type: 'piece', id, text: decoder.decode(bytes, { stream: true }) });
    }
  } catch {
    // The page has gone: nobody waits for the answer.
  } finally {
    hangUps.delete(id);
    send({ type: 'answer-end', id });
  }
}
