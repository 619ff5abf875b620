import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { findWeights } from '../../engine/checkpoint/open-weights.ts';
import type { ModelFiles } from '../../engine/model-files.ts';
import { FolderFiles } from '../../project/folder-files.ts';
import type { Project } from '../../project/project.ts';

/** The model that an adapter belongs to. */
export interface BaseIdentity {
  /** As `findModel` finds it: a name in models/, or a path. */
  readonly name: string;
  /** See `weightsDigest`. */
  readonly digest: string | null;
}

/** The model that a new adapter beside the model at this path belongs to. */
export async function identityOf({ files }: Project, path: string, name: string): Promise<BaseIdentity> {
  return { name, digest: await weightsDigest(await FolderFiles.at(files, path)) };
}

/** Of each file so many pieces of this size are read, evenly spread: training changes every one of them. */
const PIECES = 64;
const PIECE_BYTES = 4096;

/** The data files of a model whose weights are named by an index. */
const SHARD = /-of-\d+(\.safetensors|\.bin)?$/;

/**
 * Tells the weights of a model from those of another, or from what they became by training: the SHA-256, in hexadecimal, of
 * the sizes of its files and of samples of their bytes, without reading all of a large file. Null if there are no weights.
 */
export async function weightsDigest(files: ModelFiles): Promise<string | null> {
  const weights = await findWeights(files);
  if (weights === null) return null;
  const isIndex = /\.index(\.json)?$|^checkpoint$/.test(weights);
  const shards = isIndex ? (await files.names()).filter((name) => SHARD.test(name)) : [];
  const hash = sha256.create();
  for (const name of [weights, ...shards]) {
    const file = await files.open(name);
    if (file === null) return null;
    try {
      const { byteLength } = file;
      hash.update(utf8ToBytes(`${byteLength}\n`));
      const last = Math.max(0, byteLength - PIECE_BYTES);
      const starts = new Set(Array.from({ length: PIECES }, (_, i) => Math.floor((last * i) / (PIECES - 1))));
      for (const start of starts) hash.update(await file.read(start, Math.min(PIECE_BYTES, byteLength - start)));
    } finally {
      await file.close();
    }
  }
  return bytesToHex(hash.digest());
}
