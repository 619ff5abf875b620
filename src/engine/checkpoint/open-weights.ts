import type { ModelFiles, OpenFile } from '../model-files.ts';
import {
  type OpenSource,
  type WeightFormat,
  type WeightsContent,
  WeightsFault,
  weightFormats,
} from './weight-formats.ts';

/** The weights of a model, open for reading. The caller closes them. */
export interface OpenWeights extends WeightsContent {
  /** The format, for people: 'safetensors'. */
  readonly format: string;
  close(): Promise<void>;
}

/**
 * The file that holds a model's weights, or that names the files that do; null if there is none. Throws WeightsFault if
 * several could.
 */
export async function findWeights(files: ModelFiles): Promise<string | null> {
  if (files.weights !== null) return files.weights;
  const names = (await files.names()).filter((name) => !name.includes('/'));
  for (const { sign } of weightFormats) {
    const found = names.filter((name) => sign.test(name));
    if (found.length > 1) {
      throw new WeightsFault(
        `${files.description} holds several models, ${found.join(', ')}: name one of them by its path.`,
      );
    }
    if (found.length === 1) return found[0];
  }
  return null;
}

/** An ONNX file among those of a model; null if there is none. That format can be written but not read. */
export async function findOnnx(files: ModelFiles): Promise<string | null> {
  if (files.weights !== null) return isOnnxName(files.weights) ? files.weights : null;
  const names = (await files.names()).filter(isOnnxName);
  return names.find((name) => !name.includes('/')) ?? names[0] ?? null;
}

/** Whether a file could be a model in ONNX, by its name. */
export function isOnnxName(name: string): boolean {
  return /\.onnx$/i.test(name);
}

/** Why the model in an ONNX file is refused. */
export function onnxRefusal(path: string): string {
  const names = new Set(weightFormats.flatMap(({ name }) => name.split(' or ')));
  const formats = new Intl.ListFormat('en').format(names);
  return `${path} is an ONNX file, which can be exported but not loaded; the supported formats are ${formats}.`;
}

/** Whether a file could be a model, by its name. */
export function isWeightsName(name: string): boolean {
  return formatOf(name) !== undefined;
}

/** Opens a model's weights. Throws WeightsFault, and the fault of the format if a file is damaged. */
export async function openWeights(files: ModelFiles): Promise<OpenWeights> {
  const name = await findWeights(files);
  const format = name === null ? undefined : formatOf(name);
  if (name === null || format === undefined) throw await noWeights(files);
  const opened: OpenFile[] = [];
  const close = async () => {
    for (const file of opened) await file.close();
  };
  const open: OpenSource = async (wanted) => {
    const file = await files.open(wanted);
    if (file === null) {
      throw new WeightsFault(
        `${files.pathOf(wanted)} is missing. According to ${name} it holds part of the model; copy or download it too.`,
      );
    }
    opened.push(file);
    return file;
  };
  try {
    return { ...(await format.open(name, open)), format: format.name, close };
  } catch (fault) {
    await close();
    throw fault;
  }
}

async function noWeights(files: ModelFiles): Promise<WeightsFault> {
  const onnx = await findOnnx(files);
  if (onnx !== null) return new WeightsFault(onnxRefusal(files.pathOf(onnx)));
  return new WeightsFault(
    `${files.description} holds no weights: neither model.safetensors, with the file that describes it, nor another format.`,
  );
}

function formatOf(name: string): WeightFormat | undefined {
  return weightFormats.find(({ sign }) => sign.test(name));
}
