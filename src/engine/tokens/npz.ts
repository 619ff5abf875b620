/**
 * Token files, as the encode.py of 2019 wrote them with numpy.savez_compressed: a zip archive of arr_0.npy,
 * arr_1.npy, …, each array is one chunk. Any integer type can be read. Tokens are written in four little-endian bytes
 * an id ('<i4'): the type that the old scripts feed to their model, half of the int64 they wrote, and room
 * for any vocabulary, which uint16 has not.
 */
import { Fault } from '../../fault.ts';
import type { ByteSource } from '../byte-source.ts';
import { npyParts, parseNpyTokens } from './npy.ts';
import type { TokenArray } from './token-buffer.ts';
import { readZipDirectory, readZipEntry, type ZipEntry, ZipWriter } from './zip.ts';

/** An archive that holds something else than arrays. */
export class NpzFault extends Fault {
  override readonly code: string = 'npz';
}

/**
 * The chunks of a token file in the order of their numbers, one in memory at a time.
 * Throws ZipFault, NpzFault, NpyFault, and TokenRangeFault for an id outside [0, vocabularySize).
 */
export async function* readNpz(source: ByteSource, vocabularySize: number): AsyncGenerator<TokenArray> {
  const entries = await readZipDirectory(source);
  const names = new Set(entries.map((entry) => entry.name));
  for (const { name } of entries) {
    if (!name.endsWith('.npy')) throw new NpzFault(`${source.name} holds "${name}", which is no .npy array.`);
  }
  if (names.size !== entries.length) throw new NpzFault(`${source.name} holds two arrays of one name.`);
  for (const entry of inOrder(entries)) {
    yield parseNpyTokens(await readZipEntry(source, entry), `${source.name}, ${entry.name},`, vocabularySize);
  }
}

/** Writes a token file chunk by chunk. */
export class NpzWriter {
  readonly #zip: ZipWriter;
  #chunks = 0;

  /** `write` gets the file's bytes in order and is waited for. */
  constructor(write: (bytes: Uint8Array) => void | Promise<void>) {
    this.#zip = new ZipWriter(write);
  }

  /** Throws ZipFault where the file would pass 4 GiB or 65,534 chunks. */
  async add(chunk: TokenArray): Promise<void> {
    await this.#zip.add(`arr_${this.#chunks++}.npy`, npyParts(chunk));
  }

  /** Completes the file; nothing can be added afterwards. */
  async finish(): Promise<void> {
    await this.#zip.finish();
  }
}

/** arr_2 before arr_10; arrays with names of their own stay where they are in the archive, after the others. */
function inOrder(entries: readonly ZipEntry[]): ZipEntry[] {
  const number = ({ name }: ZipEntry) => Number(/^arr_(\d+)\.npy$/.exec(name)?.[1] ?? Number.MAX_VALUE);
  return entries.toSorted((a, b) => number(a) - number(b));
}
