import { readFileSync } from 'node:fs';
import { bytesInMemory } from '../../../../src/engine/byte-source.ts';
import { writableTypes } from '../../../../src/engine/checkpoint/ggml-types.ts';
import { openGguf } from '../../../../src/engine/checkpoint/gguf.ts';
import { ggufConfiguration, ggufVocabulary, writeGgufModel } from '../../../../src/engine/checkpoint/gguf-gpt2.ts';
import { openLlmC, writeLlmC } from '../../../../src/engine/checkpoint/llm-c.ts';
import { onnxFiles, openOnnx } from '../../../../src/engine/checkpoint/onnx.ts';
import { gpt2Graph } from '../../../../src/engine/checkpoint/onnx-gpt2.ts';
import { tensorsFor, writeParameters } from '../../../../src/engine/checkpoint/parameters-file.ts';
import { openPytorch } from '../../../../src/engine/checkpoint/pytorch.ts';
import { openSafetensors, tensorsOf } from '../../../../src/engine/checkpoint/safetensors.ts';
import { openShardedSafetensors } from '../../../../src/engine/checkpoint/sharded-safetensors.ts';
import { formatTable, parseTable } from '../../../../src/engine/checkpoint/sorted-table.ts';
import { conventions } from '../../../../src/engine/checkpoint/tensor-names.ts';
import {
  openTensorflowBundle,
  readBundleIndex,
  writeTensorflowBundle,
} from '../../../../src/engine/checkpoint/tensorflow-bundle.ts';
import { configuration, parseConfig } from '../../../../src/engine/model/configuration.ts';
import { NpzWriter, readNpz } from '../../../../src/engine/tokens/npz.ts';
import { Tokenizer } from '../../../../src/engine/tokens/tokenizer.ts';
import { formatTokenizerJson, parseTokenizerJson } from '../../../../src/engine/tokens/tokenizer-json.ts';
import { ZipWriter } from '../../../../src/engine/tokens/zip.ts';
import { smallVocabulary } from '../../tokens/small-vocabulary.ts';
import { collector, loaded, parameterSet, tinyConfiguration, tinyWeights } from '../tiny-weights.ts';

/** A reader of files that come from anywhere, with real files to damage. */
export interface FuzzedReader {
  files(): Promise<readonly Uint8Array[]>;
  /** Reads all of a file; may throw a Fault and nothing else. */
  read(content: Uint8Array): Promise<unknown>;
}

type Write = (bytes: Uint8Array) => Promise<void>;

const vocabulary = smallVocabulary([
  ['a', 'b'],
  ['Ġ', 'a'],
  ['ab', 'c'],
  ['Ġa', 'b'],
]);
const recorded = (name: string) => new Uint8Array(readFileSync(new URL(`../recorded/${name}`, import.meta.url)));
const recordedShape = configuration({ n_vocab: 257, n_ctx: 3, n_embd: 4, n_head: 2, n_layer: 1 }, 'recorded');
const weights = async () => ({ parameters: await parameterSet(tinyWeights()), configuration: tinyConfiguration });
const source = (content: Uint8Array) => bytesInMemory('fuzzed', content);
const text = (content: Uint8Array) => new TextDecoder().decode(content);

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
const wholeSafetensors = weights().then(({ parameters }) => written((write) => writeParameters(write, parameters)));

/** Every reader of weights and of what lies beside them; where a checksum would catch a change, what is behind it too. */
export const fuzzedReaders: Readonly<Record<string, FuzzedReader>> = {
  safetensors: {
    files: async () => {
      const { parameters } = await weights();
      return [await wholeSafetensors, await written((write) => writeParameters(write, parameters, 'bfloat16'))];
    },
    read: async (content) => loaded(tensorsOf(await openSafetensors(source(content))), conventions.huggingface),
  },
  'index of several safetensors': {
    async files() {
      const names = [...tinyWeights().keys()].map((name) => [name, 'a.safetensors']);
      return [new TextEncoder().encode(JSON.stringify({ weight_map: Object.fromEntries(names) }))];
    },
    read: async (content) =>
      loaded(
        await openShardedSafetensors(source(content), async () => source(await wholeSafetensors)),
        conventions.huggingface,
      ),
  },
  'index of TensorFlow': {
    files: async () => [(await wholeBundle).index],
    read: async (content) =>
      loaded(
        await openTensorflowBundle(source(content), async () => source((await wholeBundle).data)),
        conventions.tensorflow,
      ),
  },
  'entry of TensorFlow': {
    files: async () => parseTable((await wholeBundle).index).map(([, entry]) => entry),
    async read(content) {
      const table = [...parseTable((await wholeBundle).index)].map(
        ([name, entry], i) => [name, [...(i === 1 ? content : entry)]] as const,
      );
      await readBundleIndex(source(formatTable(table)));
      await readBundleIndex(source(formatTable([['', [...content]]])));
    },
  },
  gguf: {
    async files() {
      const model = { ...(await weights()), vocabulary, name: 'tiny' };
      const types = Object.keys(writableTypes) as (keyof typeof writableTypes)[];
      const files = types.map((type) => written((write) => writeGgufModel(write, model, type)));
      return [...(await Promise.all(files)), recorded('ggml-types.gguf')];
    },
    async read(content) {
      const file = await openGguf(source(content));
      Tokenizer.fromFiles(ggufVocabulary(file));
      await loaded(file, conventions.gguf, ggufConfiguration(file));
    },
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
  onnx: {
    async files() {
      const { parameters } = await weights();
      const graphs = (['float32', 'uint8'] as const).map((type) => gpt2Graph(tinyConfiguration, parameters, type));
      return Promise.all(graphs.map((graph) => written((write) => onnxFiles('model.onnx', graph)[0].write(write))));
    },
    async read(content) {
      const beside = async () => source(new Uint8Array(2 ** 16));
      await loaded(await openOnnx(source(content), beside), conventions.onnx);
    },
  },
  pytorch: { files: async () => [recorded('pytorch_model.bin'), recorded('ckpt.pt')], read: readPytorch },
  'pickle of PyTorch': {
    files: async () => [pickleIn('pytorch_model.bin'), pickleIn('ckpt.pt')],
    read: async (content) =>
      readPytorch(
        await written(async (write) => {
          const zip = new ZipWriter(write);
          await zip.add('a/data.pkl', [content]);
          await zip.finish();
        }),
      ),
  },
  'token file': {
    files: async () => [
      await written(async (write) => {
        const file = new NpzWriter(write);
        await file.add(Int32Array.from({ length: 300 }, (_, i) => i % 260));
        await file.add(Int32Array.of(1, 2, 3));
        await file.finish();
      }),
    ],
    async read(content) {
      for await (const _ of readNpz(source(content), 260));
    },
  },
  'tokenizer.json': {
    files: async () => [new TextEncoder().encode(formatTokenizerJson(vocabulary))],
    read: async (content) => Tokenizer.fromFiles(parseTokenizerJson(text(content), 'fuzzed')),
  },
  'encoder.json': {
    files: async () => [new TextEncoder().encode(vocabulary.encoder)],
    read: async (content) => Tokenizer.fromFiles({ ...vocabulary, encoder: text(content) }),
  },
  'merges.txt': {
    files: async () => [new TextEncoder().encode(vocabulary.merges)],
    read: async (content) => Tokenizer.fromFiles({ ...vocabulary, merges: text(content) }),
  },
  'config.json': {
    files: async () => [
      new TextEncoder().encode(JSON.stringify({ ...tinyConfiguration, model_type: 'gpt2', vocab_size: 261 })),
    ],
    read: async (content) => parseConfig(text(content), 'fuzzed'),
  },
};

async function readPytorch(content: Uint8Array): Promise<void> {
  const file = await openPytorch(source(content));
  const isNanogpt = file.configuration !== null;
  await loaded(file, isNanogpt ? conventions.nanogpt : conventions.huggingface, file.configuration ?? recordedShape);
}

/** The pickle in a recorded file, which lies there as it is. */
function pickleIn(name: string): Uint8Array {
  const archive = Buffer.from(recorded(name));
  const start = archive.indexOf('\x80\x02', 0, 'latin1');
  return new Uint8Array(archive.subarray(start, archive.indexOf('PK', start, 'latin1')));
}
