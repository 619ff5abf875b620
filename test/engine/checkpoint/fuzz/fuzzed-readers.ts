import { readFileSync } from 'node:fs';
import { bytesInMemory } from '../../../../src/engine/byte-source.ts';
import { openGguf } from '../../../../src/engine/checkpoint/formats/gguf/gguf.ts';
import {
  ggufConfiguration,
  ggufTokenizer,
  writeGgufModel,
} from '../../../../src/engine/checkpoint/formats/gguf/gguf-model.ts';
import { openLlmC, writeLlmC } from '../../../../src/engine/checkpoint/formats/llm-c.ts';
import { openPytorch } from '../../../../src/engine/checkpoint/formats/pytorch/pytorch.ts';
import { openSafetensors, tensorsOf } from '../../../../src/engine/checkpoint/formats/safetensors.ts';
import { openShardedWeights } from '../../../../src/engine/checkpoint/formats/sharded-weights.ts';
import { formatTable, parseTable } from '../../../../src/engine/checkpoint/formats/tensorflow/sorted-table.ts';
import {
  openTensorflowBundle,
  parseCheckpointFile,
  readBundleIndex,
  writeTensorflowBundle,
} from '../../../../src/engine/checkpoint/formats/tensorflow/tensorflow-bundle.ts';
import { tensorsFor, writeParameters } from '../../../../src/engine/checkpoint/parameters-file.ts';
import { formatAdapterConfig, parseAdapterConfig } from '../../../../src/engine/checkpoint/peft/adapter-config.ts';
import { openAdapter, writeAdapters } from '../../../../src/engine/checkpoint/peft/adapter-file.ts';
import type { TensorFile } from '../../../../src/engine/checkpoint/tensor-file.ts';
import { openReferenceDevice } from '../../../../src/engine/device/reference/reference-device.ts';
import { targetModules } from '../../../../src/engine/models/adapters/adapter-layers.ts';
import { AdapterSet } from '../../../../src/engine/models/adapters/adapter-set.ts';
import { parseModelConfiguration } from '../../../../src/engine/models/architectures.ts';
import { gpt2Configuration } from '../../../../src/engine/models/gpt2/architecture.ts';
import { conventions } from '../../../../src/engine/models/gpt2/tensor-names.ts';
import { BpeTokenizer } from '../../../../src/engine/tokens/bpe/bpe-tokenizer.ts';
import { formatTokenizerJson, parseTokenizerJson } from '../../../../src/engine/tokens/bpe/tokenizer-json.ts';
import { npyParts, parseNpyTokens } from '../../../../src/engine/tokens/npy.ts';
import { NpzWriter, readNpz } from '../../../../src/engine/tokens/npz.ts';
import { smallVocabulary } from '../../tokens/bpe/small-vocabulary.ts';
import { collector, loaded, parameterSet, tinyWeights } from '../tiny-weights.ts';
import { mutateArchive, zip } from './mutations/archives.ts';
import { joined, type Mutation, mutateBytes } from './mutations/bytes.ts';
import { mutateGguf } from './mutations/gguf.ts';
import { mutateJson, mutateJsonHeader } from './mutations/json.ts';
import { mutateMessage } from './mutations/messages.ts';
import { mutatePickle } from './mutations/pickles.ts';
import { mutateTable } from './mutations/tables.ts';

/** A reader of files that come from anywhere, with real files to damage. */
export interface FuzzedReader {
  files(): Promise<readonly Uint8Array[]>;
  /** Reads all of a file; may throw a Fault and nothing else. */
  read(content: Uint8Array): Promise<unknown>;
  /** Ways to damage its files that know their form. */
  readonly mutations?: readonly Mutation[];
}

type Write = (bytes: Uint8Array) => Promise<void>;

const vocabulary = smallVocabulary([
  ['a', 'b'],
  ['Ġ', 'a'],
  ['ab', 'c'],
  ['Ġa', 'b'],
]);
const recorded = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../formats/recorded/${name}`, import.meta.url)));
const recordedShape = gpt2Configuration({ n_vocab: 257, n_ctx: 3, n_embd: 4, n_head: 2, n_layer: 1 }, 'recorded');
/** As small as it can be, so that damage falls on what says where the numbers are. */
const shape = gpt2Configuration({ n_vocab: 5, n_ctx: 3, n_embd: 4, n_head: 2, n_layer: 1 }, 'fuzzed');
/** For GGUF, with room for whole blocks and its vocabulary. */
const ggufShape = gpt2Configuration({ n_vocab: 261, n_ctx: 3, n_embd: 32, n_head: 2, n_layer: 1 }, 'fuzzed');
const weights = async (of = shape) => ({ parameters: await parameterSet(tinyWeights(of), of), configuration: of });
const source = (content: Uint8Array) => bytesInMemory('fuzzed', content);
const text = (content: Uint8Array) => new TextDecoder().decode(content);
const bytes = (text: string) => new TextEncoder().encode(text);

async function written(write: (write: Write) => Promise<void>): Promise<Uint8Array> {
  const file = collector();
  await write(file.write);
  return file.bytes();
}

async function bundle(): Promise<{ index: Uint8Array; data: Uint8Array }> {
  const [index, data] = [collector(), collector()];
  const { parameters } = await weights();
  await writeTensorflowBundle({ index: index.write, data: data.write }, tensorsFor(conventions.tensorflow, parameters));
  return { index: index.bytes(), data: data.bytes() };
}

const wholeBundle = bundle();
const wholeSafetensors = weights().then((model) => written((write) => writeParameters(write, model)));
const adaptedModules = targetModules(shape, 'attention');
const adapterSettings = { rank: 2, alpha: 4, dropout: 0 };
const wholeAdapter = written((write) => {
  const adapters = new AdapterSet(openReferenceDevice(), shape, { ...adapterSettings, modules: adaptedModules });
  return writeAdapters(write, adapters, 'digest');
});
const npy = (tokens: Int32Array) => joined([...npyParts(tokens)]);

/** Every reader of weights and of what lies beside them; where a checksum would catch a change, what is behind it too. */
export const fuzzedReaders: Readonly<Record<string, FuzzedReader>> = {
  safetensors: {
    files: async () => {
      const model = await weights();
      return [await wholeSafetensors, await written((write) => writeParameters(write, model, 'bfloat16'))];
    },
    read: async (content) => loaded(tensorsOf(await openSafetensors(source(content))), conventions.huggingface, shape),
    mutations: [mutateJsonHeader],
  },
  'adapter of PEFT': {
    files: async () => [await wholeAdapter],
    read: (content) => openAdapter(source(content), adapterSettings, shape),
    mutations: [mutateJsonHeader],
  },
  'description of an adapter': {
    files: async () => [bytes(formatAdapterConfig(shape, { ...adapterSettings, modules: adaptedModules }, 'base'))],
    read: async (content) => parseAdapterConfig(text(content), 'fuzzed'),
    mutations: [mutateJson],
  },
  'index of several files': {
    async files() {
      const names = [...tinyWeights(shape).keys()].map((name) => [name, 'a.safetensors']);
      return [bytes(JSON.stringify({ metadata: {}, weight_map: Object.fromEntries(names) }))];
    },
    read: async (content) =>
      loaded(
        await openShardedWeights(source(content), async () =>
          tensorsOf(await openSafetensors(source(await wholeSafetensors))),
        ),
        conventions.huggingface,
        shape,
      ),
    mutations: [mutateJson],
  },
  'index of TensorFlow': {
    files: async () => [(await wholeBundle).index],
    read: async (content) =>
      loaded(
        await openTensorflowBundle(source(content), async () => source((await wholeBundle).data)),
        conventions.tensorflow,
        shape,
      ),
    mutations: [mutateTable],
  },
  'header of TensorFlow': {
    files: async () =>
      parseTable((await wholeBundle).index)
        .slice(0, 1)
        .map(([, header]) => header),
    read: async (content) => readBundleIndex(source(formatTable([['', [...content]]]))),
    mutations: [mutateMessage],
  },
  'entry of TensorFlow': {
    files: async () =>
      parseTable((await wholeBundle).index)
        .slice(1)
        .map(([, entry]) => entry),
    async read(content) {
      const header = [8, 1];
      await readBundleIndex(
        source(
          formatTable([
            ['', header],
            ['model/wte', [...content]],
          ]),
        ),
      );
    },
    mutations: [mutateMessage],
  },
  'checkpoint of TensorFlow': {
    files: async () => [bytes('model_checkpoint_path: "model-7"\nall_model_checkpoint_paths: "/run/model-7"\n')],
    read: async (content) => parseCheckpointFile(text(content)),
  },
  gguf: {
    async files() {
      const model = { ...(await weights(ggufShape)), tokenizer: new BpeTokenizer(vocabulary), name: 'tiny' };
      return Promise.all(
        (['q4_0', 'bfloat16'] as const).map((type) => written((write) => writeGgufModel(write, model, type))),
      );
    },
    async read(content) {
      const file = await openGguf(source(content));
      ggufTokenizer(file, ggufShape.shape.vocabulary);
      await loaded(file, conventions.gguf, await ggufConfiguration(file));
    },
    mutations: [mutateGguf],
  },
  'types of GGUF': {
    files: async () => [recorded('ggml-types.gguf')],
    read: async (content) => readNumbers(await openGguf(source(content))),
    mutations: [mutateGguf],
  },
  'llm.c': {
    async files() {
      const model = await weights();
      return Promise.all(
        (['float32', 'bfloat16'] as const).map((type) => written((write) => writeLlmC(write, model, type))),
      );
    },
    async read(content) {
      const file = await openLlmC(source(content));
      await loaded(file, conventions.llmc, file.configuration);
    },
  },
  pytorch: {
    files: async () => [recorded('pytorch_model.bin'), recorded('ckpt.pt')],
    read: readPytorch,
    mutations: [mutateArchive(mutatePickle)],
  },
  'pickle of PyTorch': {
    files: async () => [pickleIn('pytorch_model.bin'), pickleIn('ckpt.pt')],
    read: async (content) => readPytorch(zip([{ name: bytes('a/data.pkl'), content }, ...numbersOfPickle])),
    mutations: [mutatePickle],
  },
  'token file': {
    files: async () => [
      await written(async (write) => {
        const file = new NpzWriter(write);
        await file.add(Int32Array.from({ length: 300 }, (_, i) => i % 260));
        await file.add(Int32Array.of(1, 2, 3));
        await file.finish();
      }),
      zip([7, 300].map((tokens) => ({ name: bytes(`arr_${tokens}.npy`), content: npy(new Int32Array(tokens)) }))),
    ],
    async read(content) {
      for await (const _ of readNpz(source(content), 260));
    },
    mutations: [mutateArchive(mutateBytes)],
  },
  'array of NumPy': {
    files: async () => [npy(Int32Array.from({ length: 12 }, (_, i) => i)), fortranArray()],
    read: async (content) => parseNpyTokens(content, 'fuzzed', 260),
  },
  'tokenizer.json': {
    files: async () => [bytes(formatTokenizerJson(vocabulary))],
    read: async (content) => new BpeTokenizer(parseTokenizerJson(text(content), 'fuzzed')),
    mutations: [mutateJson],
  },
  'encoder.json': {
    files: async () => [bytes(vocabulary.encoder)],
    read: async (content) => new BpeTokenizer({ ...vocabulary, encoder: text(content) }),
    mutations: [mutateJson],
  },
  'merges.txt': {
    files: async () => [bytes(vocabulary.merges)],
    read: async (content) => new BpeTokenizer({ ...vocabulary, merges: text(content) }),
  },
  'config.json': {
    files: async () => [bytes(shape.fileText('config.json', { beginMark: 4, endMark: 4 }))],
    read: async (content) =>
      expectNumbers(parseModelConfiguration('config.json', text(content), 'fuzzed').values as object),
    mutations: [mutateJson],
  },
  'hparams.json': {
    files: async () => [bytes(shape.fileText('hparams.json', { beginMark: null, endMark: null }))],
    read: async (content) =>
      expectNumbers(parseModelConfiguration('hparams.json', text(content), 'fuzzed').values as object),
    mutations: [mutateJson],
  },
};

async function readPytorch(content: Uint8Array): Promise<void> {
  const file = await openPytorch(source(content));
  const isNanogpt = file.configuration !== null;
  await loaded(file, isNanogpt ? conventions.nanogpt : conventions.huggingface, file.configuration ?? recordedShape);
}

/** Every number of every tensor, whatever they are called; those of a type that is not read are passed over. */
async function readNumbers({ tensors }: TensorFile): Promise<void> {
  for (const { shape, read } of tensors.values()) {
    let left = shape.reduce((product, axis) => product * axis, 1);
    for await (const piece of read()) left -= piece.length;
    if (left !== 0) throw new Error(`a tensor of shape ${shape} has ${left} numbers less`);
  }
}

/** What was read may be computed with. */
function expectNumbers(read: object): void {
  for (const [key, value] of Object.entries(read)) {
    if (typeof value !== 'number') throw new Error(`${key} is ${typeof value}`);
  }
}

/** The pickle in a recorded file, which lies there as it is. */
function pickleIn(name: string): Uint8Array {
  const archive = Buffer.from(recorded(name));
  const start = archive.indexOf('\x80\x02', 0, 'latin1');
  return new Uint8Array(archive.subarray(start, archive.indexOf('PK', start, 'latin1')));
}

/** Room for the numbers of any storage that the recorded pickles name. */
const numbersOfPickle = Array.from({ length: 40 }, (_, key) => ({
  name: bytes(`a/data/${key}`),
  content: new Uint8Array(4 * 300 * 4),
}));

/** Two rows of three, first axis fastest, as NumPy writes them. */
function fortranArray(): Uint8Array {
  const head = "{'descr': '<u2', 'fortran_order': True, 'shape': (2, 3), }".padEnd(117);
  const start = [Uint8Array.of(0x93), bytes('NUMPY'), Uint8Array.of(1, 0, 118, 0)];
  return joined([...start, bytes(`${head}\n`), new Uint8Array(12)]);
}
