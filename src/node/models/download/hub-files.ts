import { join } from 'node:path';
import { readShardNames } from '../../../engine/checkpoint/formats/sharded-weights.ts';
import type { ModelConfiguration } from '../../../engine/models/model-configuration.ts';
import { optionalTokenizerFiles, tokenizerFileSets } from '../../../engine/tokens/tokenizer-kinds.ts';
import { CONFIG, ENCODER, WEIGHTS } from '../../../project/checkpoint-names.ts';
import { FileSource } from '../../files/file-source.ts';
import type { DownloadFolder } from './download-folder.ts';
import { type DownloadTools, type FetchEvent, fetchFile, type RemoteFile } from './fetch-file.ts';
import type { HubListing } from './hub.ts';
import { checkConfiguration, checkGguf, checkVocabularyFiles, UnsupportedModelFault } from './model-checks.ts';
import { remoteSource } from './remote-source.ts';
import { retryDownload } from './retry-download.ts';

const PICKLE = 'pytorch_model.bin';
/** Whole weights and the index of divided ones, the safest format first. */
const WANTED = [WEIGHTS, `${WEIGHTS}.index.json`, PICKLE, `${PICKLE}.index.json`];
/** A whole GGUF file: those of a model in several have their number in the name. */
const GGUF = /^(?!.*-\d{5}-of-\d{5}\.).*\.gguf$/;

/** What is small about a model is far below this; a file that is larger is not what its name says. */
const LARGEST_SMALL_BYTES = 2 ** 26;

/**
 * Brings what is small of a model, its shape and its vocabulary, and checks it. Returns all files that it needs. Throws
 * UnsupportedModelFault, and the faults of `fetchFile`.
 */
export async function* fetchMetadataFromHub(
  { page, files }: HubListing,
  folder: DownloadFolder,
  tools: DownloadTools,
): AsyncGenerator<FetchEvent, readonly RemoteFile[], undefined> {
  const weights = WANTED.map((name) => files.get(name)).find((file) => file !== undefined);
  if (weights === undefined) return [yield* chooseGguf({ page, files }, tools)];
  const config = files.get(CONFIG);
  if (config === undefined) throw new UnsupportedModelFault(`${page} is not a supported model: it has no ${CONFIG}.`);
  yield* fetchSmall(page, config, folder, tools);
  const shape = await checkConfiguration(folder.path, CONFIG, page);
  const vocabulary = yield* bringVocabulary({ page, files }, shape, folder, tools);
  if (!weights.name.endsWith('.json')) return [config, ...vocabulary, weights];
  yield* fetchSmall(page, weights, folder, tools);
  return [config, ...vocabulary, weights, ...(await shardsOf(page, weights.name, files, folder))];
}

/**
 * The GGUF file of a repository that has nothing else, which says its shape and its vocabulary itself: looked into where it
 * is. Of several the largest, which is the least rounded.
 */
async function* chooseGguf(
  { page, files }: Pick<HubListing, 'page' | 'files'>,
  tools: DownloadTools,
): AsyncGenerator<FetchEvent, RemoteFile, undefined> {
  const found = [...files.values()].filter(({ name }) => GGUF.test(name)).sort((a, b) => b.bytes - a.bytes);
  if (found.length === 0) throw noWeights(page, [...files.keys()]);
  const [file] = found;
  if (found.length > 1) {
    const text = `Of the ${found.length} GGUF files of ${page}, ${file.name} is taken: it is the largest, and so the least rounded.`;
    yield { type: 'download-note', text };
  }
  const source = remoteSource(file, tools.client, tools.signal);
  yield* retryDownload(`Reading the header of ${file.name}`, () => checkGguf(source, page), tools);
  return file;
}

function noWeights(page: string, names: readonly string[]): UnsupportedModelFault {
  const others = names.filter((name) => /\.(safetensors|bin|gguf|h5|msgpack|onnx|ot|pt|pth)$/.test(name));
  const there = others.length === 0 ? 'no weights at all' : `weights only as ${others.slice(0, 3).join(', ')}`;
  return new UnsupportedModelFault(
    `${page} has ${there}; what is read from there is ${WEIGHTS} or ${PICKLE}, in one file or several, or a .gguf file.`,
  );
}

/** The files of a vocabulary at Hugging Face, whose models never have OpenAI's names. */
const hubFileSets = tokenizerFileSets.filter((names) => !names.includes(ENCODER));

/** The first vocabulary that fits the model; what does not fit is not kept. */
async function* bringVocabulary(
  { page, files }: Pick<HubListing, 'page' | 'files'>,
  shape: ModelConfiguration,
  folder: DownloadFolder,
  tools: DownloadTools,
): AsyncGenerator<FetchEvent, readonly RemoteFile[], undefined> {
  let misfit: UnsupportedModelFault | null = null;
  for (const names of hubFileSets) {
    const found = names.flatMap((name) => files.get(name) ?? []);
    if (found.length < names.length) continue;
    found.push(...optionalTokenizerFiles.flatMap((name) => files.get(name) ?? []));
    for (const file of found) yield* fetchSmall(page, file, folder, tools);
    try {
      await checkVocabularyFiles(folder.path, names, shape, page);
      return found;
    } catch (fault) {
      if (!(fault instanceof UnsupportedModelFault)) throw fault;
      misfit = fault;
      for (const { name } of found) await folder.forget(name);
    }
  }
  const wanted = hubFileSets.map((names) => names.join(' and ')).join(', or ');
  throw misfit ?? new UnsupportedModelFault(`${page} has no supported vocabulary: it needs ${wanted}.`);
}

/** The files that the index names, all of which have to be there. */
async function shardsOf(
  page: string,
  indexName: string,
  files: ReadonlyMap<string, RemoteFile>,
  folder: DownloadFolder,
): Promise<RemoteFile[]> {
  const index = await FileSource.open(join(folder.path, indexName));
  try {
    return (await readShardNames(index)).map((name) => {
      const file = files.get(name);
      if (file === undefined) throw new UnsupportedModelFault(`${page} lacks ${name}, which its ${indexName} names.`);
      return file;
    });
  } finally {
    await index.close();
  }
}

function fetchSmall(
  page: string,
  file: RemoteFile,
  folder: DownloadFolder,
  tools: DownloadTools,
): AsyncGenerator<FetchEvent, void, undefined> {
  if (file.bytes > LARGEST_SMALL_BYTES) {
    throw new UnsupportedModelFault(
      `${page} has a ${file.name} of ${file.bytes.toLocaleString('en')} bytes, which no GPT-2 has.`,
    );
  }
  return fetchFile(file, folder, tools);
}
