import type { ByteSource } from '../../../engine/byte-source.ts';
import { DownloadFault } from '../../../project/download-events.ts';
import type { RemoteFile } from '../../network/fetch-file.ts';
import { TransientError } from '../../network/retry.ts';
import { bytesOf, type Web } from '../../network/web.ts';

/**
 * A file where it is, of which parts are read without bringing all of it. Its parts are not checked against a checksum.
 * Reading throws PassingTrouble, RefusedFault and DownloadFault.
 */
export function remoteSource({ name, address, headers, bytes: byteLength }: RemoteFile, web: Web): ByteSource {
  return {
    name,
    byteLength,
    async read(offset, bytes) {
      const range = `bytes=${offset}-${offset + bytes - 1}`;
      const response = await web.ask(address, { headers: { ...headers, range } });
      if (response.status !== 206) {
        await response.body?.cancel().catch(() => {});
        throw new DownloadFault(`${address} cannot be looked into: its server sends no parts of a file.`);
      }
      const [, first] = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '') ?? [];
      if (Number(first) !== offset) {
        await response.body?.cancel().catch(() => {});
        throw new TransientError(`the server sent another part of ${name} than was asked for`);
      }
      const content = new Uint8Array(bytes);
      let done = 0;
      for await (const piece of bytesOf(response, undefined)) {
        if (done + piece.length > bytes) break;
        content.set(piece, done);
        done += piece.length;
      }
      if (done < bytes) throw new TransientError(`the server sent another part of ${name} than was asked for`);
      return content;
    },
  };
}
