import { Fault } from '../../fault.ts';
import type { ByteSource } from '../byte-source.ts';
import type { Layout } from '../models/convention.ts';
import type { ModelConfiguration } from '../models/model-configuration.ts';
import type { Tokenizer } from '../tokens/tokenizer.ts';
import { openGguf } from './formats/gguf/gguf.ts';
import { ggufConfiguration, ggufTokenizer } from './formats/gguf/gguf-model.ts';
import { LLM_C_MAGIC, openLlmC } from './formats/llm-c.ts';
import { openPytorch } from './formats/pytorch/pytorch.ts';
import { openSafetensors, tensorsOf } from './formats/safetensors.ts';
import { openShardedWeights } from './formats/sharded-weights.ts';
import { openTensorflowBundle, parseCheckpointFile } from './formats/tensorflow/tensorflow-bundle.ts';
import type { TensorFile } from './tensor-file.ts';

/** Weights that are missing, ambiguous, or of an unknown kind. */
export class WeightsFault extends Fault {
  override readonly code: string = 'weights';
}

/** What a file of weights holds. */
export interface WeightsContent {
  readonly file: TensorFile;
  readonly layout: Layout;
  /** What the file says about its model; null if another file describes it. */
  readonly configuration: ModelConfiguration | null;
  /** Reads the tokenizer from the file, for a model of `rows` rows; null if it has files of its own. */
  readonly tokenizer: ((rows: number) => Tokenizer) | null;
  /** Without vocabulary files, the model has the vocabulary of OpenAI's GPT-2. */
  readonly hasOfficialVocabulary: boolean;
}

/** Opens a file of the model by its name. It is closed together with the weights. */
export type OpenSource = (name: string) => Promise<ByteSource>;

/** A format for weights. */
export interface WeightFormat {
  /** For people. */
  readonly name: string;
  /** The name of a file that shows that a model has this format. */
  readonly sign: RegExp;
  open(name: string, open: OpenSource): Promise<WeightsContent>;
}

/** The file holds weights and nothing else. */
const weightsAlone = { configuration: null, tokenizer: null, hasOfficialVocabulary: false } as const;

/** Every format that can be read. If a model has several, the first is taken. */
export const weightFormats: readonly WeightFormat[] = [
  { name: 'safetensors', sign: /^model\.safetensors$/, open: openOneSafetensors },
  {
    name: 'safetensors',
    sign: /^model\.safetensors\.index\.json$/,
    open: (name, open) => openShards(name, open, openOneSafetensors),
  },
  { name: 'TensorFlow', sign: /^checkpoint$/, open: openNamedBundle },
  { name: 'TensorFlow', sign: /\.index$/, open: openBundle },
  {
    name: 'GGUF',
    sign: /\.gguf$/,
    async open(name, open) {
      const file = await openGguf(await open(name));
      return {
        file,
        layout: 'gguf',
        configuration: await ggufConfiguration(file),
        tokenizer: (rows) => ggufTokenizer(file, rows),
        hasOfficialVocabulary: false,
      };
    },
  },
  { name: 'PyTorch', sign: /^pytorch_model\.bin$/, open: openPytorchFile },
  {
    name: 'PyTorch',
    sign: /^pytorch_model\.bin\.index\.json$/,
    open: (name, open) => openShards(name, open, openPytorchFile),
  },
  { name: 'PyTorch', sign: /^ckpt\.pt$/, open: openPytorchFile },
  { name: 'PyTorch', sign: /\.(pt|pth)$/, open: openPytorchFile },
  { name: 'llm.c or PyTorch', sign: /\.bin$/, open: openBinary },
  // Neither one shard of a model, nor the state that a training resumes from.
  { name: 'safetensors', sign: /^(?!trainer\.|.*-of-\d+\.).*\.safetensors$/, open: openOneSafetensors },
];

async function openOneSafetensors(name: string, open: OpenSource): Promise<WeightsContent> {
  const file = tensorsOf(await openSafetensors(await open(name)));
  return { ...weightsAlone, file, layout: 'huggingface' };
}

/** A model in several files: the index names them, and `openOne` opens each. */
async function openShards(name: string, open: OpenSource, openOne: WeightFormat['open']): Promise<WeightsContent> {
  const openShard = async (shard: string) => {
    const { file, configuration } = await openOne(shard, open);
    if (configuration !== null) throw new WeightsFault(`${file.name} is a whole model of nanoGPT, not a shard of one.`);
    return file;
  };
  return {
    ...weightsAlone,
    file: await openShardedWeights(await open(name), openShard),
    layout: 'huggingface',
  };
}

/** Only the first line counts; the other checkpoints that were kept follow it. */
const LARGEST_CHECKPOINT_BYTES = 2 ** 16;

/** The newest of TensorFlow's checkpoints, by the file `checkpoint`. */
async function openNamedBundle(name: string, open: OpenSource): Promise<WeightsContent> {
  const source = await open(name);
  const text = await source.read(0, Math.min(source.byteLength, LARGEST_CHECKPOINT_BYTES));
  const prefix = parseCheckpointFile(new TextDecoder().decode(text));
  if (prefix === null)
    throw new WeightsFault(`${source.name} names no checkpoint: it needs a line model_checkpoint_path: "…".`);
  return openBundle(`${prefix}.index`, open);
}

async function openBundle(name: string, open: OpenSource): Promise<WeightsContent> {
  const prefix = name.slice(0, -'.index'.length);
  const file = await openTensorflowBundle(await open(name), (suffix) => open(prefix + suffix));
  return { ...weightsAlone, file, layout: 'tensorflow' };
}

async function openPytorchFile(name: string, open: OpenSource): Promise<WeightsContent> {
  const source = await open(name);
  if ((await beginningOf(source)).getUint16(0) !== ZIP) {
    throw new WeightsFault(
      `${source.name} was not written by torch.save since PyTorch 1.6. Load it there and save it again, preferably as safetensors.`,
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

/** 'PK': a zip archive begins with it. */
const ZIP = 0x504b;

/** A .bin file is llm.c's or PyTorch's. */
async function openBinary(name: string, open: OpenSource): Promise<WeightsContent> {
  const source = await open(name);
  if ((await beginningOf(source)).getInt32(0, true) !== LLM_C_MAGIC) return openPytorchFile(name, open);
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
