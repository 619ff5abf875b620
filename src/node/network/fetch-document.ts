import { DownloadFault } from '../../project/download-events.ts';
import type { FetchedDocument } from '../../project/project.ts';
import { failureReason } from '../machine/failure-reason.ts';

/** A feed of a site's newest posts is far smaller. */
const mostBytes = 2 ** 26;
/** From the question to the last byte of the answer. */
const PATIENCE_MS = 60_000;

/**
 * What is at the address, and at no other: an address that leads elsewhere is told, for the person to name it. Only
 * from http to https on the same host it is followed. Throws DownloadFault, and the signal's reason.
 */
export async function download(
  address: string,
  signal?: AbortSignal,
  patienceMs = PATIENCE_MS,
): Promise<FetchedDocument> {
  const wrong = (what: string, cause?: unknown) =>
    new DownloadFault(`${address} was not downloaded: ${what}`, { cause });
  const response = await answer(address, signal, patienceMs, wrong);
  if (response.status >= 300 && response.status < 400) {
    const location = response.headers.get('location') ?? '';
    await response.body?.cancel().catch(() => {});
    if (!URL.canParse(location, address)) throw wrong(`it leads to "${location.slice(0, 200)}", which is no address.`);
    const next = new URL(location, address);
    const now = new URL(address);
    const isSecured = now.protocol === 'http:' && next.protocol === 'https:' && next.host === now.host;
    if (isSecured && next.pathname === now.pathname) return download(next.href, signal, patienceMs);
    throw wrong(`it leads to ${next.href}; if that is what you want, give that address.`);
  }
  if (!response.ok) await response.body?.cancel().catch(() => {});
  if (!response.ok) throw wrong(`the server answers ${response.status} ${response.statusText}`.trimEnd().concat('.'));
  const charset = /charset\s*=\s*"?([\w.:-]+)/i.exec(response.headers.get('content-type') ?? '')?.[1] ?? null;
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const part of response.body ?? []) {
      bytes += part.byteLength;
      if (bytes > mostBytes) throw wrong(`it has more than ${mostBytes} bytes, which no feed has.`);
      parts.push(part);
    }
  } catch (cause) {
    signal?.throwIfAborted();
    throw cause instanceof DownloadFault
      ? cause
      : wrong(`it broke off after ${bytes} bytes: ${failureReason(cause)}.`, cause);
  }
  return { bytes: Buffer.concat(parts), encoding: charset };
}

async function answer(
  address: string,
  signal: AbortSignal | undefined,
  patienceMs: number,
  wrong: (what: string, cause?: unknown) => DownloadFault,
): Promise<Response> {
  const inTime = AbortSignal.timeout(patienceMs);
  try {
    return await fetch(address, {
      redirect: 'manual',
      headers: {
        accept: 'application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5',
      },
      signal: signal === undefined ? inTime : AbortSignal.any([signal, inTime]),
    });
  } catch (cause) {
    signal?.throwIfAborted();
    throw wrong(`${failureReason(cause)}.`, cause);
  }
}
