import { dirname, join } from 'node:path';
import type { ByteSource } from '../../engine/byte-source.ts';
import { openGguf } from '../../engine/checkpoint/formats/gguf/gguf.ts';
import { ggufConfiguration, ggufTokenizer } from '../../engine/checkpoint/formats/gguf/gguf-model.ts';
import { LLM_C_MAGIC, openLlmC } from '../../engine/checkpoint/formats/llm-c.ts';
import { openPytorch } from '../../engine/checkpoint/formats/pytorch/pytorch.ts';
import { openSafetensors, tensorsOf } from '../../engine/checkpoint/formats/safetensors.ts';
import { openShardedWeights } from '../../engine/checkpoint/formats/sharded-weights.ts';
import {
  openTensorflowBundle,
  parseCheckpointFile,
} from '../../engine/checkpoint/formats/tensorflow/tensorflow-bundle.ts';
import type { TensorFile } from '../../engine/checkpoint/tensor-file.ts';
import type { Layout } from '../../engine/models/convention.ts';
import type { ModelConfiguration } from '../../engine/models/model-configuration.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import { Fault } from '../../fault.ts';

/** Weights that are not there, or of which it is not clear which are meant, or what they are. */
export class WeightsFault extends Fault {}

/** What a file of weights holds. */
export interface WeightsContent {
  readonly file: TensorFile;
  readonly layout: Layout;
  /** What the file itself says of its model; null where that stands beside it. */
  readonly configuration: ModelConfiguration | null;
  /** Reads the tokenizer from the file itself, for a model of so many rows; null where its files are next to this one. */
  readonly tokenizer: ((rows: number) => Tokenizer) | null;
  /** Without a vocabulary beside it, the model has that of OpenAI's GPT-2. */
  readonly hasOfficialVocabulary: boolean;
}

/** Opens a file by its path; what is opened is closed with the weights. */
export type OpenSource = (path: string) => Promise<ByteSource>;

/** A format that a model may be kept in. */
export interface WeightFormat {
  /** For people. */
  readonly name: string;
  /** The name of a file that shows it, in the model's folder or below it. */
  readonly sign: RegExp;
  open(path: string, open: OpenSource): Promise<WeightsContent>;
}

/** What is not said: nothing in the file, all beside it. */
const weightsAlone = { configuration: null, tokenizer: null, hasOfficialVocabulary: false } as const;

/** Every format that is read; where a folder has several, the first one is. */
export const weightFormats: readonly WeightFormat[] = [
  { name: 'safetensors', sign: /^model\.safetensors$/, open: openOneSafetensors },
  {
    name: 'safetensors',
    sign: /^model\.safetensors\.index\.json$/,
    open: (path, open) => openShards(path, open, openOneSafetensors),
  },
  { name: 'TensorFlow', sign: /^checkpoint$/, open: openNamedBundle },
  { name: 'TensorFlow', sign: /\.index$/, open: openBundle },
  {
    name: 'GGUF',
    sign: /\.gguf$/,
    async open(path, open) {
      const file = await openGguf(await open(path));
      return {
        file,
        layout: 'gguf',
        configuration: ggufConfiguration(file),
        tokenizer: (rows) => ggufTokenizer(file, rows),
        hasOfficialVocabulary: false,
      };
    },
  },
  { name: 'PyTorch', sign: /^pytorch_model\.bin$/, open: openPytorchFile },
  {
    name: 'PyTorch',
    sign: /^pytorch_model\.bin\.index\.json$/,
    open: (path, open) => openShards(path, open, openPytorchFile),
  },
  { name: 'PyTorch', sign: /^ckpt\.pt$/, open: openPytorchFile },
  { name: 'PyTorch', sign: /\.(pt|pth)$/, open: openPytorchFile },
  { name: 'llm.c or PyTorch', sign: /\.bin$/, open: openBinary },
  // A part of a divided model is none, and neither is what a training goes on with.
  { name: 'safetensors', sign: /^(?!trainer\.|.*-of-\d+\.).*\.safetensors$/, open: openOneSafetensors },
];

async function openOneSafetensors(path: string, open: OpenSource): Promise<WeightsContent> {
  const file = tensorsOf(await openSafetensors(await open(path)));
  return { ...weightsAlone, file, layout: 'huggingface' };
}

/** A model in several files, each of which `openOne` opens; the index names them. */
async function openShards(path: string, open: OpenSource, openOne: WeightFormat['open']): Promise<WeightsContent> {
  const openShard = async (name: string) => {
    const { file, configuration } = await openOne(join(dirname(path), name), open);
    if (configuration !== null) throw new WeightsFault(`${file.name} is a whole model of nanoGPT, and no part of one.`);
    return file;
  };
  return {
    ...weightsAlone,
    file: await openShardedWeights(await open(path), openShard),
    layout: 'huggingface',
  };
}

/** The first line is what counts; after it come the other checkpoints that were kept. */
const LARGEST_CHECKPOINT_BYTES = 2 ** 16;

/** The newest checkpoint of a folder of TensorFlow's, by its file `checkpoint`. */
async function openNamedBundle(path: string, open: OpenSource): Promise<WeightsContent> {
  const source = await open(path);
  const text = await source.read(0, Math.min(source.byteLength, LARGEST_CHECKPOINT_BYTES));
  const prefix = parseCheckpointFile(new TextDecoder().decode(text));
  if (prefix === null)
    throw new WeightsFault(`${path} names no checkpoint: it needs a line model_checkpoint_path: "…".`);
  return openBundle(join(dirname(path), `${prefix}.index`), open);
}

async function openBundle(path: string, open: OpenSource): Promise<WeightsContent> {
  const prefix = path.slice(0, -'.index'.length);
  const file = await openTensorflowBundle(await open(path), (suffix) => open(prefix + suffix));
  return { ...weightsAlone, file, layout: 'tensorflow' };
}

async function openPytorchFile(path: string, open: OpenSource): Promise<WeightsContent> {
  const source = await open(path);
  if ((await beginningOf(source)).getUint16(0) !== ZIP) {
    throw new WeightsFault(
      `${path} is no file of torch.save since PyTorch 1.6; load it there and save it anew, best as safetensors.`,
    );
  }
  const file = await openPytorch(source);
  const isNanogpt = file.configuration !== null;
  return {
    ...weightsAlone,
    file,
    configuration: file.configuration,
    layout: isNanogpt ? 'nanogpt' : 'huggingface',
    hasOfficialVocabulary: isNanogpt,
  };
}

/** 'PK', with which a zip archive begins. */
const ZIP = 0x504b;

/** A .bin is llm.c's or PyTorch's. */
async function openBinary(path: string, open: OpenSource): Promise<WeightsContent> {
  const source = await open(path);
  if ((await beginningOf(source)).getInt32(0, true) !== LLM_C_MAGIC) return openPytorchFile(path, open);
  const file = await openLlmC(source);
  const { configuration } = file;
  return { file, layout: 'llmc', configuration, tokenizer: null, hasOfficialVocabulary: true };
}

/** The first four bytes; zeros where there are fewer. */
async function beginningOf(source: ByteSource): Promise<DataView> {
  const bytes = new Uint8Array(4);
  bytes.set(await source.read(0, Math.min(4, source.byteLength)));
  return new DataView(bytes.buffer);
}
