/** A line of a stream of server-sent events. */
export function eventLine(data: object | '[DONE]'): string {
  return `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
}

/**
 * An answer that is sent as its lines are made, and not faster than the client reads them. The lines must not throw. When the
 * client hangs up, `hangUp` is aborted; when `signal` is, no more lines are asked for, even if nobody reads the answer.
 */
export function eventStream(
  lines: AsyncGenerator<string, void, undefined>,
  signal: AbortSignal,
  hangUp: AbortController,
): Response {
  const end = () => void lines.return();
  signal.addEventListener('abort', end, { once: true });
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await lines.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      hangUp.abort();
      await lines.return();
    },
  });
  const headers = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' };
  return new Response(body, { headers });
}
