import { basename, dirname, join } from 'node:path';
import { type GgmlTypeName, writableTypes } from '../../engine/checkpoint/ggml-types.ts';
import { writeGgufModel } from '../../engine/checkpoint/gguf-gpt2.ts';
import { writeLlmC } from '../../engine/checkpoint/llm-c.ts';
import { tensorsFor, writeParameters } from '../../engine/checkpoint/parameters-file.ts';
import { conventions } from '../../engine/checkpoint/tensor-names.ts';
import { formatCheckpointFile, shardSuffix, writeTensorflowBundle } from '../../engine/checkpoint/tensorflow-bundle.ts';
import { formatConfig, formatHparams, type ModelConfiguration } from '../../engine/model/configuration.ts';
import type { ParameterSet } from '../../engine/model/parameters.ts';
import { formatTokenizerJson } from '../../engine/tokens/tokenizer-json.ts';
import { END_OF_TEXT, type VocabularyFiles } from '../../engine/tokens/vocabulary.ts';
import { BUNDLE_MARK, CONFIG, ENCODER, HPARAMS, MERGES, WEIGHTS } from '../checkpoints/checkpoint-names.ts';
import { WholeFile } from '../files/whole-file.ts';
import { refuseExisting, WholeFolder } from '../files/whole-folder.ts';
import { formatModelCard, type ModelStory } from './model-card.ts';

/** What a model is written in. */
export type ExportType = GgmlTypeName;

export interface ExportedModel {
  /** For people: 'run1/model-900'. */
  readonly name: string;
  readonly parameters: ParameterSet;
  readonly configuration: ModelConfiguration;
  readonly vocabulary: VocabularyFiles;
  readonly endOfText: number | null;
  readonly story: ModelStory;
}

export interface ExportFormat<Type extends ExportType = ExportType> {
  /** What its numbers can be. */
  readonly types: readonly Type[];
  /** Writes it, and returns what was written. `path` must not be there. Throws FileExistsFault and WriteFault. */
  write(path: string, model: ExportedModel, type: Type, options: ExportOptions): Promise<readonly string[]>;
}

export interface ExportOptions {
  /** Write Ollama's Modelfile beside a GGUF file. */
  readonly modelfile: boolean;
  readonly signal?: AbortSignal | undefined;
}

type Write = (bytes: Uint8Array) => Promise<void>;

const format = <const Type extends ExportType>(description: ExportFormat<Type>) =>
  description as unknown as ExportFormat;

/** Every format that a model is exported to, by the names that `--to` takes. */
export const exportFormats = {
  huggingface: format({
    types: ['float32', 'float16', 'bfloat16'],
    write: (path, model, type, { signal }) =>
      inFolder(path, async (folder) => {
        await folder.file(WEIGHTS, (write) => writeParameters(until(signal, write), model.parameters, type));
        for (const [name, text] of Object.entries(huggingfaceTexts(model, type))) await folder.text(name, text);
      }),
  }),
  gguf: format({
    types: Object.keys(writableTypes) as GgmlTypeName[],
    async write(path, model, type, { modelfile, signal }) {
      const written = [path, ...(modelfile ? [join(dirname(path), 'Modelfile')] : [])];
      await inFiles(written, async (write, writeModelfile) => {
        await writeGgufModel(until(signal, write), model, type);
        await writeModelfile?.(new TextEncoder().encode(formatModelfile(basename(path), model)));
      });
      return written;
    },
  }),
  tensorflow: format({
    types: ['float32'],
    write: (path, model, _, { signal }) =>
      inFolder(path, async (folder) => {
        const prefix = 'model.ckpt';
        await folder.file(`${prefix}${shardSuffix(0, 1)}`, (data) =>
          folder.file(`${prefix}.index`, (index) =>
            writeTensorflowBundle(
              { data: until(signal, data), index },
              tensorsFor(conventions.tensorflow, model.parameters),
            ),
          ),
        );
        await folder.text(BUNDLE_MARK, formatCheckpointFile(prefix));
        await folder.text(HPARAMS, formatHparams(model.configuration));
        await folder.text(ENCODER, model.vocabulary.encoder);
        await folder.text(MERGES, model.vocabulary.merges);
      }),
  }),
  'llm.c': format({
    types: ['float32', 'bfloat16'],
    async write(path, model, type, { signal }) {
      await inFiles([path], (write) => writeLlmC(until(signal, write), model, type));
      return [path];
    },
  }),
} as const;

/** What lies beside the weights in a folder of transformers, by name. */
function huggingfaceTexts(model: ExportedModel, type: ExportType): Record<string, string> {
  const { configuration, vocabulary, endOfText, story } = model;
  const ends = endOfText === null ? {} : { bos_token_id: endOfText, eos_token_id: endOfText };
  const marks = endOfText === null ? {} : { bos_token: END_OF_TEXT, eos_token: END_OF_TEXT, unk_token: END_OF_TEXT };
  const json = (content: object) => `${JSON.stringify(content, null, 2)}\n`;
  return {
    [CONFIG]: formatConfig(configuration, endOfText, type),
    'generation_config.json': json({ _from_model_config: true, ...ends }),
    'tokenizer.json': formatTokenizerJson(vocabulary),
    'tokenizer_config.json': json({
      tokenizer_class: 'GPT2Tokenizer',
      add_prefix_space: false,
      model_max_length: configuration.n_ctx,
      ...marks,
    }),
    'vocab.json': vocabulary.encoder,
    'merges.txt': vocabulary.merges,
    'README.md': formatModelCard(configuration, story),
  };
}

/** Ollama's file: the weights beside it, and that a text goes on from what is typed, without any roles. */
function formatModelfile(weights: string, { configuration }: ExportedModel): string {
  return [
    `FROM ./${weights}`,
    'TEMPLATE """{{ .Prompt }}"""',
    'PARAMETER stop "<|endoftext|>"',
    `PARAMETER num_ctx ${configuration.n_ctx}`,
    '',
  ].join('\n');
}

async function inFolder(path: string, fill: (folder: WholeFolder) => Promise<void>): Promise<readonly string[]> {
  const folder = await WholeFolder.create(path);
  try {
    await fill(folder);
    await folder.commit();
    return [path];
  } finally {
    await folder.discard();
  }
}

/** Several files, of which none appears before all are whole. */
async function inFiles(paths: readonly string[], fill: (...writes: Write[]) => Promise<void>): Promise<void> {
  const files: WholeFile[] = [];
  try {
    for (const path of paths) await refuseExisting(path);
    for (const path of paths) files.push(await WholeFile.create(path, { overwrite: false }));
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

/** The same writer, until it is interrupted. */
function until(signal: AbortSignal | undefined, write: Write): Write {
  return (bytes) => {
    signal?.throwIfAborted();
    return write(bytes);
  };
}
