import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CONFIG, HPARAMS, WEIGHTS } from '../../project/checkpoint-names.ts';
import { nullIfMissing } from '../../project/null-if-missing.ts';
import { exists, isFolder } from '../../project/paths.ts';
import { FileSource } from '../files/file-source.ts';
import { nodeFiles } from '../files/node-files.ts';
import {
  type OpenSource,
  type WeightFormat,
  type WeightsContent,
  WeightsFault,
  weightFormats,
} from './weight-formats.ts';

/** The weights of a model, open to be read. Whoever opens them closes them. */
export interface OpenWeights extends WeightsContent {
  /** The format, for people: 'safetensors'. */
  readonly format: string;
  close(): Promise<void>;
}

/**
 * Which file holds the weights in a folder, or shows that its files do; null where none does. Throws WeightsFault where
 * several could.
 */
export async function findWeights(folder: string): Promise<string | null> {
  const names = await fileNames(folder);
  for (const { sign } of weightFormats) {
    const found = names.filter((name) => sign.test(name));
    if (found.length > 1) {
      throw new WeightsFault(`${folder} holds several models, ${found.join(', ')}: name one of them by its path.`);
    }
    if (found.length === 1) return join(folder, found[0]);
  }
  return null;
}

/**
 * The ONNX file that `path` is, or has in itself or in its folder onnx/, where transformers.js wants it; null where there is none.
 * That format is written and not read.
 */
export async function findOnnx(path: string): Promise<string | null> {
  if (!(await isFolder(nodeFiles, path))) return /\.onnx$/i.test(path) && (await exists(nodeFiles, path)) ? path : null;
  for (const folder of [path, join(path, 'onnx')]) {
    const name = ((await nullIfMissing(fileNames(folder))) ?? []).find((name) => /\.onnx$/i.test(name));
    if (name !== undefined) return join(folder, name);
  }
  return null;
}

/** Why the model in an ONNX file is refused. */
export function onnxRefusal(file: string): string {
  const names = new Set(weightFormats.flatMap(({ name }) => name.split(' or ')));
  const formats = new Intl.ListFormat('en').format(names);
  return `${file} is an ONNX file, which can be exported but not loaded; the supported formats are ${formats}.`;
}

/** The folder in which config.json and the vocabulary of a model are, which is a folder or a file of weights. */
export async function folderOfModel(path: string): Promise<string> {
  if ((await stat(path)).isDirectory()) return path;
  return dirname(path);
}

async function fileNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
}

/** Whether a file could be a model, by its name. */
export function isWeightsName(path: string): boolean {
  return formatOf(path) !== undefined;
}

/**
 * Opens the weights in a folder, or in the file that `path` names. Throws WeightsFault, and the fault of the format
 * where a file is damaged.
 */
export async function openWeights(path: string): Promise<OpenWeights> {
  const file = (await stat(path)).isDirectory() ? await findWeights(path) : path;
  const format = file === null ? undefined : formatOf(file);
  if (file === null || format === undefined) {
    const onnx = await findOnnx(path);
    if (onnx !== null) throw new WeightsFault(onnxRefusal(onnx));
    throw new WeightsFault(
      `${path} holds no weights: neither ${WEIGHTS}, with ${CONFIG} or ${HPARAMS}, nor another format.`,
    );
  }
  const sources: FileSource[] = [];
  const close = async () => {
    for (const source of sources) await source.close();
  };
  const open: OpenSource = async (wanted) => {
    const source = await nullIfMissing(FileSource.open(wanted));
    if (source === null) {
      throw new WeightsFault(
        `${wanted} is missing, in which a part of the model should be, as ${basename(file)} says; copy or download it too.`,
      );
    }
    sources.push(source);
    return source;
  };
  try {
    return { ...(await format.open(file, open)), format: format.name, close };
  } catch (fault) {
    await close();
    throw fault;
  }
}

function formatOf(path: string): WeightFormat | undefined {
  return weightFormats.find(({ sign }) => sign.test(basename(path)));
}
