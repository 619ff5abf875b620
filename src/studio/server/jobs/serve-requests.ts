import { serve } from '../../../pipeline/serve/serve.ts';
import { serveSettings } from '../../../pipeline/settings/serve.ts';
import { checkSettings } from '../../../pipeline/settings/settings-table.ts';
import type { Project } from '../../../project/project.ts';
import type { AnyEvent } from '../../protocol.ts';
import { Answerer } from '../../requests/answerer.ts';
import type { RequestMessage } from '../../requests/request-messages.ts';
import type { FromJob } from './messages.ts';

/** Where requests come from, and answers go. */
export interface RequestPort {
  readonly send: (message: FromJob) => void;
  /** Calls `listener` with every request from now on; returns what ends that. */
  readonly onRequest: (listener: (message: RequestMessage) => void) => () => void;
}

/**
 * `tpdne serve` without a port: the requests come from the studio, and so only from its pages. Ends when `signal` is aborted.
 * Throws the faults of `serve`.
 */
export async function serveRequests(
  settings: Readonly<Record<string, unknown>>,
  project: Project,
  signal: AbortSignal,
  { send, onRequest }: RequestPort,
): Promise<void> {
  const given = checkSettings(serveSettings, settings);
  const listen: Parameters<typeof serve>[2]['listen'] = async ({ fetch, signal: ended }) => {
    const answerer = new Answerer(fetch, send);
    const ignore = onRequest((message) => answerer.take(message));
    const closed = new Promise<void>((resolve) => {
      if (ended.aborted) resolve();
      else ended.addEventListener('abort', () => resolve(), { once: true });
    });
    return { port: 0, closed: closed.then(ignore) };
  };
  for await (const event of serve(given, project, { listen })) {
    send({ type: 'events', events: [event as unknown as AnyEvent] });
    if (signal.aborted) return;
  }
}
