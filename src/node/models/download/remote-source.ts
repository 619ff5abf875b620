import type { ByteSource } from '../../../engine/byte-source.ts';
import { DownloadFault } from '../../../project/download-events.ts';
import type { HttpClient } from '../../network/client.ts';
import { TransientError } from '../../network/network-error.ts';
import { requestFile } from '../../network/request-file.ts';
import type { RemoteFile } from './fetch-file.ts';

/**
 * Reads parts of a file on a server without downloading the whole. The parts are not checked against a checksum.
 * Reading throws TransientError, RefusedFault and DownloadFault.
 */
export function remoteSource(
  { name, address, headers, bytes: byteLength }: RemoteFile,
  client: HttpClient,
  signal?: AbortSignal,
): ByteSource {
  return {
    name,
    byteLength,
    async read(offset, bytes) {
      const range = `bytes=${offset}-${offset + bytes - 1}`;
      const wrongPart = () => new TransientError(`the server sent a part of ${name} that was not requested`);
      const answer = await requestFile(client, address, { headers: { ...headers, range }, signal });
      if (answer.status !== 206) {
        await answer.discard();
        throw new DownloadFault(`${address} cannot be read in parts: its server only sends whole files.`);
      }
      const [, first] = /^bytes (\d+)-/.exec(answer.headers.get('content-range') ?? '') ?? [];
      if (Number(first) !== offset) {
        await answer.discard();
        throw wrongPart();
      }
      const content = new Uint8Array(bytes);
      let done = 0;
      for await (const piece of answer.pieces()) {
        if (done + piece.length > bytes) break;
        content.set(piece, done);
        done += piece.length;
      }
      if (done < bytes) throw wrongPart();
      return content;
    },
  };
}
