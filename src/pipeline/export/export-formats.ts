import { basename, dirname, join } from 'pathe';
import { type GgmlTypeName, writableTypes } from '../../engine/checkpoint/formats/gguf/ggml-types.ts';
import { writeGgufAdapter } from '../../engine/checkpoint/formats/gguf/gguf-adapter.ts';
import { ggufTensorBytes, writeGgufModel } from '../../engine/checkpoint/formats/gguf/gguf-model.ts';
import { writeLlmC } from '../../engine/checkpoint/formats/llm-c.ts';
import { type OnnxFile, onnxFiles } from '../../engine/checkpoint/formats/onnx/onnx.ts';
import { onnxGraph } from '../../engine/checkpoint/formats/onnx/onnx-model.ts';
import {
  formatCheckpointFile,
  shardSuffix,
  writeTensorflowBundle,
} from '../../engine/checkpoint/formats/tensorflow/tensorflow-bundle.ts';
import { bytesOfFloat, type FloatType } from '../../engine/checkpoint/number-formats.ts';
import { conventionOf, tensorsFor, writeParameters } from '../../engine/checkpoint/parameters-file.ts';
import { ADAPTER_CONFIG, formatAdapterConfig } from '../../engine/checkpoint/peft/adapter-config.ts';
import { ADAPTER_WEIGHTS, writeAdapters } from '../../engine/checkpoint/peft/adapter-file.ts';
import { parameterCount } from '../../engine/models/parameters.ts';
import { BUNDLE_MARK, HPARAMS, WEIGHTS } from '../../project/checkpoint-names.ts';
import type { Files, UnfinishedFile, UnfinishedFolder } from '../../project/files.ts';
import { refuseExisting } from '../../project/refuse-existing.ts';
import type { ExportedModel } from './exported-model.ts';
import { huggingfaceTexts } from './huggingface-texts.ts';
import { MODELFILE, modelfileOf, modelfileOfAdapter } from './modelfile.ts';

/** The number format of exported weights. */
export type ExportType = GgmlTypeName;

export interface ExportFormat<Type extends ExportType = ExportType> {
  /** The number formats that it supports. */
  readonly types: readonly Type[];
  /** Bytes of the written weights; the other files are small. */
  bytes(model: ExportedModel, type: Type): number;
  /** Writes a model and returns the paths written. `path` must not exist. Throws FileExistsFault and WriteFault. */
  write(
    files: Files,
    path: string,
    model: ExportedModel,
    type: Type,
    options: ExportOptions,
  ): Promise<readonly string[]>;
}

export interface ExportOptions {
  /** Also write a Modelfile for Ollama next to a GGUF file, of a model or of an adapter. */
  readonly modelfile: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Called with the number of bytes of each write of weights. */
  onBytes?(bytes: number): void;
}

type Write = (bytes: Uint8Array) => Promise<void>;

const format = <const Type extends ExportType>(description: ExportFormat<Type>) =>
  description as unknown as ExportFormat;

const floatBytes = ({ configuration }: ExportedModel, type: FloatType) =>
  configuration.parameterCount * bytesOfFloat[type];

/** Every export format, by its name for `--to`. */
export const exportFormats = {
  huggingface: format({
    types: ['float32', 'float16', 'bfloat16'],
    bytes: floatBytes,
    write: (disk, path, model, type, options) =>
      inFolder(disk, path, async (folder) => {
        await folder.file(WEIGHTS, (write) => writeParameters(watched(options, write), model, type));
        const texts = huggingfaceTexts(model, { name: 'transformers', dtype: type });
        for (const [name, text] of Object.entries(texts)) await folder.text(name, text);
      }),
  }),
  peft: format({
    types: ['float32'],
    bytes: ({ parameters }) => parameterCount(parameters.table) * bytesOfFloat.float32,
    write: (disk, path, { configuration, tokenizer, adapter }, _, options) =>
      inFolder(disk, path, async (folder) => {
        const { adapters, base } = adapter!;
        await folder.file(ADAPTER_WEIGHTS, (write) => writeAdapters(watched(options, write), adapters, base.digest));
        await folder.text(ADAPTER_CONFIG, formatAdapterConfig(configuration, adapters.settings, base.name));
        for (const [name, text] of Object.entries(tokenizer.files())) await folder.text(name, text);
      }),
  }),
  onnx: format({
    types: ['float32'],
    bytes: (model) => filesOfOnnx(model).reduce((sum, { bytes }) => sum + bytes, 0),
    write: (disk, path, model, _, options) =>
      inFolder(disk, path, async (folder) => {
        const files = filesOfOnnx(model);
        for (const file of files) await folder.file(file.name, (write) => file.write(watched(options, write)));
        const texts = huggingfaceTexts(model, {
          name: 'transformers.js',
          dtype: 'float32',
          config: outsideData(files),
        });
        for (const [name, text] of Object.entries(texts)) await folder.text(name, text);
      }),
  }),
  gguf: format({
    types: Object.keys(writableTypes) as GgmlTypeName[],
    bytes: (model, type) => ggufTensorBytes(model, type),
    async write(disk, path, model, type, options) {
      const written = [path, ...(options.modelfile ? [join(dirname(path), MODELFILE)] : [])];
      await inFiles(disk, written, async (write, writeModelfile) => {
        await writeGgufModel(watched(options, write), model, type);
        await writeModelfile?.(new TextEncoder().encode(modelfileOf(path, model)));
      });
      return written;
    },
  }),
  'gguf-adapter': format({
    types: ['float32'],
    bytes: ({ parameters }) => parameterCount(parameters.table) * bytesOfFloat.float32,
    async write(disk, path, model, _, options) {
      const { configuration, name, adapter } = model;
      const written = [path, ...(options.modelfile ? [join(dirname(path), MODELFILE)] : [])];
      await inFiles(disk, written, async (write, writeModelfile) => {
        await writeGgufAdapter(watched(options, write), configuration, adapter!.adapters, name);
        await writeModelfile?.(new TextEncoder().encode(modelfileOfAdapter(disk.resolve(path), model)));
      });
      return written;
    },
  }),
  tensorflow: format({
    types: ['float32'],
    bytes: floatBytes,
    write: (disk, path, model, _, options) =>
      inFolder(disk, path, async (folder) => {
        const prefix = 'model.ckpt';
        await folder.file(`${prefix}${shardSuffix(0, 1)}`, (data) =>
          folder.file(`${prefix}.index`, (index) =>
            writeTensorflowBundle(
              { data: watched(options, data), index },
              tensorsFor(conventionOf(model.configuration, 'tensorflow', path), model.parameters),
            ),
          ),
        );
        await folder.text(BUNDLE_MARK, formatCheckpointFile(prefix));
        await folder.text(HPARAMS, model.configuration.fileText(HPARAMS, model.tokenizer));
        for (const [name, text] of Object.entries(model.tokenizer.files())) await folder.text(name, text);
      }),
  }),
  'llm.c': format({
    types: ['float32', 'bfloat16'],
    bytes: (model, type) => floatBytes(model, type),
    async write(disk, path, model, type, options) {
      await inFiles(disk, [path], (write) => writeLlmC(watched(options, write), model, type));
      return [path];
    },
  }),
} as const;

/** The graph with float32 and with 8-bit weights, under the names that transformers.js expects. */
function filesOfOnnx({ configuration, parameters }: ExportedModel): OnnxFile[] {
  return [
    ...onnxFiles('model.onnx', onnxGraph(configuration, parameters, 'float32')),
    ...onnxFiles('model_quantized.onnx', onnxGraph(configuration, parameters, 'uint8')),
  ].map((file) => ({ ...file, name: `onnx/${file.name}` }));
}

/** The part of config.json that tells transformers.js about weight files outside the graphs; empty if there are none. */
function outsideData(files: readonly OnnxFile[]): object {
  const names = files.map(({ name }) => basename(name));
  const counts = names
    .filter((name) => name.endsWith('.onnx'))
    .map((name) => [name, names.filter((other) => other.startsWith(`${name}_data`)).length] as const)
    .filter(([, count]) => count > 0);
  if (counts.length === 0) return {};
  return { 'transformers.js_config': { use_external_data_format: Object.fromEntries(counts) } };
}

async function inFolder(
  disk: Files,
  path: string,
  fill: (folder: UnfinishedFolder) => Promise<void>,
): Promise<readonly string[]> {
  const folder = await disk.createFolder(path);
  try {
    await fill(folder);
    await folder.commit();
    return [path];
  } finally {
    await folder.discard();
  }
}

/** Writes several files; none appears before all are complete. */
async function inFiles(
  disk: Files,
  paths: readonly string[],
  fill: (...writes: Write[]) => Promise<void>,
): Promise<void> {
  const files: UnfinishedFile[] = [];
  try {
    for (const path of paths) await refuseExisting(disk, path);
    for (const path of paths) files.push(await disk.create(path, { overwrite: false }));
    await fill(
      ...files.map(
        (file): Write =>
          (bytes) =>
            file.write(bytes),
      ),
    );
    for (const file of files) await file.commit();
  } finally {
    for (const file of files) await file.discard();
  }
}

/** The same writer, which also reports progress and stops when aborted. */
function watched({ signal, onBytes }: ExportOptions, write: Write): Write {
  return async (bytes) => {
    signal?.throwIfAborted();
    await write(bytes);
    onBytes?.(bytes.length);
  };
}
