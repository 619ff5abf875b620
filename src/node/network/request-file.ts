import { DownloadFault } from '../../project/download-events.ts';
import type { HttpAnswer, HttpClient, HttpRequest } from './client.ts';
import { NetworkError, TransientError } from './network-error.ts';
import { notDownloaded } from './not-downloaded.ts';
import { transientAnswer } from './retry.ts';

/** A server refused, and would refuse again. */
export class RefusedFault extends DownloadFault {
  override readonly code: string = 'refused';

  readonly address: string;
  readonly status: number;
  /** A clause, as in NetworkError. */
  readonly description: string;
  /** The hub's own code for the reason, such as 'RepoNotFound' or 'GatedRepo'; null if it names none. */
  readonly hubReason: string | null;
  /** Whether a host that was redirected to refused, and not the one that was asked. */
  readonly isElsewhere: boolean;

  /** `answer`: its address is the one that answered. */
  constructor(address: string, answer: Pick<HttpAnswer, 'address' | 'status' | 'description' | 'headers'>) {
    super(`${address} was not downloaded: ${answer.description}.`);
    this.address = address;
    this.status = answer.status;
    this.description = answer.description;
    this.hubReason = answer.headers.get('x-error-code');
    this.isElsewhere = new URL(answer.address).host !== new URL(address).host;
  }
}

/**
 * Requests a file, or a part or the headers of one, from a server of models, following redirects. Returns successful
 * answers only. Throws TransientError, RefusedFault, DownloadFault for a web page instead of a file, and the signal's
 * reason.
 */
export async function requestFile(
  client: HttpClient,
  address: string,
  request: Omit<HttpRequest, 'followsRedirects'>,
): Promise<HttpAnswer> {
  // Sizes, parts and checksums are those of the bytes as the server keeps them, not of compressed ones.
  const headers = { 'accept-encoding': 'identity', ...request.headers };
  const answer = await client.send(address, { ...request, headers, followsRedirects: true }).catch((error) => {
    if (!(error instanceof NetworkError) || error instanceof TransientError) throw error;
    throw notDownloaded(address, error.message, error);
  });
  const isPage = answer.headers.get('content-type')?.includes('text/html') === true;
  if (answer.ok && !isPage) return answer;
  await answer.discard();
  if (answer.ok) {
    const reason = `${new URL(answer.address).host} answers with a web page instead of a file`;
    throw new DownloadFault(`${reason}. Networks with a login page do this, and some proxies; try another network.`, {
      cause: new NetworkError(reason),
    });
  }
  throw transientAnswer(answer, answer.description) ?? new RefusedFault(address, answer);
}
