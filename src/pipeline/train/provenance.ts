import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { TokenSet } from '../../engine/tokens/token-set.ts';
import type { DeviceEvent } from '../../project/devices.ts';
import type { Project } from '../../project/project.ts';

/** What a checkpoint was made with, so that its losses can be explained, and produced again. */
export interface Provenance {
  /** The version of this program, and of Node or another runtime; 'linux-x64'. */
  readonly version: string;
  readonly runtime: string;
  readonly platform: string;
  /** For people: 'CPU, 2 threads, AVX-512 bf16'. */
  readonly device: string;
  /** 'avx512bf16'; null for a device without instruction sets. */
  readonly instructionSet: string | null;
  /** See `tokensDigest`; null if nothing is kept for validation. */
  readonly trainingTokens: string;
  readonly validationTokens: string | null;
  /** The `weightsDigest` of the model that the run started from; null for random weights, or if it was not recorded. */
  readonly baseModel: string | null;
}

/** What the checkpoints of a training say about where they come from. */
export function provenanceOf(
  { machine }: Project,
  baseModel: string | null,
  { training, validation }: { readonly training: TokenSet; readonly validation: TokenSet | null },
  { description, instructionSet }: DeviceEvent,
): Provenance {
  const { version, node, platform } = machine.program;
  return {
    version,
    runtime: node,
    platform,
    device: description,
    instructionSet,
    trainingTokens: tokensDigest(training),
    validationTokens: validation === null ? null : tokensDigest(validation),
    baseModel,
  };
}

/** Tokens that are hashed at a time. */
const PIECE_TOKENS = 2 ** 16;

/**
 * The SHA-256 of a corpus, in hexadecimal: for each chunk the number of its tokens, then its tokens, all as 32-bit
 * little-endian integers; of several datasets also a line of JSON with their chunks and weights. How the tokens are stored in
 * memory does not matter.
 */
export function tokensDigest({ chunks, parts }: TokenSet): string {
  const hash = sha256.create();
  for (const chunk of chunks) {
    hash.update(littleEndian([chunk.length]));
    for (let start = 0; start < chunk.length; start += PIECE_TOKENS) {
      hash.update(littleEndian(chunk.subarray(start, start + PIECE_TOKENS)));
    }
  }
  if (parts !== undefined)
    hash.update(utf8ToBytes(`${JSON.stringify(parts.map(({ chunks, weight }) => [chunks, weight]))}\n`));
  return bytesToHex(hash.digest());
}

function littleEndian(values: ArrayLike<number>): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  for (let i = 0; i < values.length; i++) view.setInt32(4 * i, values[i], true);
  return new Uint8Array(view.buffer);
}
