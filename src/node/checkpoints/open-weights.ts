import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ByteSource } from '../../engine/byte-source.ts';
import { openSafetensors, tensorsOf } from '../../engine/checkpoint/safetensors.ts';
import { openShardedSafetensors } from '../../engine/checkpoint/sharded-safetensors.ts';
import type { TensorFile } from '../../engine/checkpoint/tensor-file.ts';
import { type Convention, conventions } from '../../engine/checkpoint/tensor-names.ts';
import { Fault } from '../../fault.ts';
import { FileSource } from '../files/file-source.ts';
import { WEIGHTS } from './checkpoint-names.ts';

/** Weights that are not there, or of which it is not clear which are meant. */
export class WeightsFault extends Fault {}

/** The weights of a model in a file or a folder, open to be read. Whoever opens them closes them. */
export interface OpenWeights {
  readonly file: TensorFile;
  readonly convention: Convention;
  close(): Promise<void>;
}

/** Opens a file by its path; what is opened is closed with the weights. */
type Open = (path: string) => Promise<ByteSource>;

interface Format {
  /** Which file of a folder shows that its model is kept in this format. */
  readonly sign: RegExp;
  open(path: string, open: Open): Promise<Omit<OpenWeights, 'close'>>;
}

/** Every format that a model may be kept in; where a folder has several, the first one is read. */
const formats: readonly Format[] = [
  {
    sign: /^model\.safetensors$/,
    open: async (path, open) => ({
      file: tensorsOf(await openSafetensors(await open(path))),
      convention: conventions.huggingface,
    }),
  },
  {
    sign: /^model\.safetensors\.index\.json$/,
    open: async (path, open) => ({
      file: await openShardedSafetensors(await open(path), (name) => open(join(dirname(path), name))),
      convention: conventions.huggingface,
    }),
  },
];

/**
 * Which file holds the weights in a folder; null where none does. Throws WeightsFault where several could.
 */
export async function findWeights(folder: string): Promise<string | null> {
  const names = (await readdir(folder)).sort();
  for (const { sign } of formats) {
    const signs = names.filter((name) => sign.test(name));
    if (signs.length > 1) {
      throw new WeightsFault(`${folder} holds several models, ${signs.join(', ')}: name one of them by its path.`);
    }
    if (signs.length === 1) return join(folder, signs[0]);
  }
  return null;
}

/** Whether a file by its name could be a model alone, without a folder. */
export function isWeightsName(path: string): boolean {
  return formats.some(({ sign }) => sign.test(basename(path)));
}

/**
 * Opens the weights in a folder, or in the file that `path` names. Throws WeightsFault, and the fault of the format
 * where a file is damaged.
 */
export async function openWeights(path: string): Promise<OpenWeights> {
  const file = (await stat(path)).isDirectory() ? await findWeights(path) : path;
  const format = file === null ? undefined : formats.find(({ sign }) => sign.test(basename(file)));
  if (file === null || format === undefined) {
    throw new WeightsFault(`${path} holds no weights: a model is ${WEIGHTS}, or a file of another format.`);
  }
  const sources: FileSource[] = [];
  const close = async () => {
    for (const source of sources) await source.close();
  };
  const open: Open = async (wanted) => {
    const source = await FileSource.open(wanted).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'ENOENT') throw cause;
      throw new WeightsFault(`${wanted} is missing, and ${file} says that a part of the model is in it.`, { cause });
    });
    sources.push(source);
    return source;
  };
  try {
    return { ...(await format.open(file, open)), close };
  } catch (fault) {
    await close();
    throw fault;
  }
}
