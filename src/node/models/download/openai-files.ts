import { join } from 'node:path';
import { readBundleIndex } from '../../../engine/checkpoint/formats/tensorflow/tensorflow-bundle.ts';
import { ENCODER, HPARAMS, MERGES } from '../../../project/checkpoint-names.ts';
import { FileSource } from '../../files/file-source.ts';
import type { DownloadFolder } from './download-folder.ts';
import { type DownloadTools, type FetchEvent, fetchFile, type RemoteFile } from './fetch-file.ts';
import { checkConfiguration, checkGraph, checkVocabularyFiles, UnsupportedModelFault } from './model-checks.ts';
import { BUNDLE_DATA, BUNDLE_GRAPH, BUNDLE_INDEX, type BucketListing } from './openai-bucket.ts';

/**
 * Downloads and checks the six small files of a model. Returns all seven. Throws UnsupportedModelFault, TensorflowFault, and
 * the faults of `fetchFile`.
 */
export async function* fetchMetadataFromBucket(
  { page, files }: BucketListing,
  folder: DownloadFolder,
  tools: DownloadTools,
): AsyncGenerator<FetchEvent, readonly RemoteFile[], undefined> {
  for (const file of files) if (file.name !== BUNDLE_DATA) yield* fetchFile(file, folder, tools);
  const shape = await checkConfiguration(folder.path, HPARAMS, page);
  await checkVocabularyFiles(folder.path, [ENCODER, MERGES], shape, page);
  await checkGraph(folder.path, BUNDLE_GRAPH, page);
  const announced = files.find(({ name }) => name === BUNDLE_DATA)!.bytes;
  const indexed = await dataBytes(join(folder.path, BUNDLE_INDEX));
  if (announced !== indexed) {
    throw new UnsupportedModelFault(
      `${page} has ${announced.toLocaleString('en')} bytes of data, but its index describes ${indexed.toLocaleString('en')}. ` +
        'They belong to different models; nothing large was downloaded.',
    );
  }
  return files;
}

/** The bytes of data that an index describes. */
async function dataBytes(path: string): Promise<number> {
  const index = await FileSource.open(path);
  try {
    const { entries } = await readBundleIndex(index);
    return Math.max(0, ...entries.map(({ offset, bytes }) => offset + bytes));
  } finally {
    await index.close();
  }
}
