/**
 * Bytes with random access: on disk, in memory, on the network. Readers of file formats
 * take one and ask only for what they need.
 */
export interface ByteSource {
  /** What to call it in an error: a path, an address. */
  readonly name: string;
  readonly byteLength: number;
  /** Exactly `bytes` bytes from `offset`; the caller stays within byteLength, and does not change what it gets. */
  read(offset: number, bytes: number): Promise<Uint8Array>;
}

/** A source over bytes that are in memory already. */
export function bytesInMemory(name: string, content: Uint8Array): ByteSource {
  return {
    name,
    byteLength: content.byteLength,
    read: async (offset, bytes) => content.subarray(offset, offset + bytes),
  };
}
