import type { FetchedDocument } from '../../project/project.ts';
import { type HttpAnswer, HttpClient } from './client.ts';
import { NetworkError } from './network-error.ts';
import { notDownloaded } from './not-downloaded.ts';
import { type RetryPolicy, requestRetryPolicy, retryQuietly, transientAnswer } from './retry.ts';

/** A feed of a site's newest posts is far smaller. */
const MAX_BYTES = 2 ** 26;
/** From the request to the last byte of its answer. */
const DEADLINE_MS = 60_000;

export interface FetchDocumentOptions {
  readonly signal?: AbortSignal | undefined;
  readonly retryPolicy?: RetryPolicy;
  readonly deadlineMs?: number;
}

/**
 * Downloads the document at an address that a person named. The only redirect that it follows is from http to https at
 * the same host and path; any other is reported, for the person to choose. Throws DownloadFault, and the signal's reason.
 */
export async function fetchDocument(
  address: string,
  { signal, retryPolicy = requestRetryPolicy, deadlineMs = DEADLINE_MS }: FetchDocumentOptions = {},
): Promise<FetchedDocument> {
  const client = new HttpClient(retryPolicy.stallMs);
  const attempt = () => requestDocument(client, address, { signal, deadlineMs });
  try {
    const found = await retryQuietly(attempt, { retryPolicy, signal });
    return 'movedTo' in found ? await fetchDocument(found.movedTo, { signal, retryPolicy, deadlineMs }) : found;
  } catch (error) {
    throw error instanceof NetworkError ? notDownloaded(address, error.message, error.cause) : error;
  } finally {
    await client.close();
  }
}

async function requestDocument(
  client: HttpClient,
  address: string,
  limits: { readonly signal: AbortSignal | undefined; readonly deadlineMs: number },
): Promise<FetchedDocument | { readonly movedTo: string }> {
  const accept = 'application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5';
  const answer = await client.send(address, { headers: { accept }, maxBytes: MAX_BYTES, ...limits });
  const { status, headers, description } = answer;
  if (answer.ok) {
    const encoding = /charset\s*=\s*"?([\w.:-]+)/i.exec(headers.get('content-type') ?? '')?.[1] ?? null;
    return { bytes: await answer.bytes(), encoding };
  }
  await answer.discard();
  if (status >= 300 && status < 400) return { movedTo: securedAddress(address, answer) };
  throw transientAnswer(answer, description) ?? notDownloaded(address, description);
}

/** Where an http: address is redirected on its host. Throws DownloadFault for any other redirect. */
function securedAddress(address: string, { headers }: HttpAnswer): string {
  const location = headers.get('location') ?? '';
  if (!URL.canParse(location, address)) {
    throw notDownloaded(address, `it leads to "${location.slice(0, 200)}", which is not an address`);
  }
  const [from, to] = [new URL(address), new URL(location, address)];
  const isSecured = from.protocol === 'http:' && to.protocol === 'https:' && to.host === from.host;
  if (isSecured && to.pathname === from.pathname) return to.href;
  throw notDownloaded(address, `it leads to ${to.href}; if that is what you want, give that address`);
}
