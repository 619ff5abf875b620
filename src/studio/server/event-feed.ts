import type { ServerMessage } from '../protocol.ts';
import type { JobNews } from './jobs/jobs.ts';

/** A page that says nothing for so long may be gone; a line of comment shows. */
const HEARTBEAT_MS = 15_000;

/** What a slow page may be behind; it then loads everything again. */
const MOST_WAITING_MESSAGES = 5000;

/** News of jobs as server-sent events, until the page or the studio ends. */
export function eventFeed(
  first: ServerMessage,
  listen: (listener: (news: JobNews) => void) => () => void,
  signal: AbortSignal,
): Response {
  const encoder = new TextEncoder();
  let end: () => void = () => {};
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const send = (text: string) => controller.enqueue(encoder.encode(text));
        const message = (value: ServerMessage) => {
          if ((controller.desiredSize ?? 0) < -MOST_WAITING_MESSAGES) return close();
          send(`data: ${JSON.stringify(value)}\n\n`);
        };
        const ignore = listen(message);
        const heartbeat = setInterval(() => send(': still here\n\n'), HEARTBEAT_MS);
        const close = () => {
          end();
          controller.close();
        };
        end = () => {
          ignore();
          clearInterval(heartbeat);
          signal.removeEventListener('abort', close);
        };
        signal.addEventListener('abort', close, { once: true });
        send('retry: 1000\n\n');
        message(first);
      },
      cancel: () => end(),
    },
    { highWaterMark: 16 },
  );
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' },
  });
}
