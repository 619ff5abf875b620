import { join } from 'node:path';
import { readShardNames } from '../../../engine/checkpoint/formats/sharded-weights.ts';
import type { ModelConfiguration } from '../../../engine/models/model-configuration.ts';
import { optionalTokenizerFiles, tokenizerFileSets } from '../../../engine/tokens/tokenizer-kinds.ts';
import { nearest } from '../../../nearest.ts';
import { CONFIG, ENCODER, WEIGHTS } from '../../../project/checkpoint-names.ts';
import { FileSource } from '../../files/file-source.ts';
import type { DownloadFolder } from './download-folder.ts';
import { type DownloadTools, type FetchEvent, fetchFile, type RemoteFile } from './fetch-file.ts';
import type { HubListing } from './hub.ts';
import { checkConfiguration, checkGguf, checkVocabularyFiles, UnsupportedModelFault } from './model-checks.ts';
import { remoteSource } from './remote-source.ts';
import { retryDownload } from './retry-download.ts';

const PICKLE = 'pytorch_model.bin';
/** Weights in one file, or the index of weights in several; the safest format first. */
const WANTED = [WEIGHTS, `${WEIGHTS}.index.json`, PICKLE, `${PICKLE}.index.json`];
/** A GGUF file with a whole model. Parts of a model have their number in the name. */
const GGUF = /^(?!.*-\d{5}-of-\d{5}\.).*\.gguf$/;

/** Far more than any configuration, vocabulary or index. A larger file is not what its name says. */
const MAX_METADATA_BYTES = 2 ** 26;

/**
 * Downloads and checks a model's small files: its configuration and its vocabulary. Returns all files that the model
 * needs. With `wanted`, that is one GGUF file, whatever else the repository has.
 * Throws UnsupportedModelFault, and the faults of `fetchFile`.
 */
export async function* fetchMetadataFromHub(
  { page, files }: HubListing,
  folder: DownloadFolder,
  tools: DownloadTools,
  wanted: string | null = null,
): AsyncGenerator<FetchEvent, readonly RemoteFile[], undefined> {
  if (wanted !== null) return [yield* namedGguf({ page, files }, wanted, tools)];
  const weights = WANTED.map((name) => files.get(name)).find((file) => file !== undefined);
  if (weights === undefined) return [yield* chooseGguf({ page, files }, tools)];
  const config = files.get(CONFIG);
  if (config === undefined) throw new UnsupportedModelFault(`${page} is not a supported model: it has no ${CONFIG}.`);
  yield* fetchMetadataFile(page, config, folder, tools);
  const shape = await checkConfiguration(folder.path, CONFIG, page);
  const vocabulary = yield* fetchVocabulary({ page, files }, shape, folder, tools);
  if (!weights.name.endsWith('.json')) return [config, ...vocabulary, weights];
  yield* fetchMetadataFile(page, weights, folder, tools);
  return [config, ...vocabulary, weights, ...(await shardsOf(page, weights.name, files, folder))];
}

/**
 * Chooses a GGUF file of a repository without other weights, and checks its header, which holds the configuration and the
 * vocabulary, without downloading the file. Of several files it takes the largest, which is the most precise.
 */
async function* chooseGguf(
  { page, files }: Pick<HubListing, 'page' | 'files'>,
  tools: DownloadTools,
): AsyncGenerator<FetchEvent, RemoteFile, undefined> {
  const found = [...files.values()].filter(({ name }) => GGUF.test(name)).sort((a, b) => b.bytes - a.bytes);
  if (found.length === 0) throw noWeights(page, [...files.keys()]);
  const [file] = found;
  if (found.length > 1) {
    const text = `Of the ${found.length} GGUF files of ${page}, this downloads ${file.name}: the largest, and so the most precise.`;
    yield { type: 'download-note', text };
  }
  yield* checkHeader(file, page, tools);
  return file;
}

/** The GGUF file of this name, its header checked. Throws UnsupportedModelFault if there is none. */
async function* namedGguf(
  { page, files }: Pick<HubListing, 'page' | 'files'>,
  name: string,
  tools: DownloadTools,
): AsyncGenerator<FetchEvent, RemoteFile, undefined> {
  const file = files.get(name);
  if (file === undefined || !GGUF.test(name)) {
    const names = [...files.keys()].filter((each) => GGUF.test(each));
    const near = nearest(name, names);
    const there = names.length === 0 ? 'has no GGUF files' : `has ${names.join(', ')}`;
    const hint = near === null ? '.' : `; did you mean ${near}?`;
    throw new UnsupportedModelFault(`${page} has no file ${name}; at its top level it ${there}${hint}`);
  }
  yield* checkHeader(file, page, tools);
  return file;
}

async function* checkHeader(
  file: RemoteFile,
  page: string,
  tools: DownloadTools,
): AsyncGenerator<FetchEvent, void, undefined> {
  const source = remoteSource(file, tools.client, tools.signal);
  yield* retryDownload(`Reading the header of ${file.name}`, () => checkGguf(source, page), tools);
}

function noWeights(page: string, names: readonly string[]): UnsupportedModelFault {
  const others = names.filter((name) => /\.(safetensors|bin|gguf|h5|msgpack|onnx|ot|pt|pth)$/.test(name));
  const found = others.length === 0 ? 'no weights' : `weights only as ${others.slice(0, 3).join(', ')}`;
  return new UnsupportedModelFault(
    `${page} has ${found}. Supported are ${WEIGHTS} and ${PICKLE}, in one file or several, and .gguf files.`,
  );
}

/** The files of a vocabulary, without OpenAI's names, which no model at Hugging Face has. */
const hubFileSets = tokenizerFileSets.filter((names) => !names.includes(ENCODER));

/** Downloads the first vocabulary that fits the model. Others are not kept. */
async function* fetchVocabulary(
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
    for (const file of found) yield* fetchMetadataFile(page, file, folder, tools);
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

/** The files that the index names. Throws UnsupportedModelFault if one is missing. */
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

function fetchMetadataFile(
  page: string,
  file: RemoteFile,
  folder: DownloadFolder,
  tools: DownloadTools,
): AsyncGenerator<FetchEvent, void, undefined> {
  if (file.bytes > MAX_METADATA_BYTES) {
    throw new UnsupportedModelFault(
      `${page} has a ${file.name} of ${file.bytes.toLocaleString('en')} bytes, far more than any supported model has.`,
    );
  }
  return fetchFile(file, folder, tools);
}
