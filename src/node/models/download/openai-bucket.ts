import { shardSuffix } from '../../../engine/checkpoint/formats/tensorflow/tensorflow-bundle.ts';
import { BUNDLE_MARK, ENCODER, HPARAMS, MERGES } from '../../../project/checkpoint-names.ts';
import type { DownloadWaitingEvent } from '../../../project/download-events.ts';
import { DownloadFault } from '../../../project/download-events.ts';
import type { HttpAnswer } from '../../network/client.ts';
import { requestFile } from '../../network/request-file.ts';
import type { DownloadTools, RemoteFile } from './fetch-file.ts';
import { retryDownload } from './retry-download.ts';

/** OpenAI's bucket with GPT-2. The one that its scripts of 2019 name was closed in 2021. */
const BUCKET = 'https://openaipublic.blob.core.windows.net/gpt-2/models';

const PREFIX = 'model.ckpt';
export const BUNDLE_INDEX = `${PREFIX}.index`;
export const BUNDLE_DATA = `${PREFIX}${shardSuffix(0, 1)}`;
export const BUNDLE_GRAPH = `${PREFIX}.meta`;

/** The seven files. The small ones come first, to be checked before the large one is downloaded. */
const names = [HPARAMS, ENCODER, MERGES, BUNDLE_MARK, BUNDLE_INDEX, BUNDLE_GRAPH, BUNDLE_DATA];

/** A model in the bucket. `page` is its address; those of the files begin with it. */
export interface BucketListing {
  readonly page: string;
  readonly files: readonly RemoteFile[];
}

/**
 * Requests the sizes and checksums of a model's seven files, from OpenAI's bucket or from its mirror at
 * `TPDNE_OPENAI_ENDPOINT`. Throws RefusedFault and DownloadFault.
 */
export async function* listBucket(
  model: string,
  tools: DownloadTools,
): AsyncGenerator<DownloadWaitingEvent, BucketListing, undefined> {
  const page = `${(process.env.TPDNE_OPENAI_ENDPOINT || BUCKET).replace(/\/+$/, '')}/${model}`;
  const files: RemoteFile[] = [];
  for (const name of names) {
    const address = `${page}/${name}`;
    const request = () => requestFile(tools.client, address, { method: 'HEAD', signal: tools.signal });
    const { headers } = yield* retryDownload<never, HttpAnswer>(`Asking for ${address}`, request, tools);
    const bytes = Number(headers.get('content-length') ?? NaN);
    if (!Number.isSafeInteger(bytes))
      throw new DownloadFault(`${address} was not downloaded: its server does not report its size.`);
    const md5 = headers.get('content-md5');
    files.push({
      name,
      address,
      bytes,
      checksum: md5 === null ? null : { kind: 'md5', value: Buffer.from(md5, 'base64').toString('hex') },
      version: headers.get('etag') ?? headers.get('last-modified') ?? `${bytes} bytes`,
    });
  }
  return { page, files };
}
